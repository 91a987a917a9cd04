package outpost.modules.net;

import static outpost.api.Script.sh;

import java.util.List;
import outpost.api.Script;

/** How a rule that lets ports in is written, now and for good; its comment says whose it is. */
sealed interface PortRule {
  Script runtime(Ports ports, boolean open);

  Script permanent(Ports ports, String file, boolean open);

  private static String comment(Ports ports) {
    return "outpost " + ports;
  }

  /** A rule before all others of a chain of nftables. */
  record Nft(String chain) implements PortRule {
    @Override
    public Script runtime(Ports ports, boolean open) {
      if (open) return sh("nft {}", insert(ports));
      return sh(
          """
          nft -a list chain {} | sed -n {} | while read -r handle; do
            nft delete rule {} handle "$handle" || exit
          done\
          """,
          List.of(chain.split("/")),
          "s|.*comment \"" + comment(ports) + "\" # handle \\([0-9]*\\)$|\\1|p",
          List.of(chain.split("/")));
    }

    @Override
    public Script permanent(Ports ports, String file, boolean open) {
      // behind all that the administrator wrote, which makes the chain
      return open
          ? sh("printf '\\n%s\\n' {} >> {}", insert(ports), file)
          : drop(insert(ports), file);
    }

    private String insert(Ports ports) {
      return "insert rule "
          + chain.replace('/', ' ')
          + " "
          + ports.protocol()
          + " dport "
          + ports.toString().replaceFirst("/.*", "")
          + " accept comment \""
          + comment(ports)
          + "\"";
    }
  }

  /** A rule before all others of the chain INPUT, of iptables or ip6tables. */
  record Tables(String tool) implements PortRule {
    @Override
    public Script runtime(Ports ports, boolean open) {
      return sh(
          "{} -w {} INPUT -p {} --dport {} -m comment --comment {} -j ACCEPT",
          tool,
          open ? "-I" : "-D",
          ports.protocol(),
          range(ports),
          comment(ports));
    }

    @Override
    public Script permanent(Ports ports, String file, boolean open) {
      String line =
          "-I INPUT -p %s --dport %s -m comment --comment \"%s\" -j ACCEPT"
              .formatted(ports.protocol(), range(ports), comment(ports));
      if (!open) return drop(line, file);
      return sh(
          """
          file={} line={}
          new=$(mktemp "$file.XXXXXX") || exit
          trap 'rm -f -- "$new"' EXIT
          cp -p -- "$file" "$new" || exit
          awk -v line="$line" '
            /^\\*filter/ { filter = 1 }
            filter && /^COMMIT/ { print line; filter = 0; done = 1 }
            { print }
            END { exit !done }' "$file" > "$new" || { echo "no table filter in $file" >&2; exit 1; }
          mv -f -- "$new" "$file\"\
          """,
          file,
          line);
    }

    private static String range(Ports ports) {
      return ports.toString().replaceFirst("/.*", "").replace('-', ':');
    }
  }

  /** Takes a line of this module out of a file. */
  private static Script drop(String line, String file) {
    return sh(
        """
        file={}
        new=$(mktemp "$file.XXXXXX") || exit
        trap 'rm -f -- "$new"' EXIT
        cp -p -- "$file" "$new" || exit
        grep -vxF -- {} "$file" > "$new"
        mv -f -- "$new" "$file\"\
        """,
        file,
        line);
  }
}
