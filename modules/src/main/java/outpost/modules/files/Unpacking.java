package outpost.modules.files;

import static outpost.api.Script.sh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import outpost.api.Payload;
import outpost.api.Script;
import outpost.modules.net.Curl;

/** The scripts that hold a directory against an archive, and that unpack it. */
record Unpacking(Unarchive.Args want, Packing packing) {

  /** Tells of {@code $names} a name that leads out, and what the files in it are like. */
  private static final String TELL =
      """
      out=$(grep -E -m 1 '^/|(^|/)\\.\\.(/|$)' <"$names") && emit unsafe "$out"
      listed={}; dressed={}
      if [ -n "$listed" ]; then blob names <"$names"; fi
      if [ -n "$dressed" ] && [ -s "$names" ]; then
        cd "$p" || exit
        tr '\\n' '\\0' <"$names" | xargs -0 stat -c 'tree=%f:%u:%g' -- 2>/dev/null | sort -u
      fi""";

  private boolean zip() {
    return packing == Packing.ZIP;
  }

  /** Asks whether all that is in the archive is there. */
  Script compare(Script before) {
    Script ask =
        before.then(
            sh(
                "w=$(mktemp -d) || exit; trap 'rm -rf -- \"$w\"' EXIT; names=$w/names; : >\"$names\""));
    String dressed = dressed() ? "yes" : "";
    Script tell = sh(TELL, want.listFiles() ? "yes" : "", dressed);
    return zip() ? compareZip(ask, tell) : compareTar(ask, tell);
  }

  private boolean dressed() {
    Attributes wanted = want.attributes();
    return wanted.mode().isPresent() || wanted.owner().isPresent() || wanted.group().isPresent();
  }

  private Script compareTar(Script ask, Script tell) {
    String gnu =
        want.keepNewer()
            ? "feed tar -x -v --index-file=\"$names\" --quoting-style=literal --to-command={} {} -f {}"
                + " -C \"$p\" {}"
            : "feed tar -d -v --index-file=\"$names\" --quoting-style=literal {} -f {} -C \"$p\" {}";
    List<Object> words = new ArrayList<>();
    if (want.keepNewer()) words.add(OLDER);
    words.addAll(List.of(options(), file(), members()));
    Script compare =
        sh(
            """
            case $(tar --version 2>/dev/null) in
              *GNU*)
                said=$(cd "$p" && %s 2>&1); status=$?
                # it lists names and what differs in one file
                differs=': [A-Z][a-z ]* differs?$|: Not linked to '
                said="$said
            $(grep -E "$differs" <"$names")"
                grep -Ev "$differs" <"$names" >"$w/plain"
                names=$w/plain ;;
              *)
            %s ;;
            esac
            case $said in
              *"Removing leading"*) emit unsafe "$(printf '%%s\\n' "$said" | grep -m 1 Removing)"; exit 0 ;;
            esac
            if [ "$status" -gt 1 ]; then printf '%%s\\n' "$said" | tail -n 3 | blob trouble; exit 0; fi
            printf '%%s\\n' "$said" | head -n 1000 | blob differs"""
                .formatted(gnu, want.keepNewer() ? NEEDS_GNU : BY_NAME),
            want.keepNewer() ? words.toArray() : concat(words, options(), file(), members()));
    return give(
        ask.then(sh("if ! command -v tar >/dev/null; then emit lacks tar; exit 0; fi"))
            .then(feed())
            .then(compare)
            .then(tell));
  }

  private static Object[] concat(List<Object> some, Object... more) {
    List<Object> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all.toArray();
  }

  private static final String NEEDS_GNU = "emit lacks 'GNU tar, which `keep_newer` needs,'; exit 0";

  private static final String BY_NAME =
      """
      said=$(feed tar -t {} -f {} {} 2>&1 >"$names"); status=$?
      [ "$status" != 0 ] || said=$(
        cd "$p" && while IFS= read -r name; do
          [ -e "$name" ] || [ -h "$name" ] || echo "$name: absent"
        done <"$names")""";

  /** Looks at each file as tar feeds it: older ones that differ, and missing ones. */
  private static final String OLDER =
      "if ! [ -e \"$TAR_FILENAME\" ]; then echo \"$TAR_FILENAME: absent\"; cat >/dev/null; "
          + "elif [ \"$(stat -c %Y -- \"$TAR_FILENAME\")\" -gt \"${TAR_MTIME%%.*}\" ]; then cat >/dev/null; "
          + "else cmp -s - \"$TAR_FILENAME\" || echo \"$TAR_FILENAME: Contents differ\"; cat >/dev/null; fi";

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (!packing.option().isEmpty()) options.add(packing.option());
    want.exclude().forEach(pattern -> options.add("--exclude=" + pattern));
    options.addAll(want.extraOpts());
    return options;
  }

  private List<String> members() {
    if (want.include().isEmpty()) return List.of();
    List<String> members = new ArrayList<>(List.of("--"));
    members.addAll(want.include());
    return members;
  }

  private String file() {
    return want.remoteSrc() && !want.isAddress() ? want.src().written() : "-";
  }

  /** Defines {@code feed}, which runs a program that reads the archive. */
  private Script feed() {
    return want.isAddress()
        ? Curl.READ.then(sh("feed() { { get -o - || echo 'tar: no archive' >&2; } | \"$@\"; }"))
        : sh("feed() { \"$@\"; }");
  }

  private Script give(Script script) {
    if (want.isAddress()) {
      Curl curl = Curl.to(want.src().written()).with("location").with("fail");
      return script.stdin((want.validateCerts() ? curl : curl.with("insecure")).payload());
    }
    if (want.remoteSrc()) return script;
    return script.stdin(
        want.src()
            .opened()
            .<Payload>map(Payload.Hidden::new)
            .orElse(new Payload.Local(want.src().path())));
  }

  /** Unpacks it, and gives what was in it its owner and mode. */
  Script unpack(Unarchive.Found found) {
    Script begin =
        sh(
            "p={}; w=$(mktemp -d) || exit; trap 'rm -rf -- \"$w\"' EXIT; names=$w/names",
            want.dest());
    Script unpack = zip() ? unzip() : untar();
    return give(begin.then(unpack).then(dress(Unarchive.Dressing.of(want, found))));
  }

  private Script untar() {
    List<String> keep = want.keepNewer() ? List.of("--keep-newer-files") : List.of();
    return feed()
        .then(
            sh(
                """
                case $(tar --version 2>/dev/null) in
                  *GNU*)
                    feed tar -x -v --index-file="$names" --quoting-style=literal {} {} -f {} -C "$p" {} ;;
                  *) feed tar -x -v {} -f {} -C "$p" {} >"$names" ;;
                esac""",
                keep,
                options(),
                file(),
                members(),
                options(),
                file(),
                members()));
  }

  private static Script dress(Unarchive.Dressing dressing) {
    if (dressing.isEmpty()) return sh(":");
    Script all = sh("cd \"$p\" || exit");
    String owner = dressing.uid().orElse("") + dressing.gid().map(gid -> ":" + gid).orElse("");
    if (!owner.isEmpty()) {
      all = all.then(sh("tr '\\n' '\\0' <\"$names\" | xargs -0 chown -h -- {}", owner));
    }
    if (dressing.mode().isPresent()) {
      all =
          all.then(
              sh(
                  """
                  tr '\\n' '\\0' <"$names" | xargs -0 sh -c '
                    m=$1; shift; for f; do [ -h "$f" ] || chmod -- "$m" "$f" || exit; done' sh {}""",
                  dressing.mode().get().text()));
    }
    return all;
  }

  private Script compareZip(Script ask, Script tell) {
    Script list =
        want.remoteSrc()
            ? sh(
                """
                a={}
                if ! said=$(unzip -v "$a" 2>&1 >"$w/raw"); then
                  printf '%s\\n' "$said" | blob trouble; exit 0
                fi
                while read -r size _ _ _ _ _ crc name; do
                  case $crc in *[!0-9a-f]*|'') ;; ????????) echo "$crc $size $name" ;; esac
                done <"$w/raw" >"$w/list\"""",
                want.src().written())
            : sh("cat >\"$w/list\"");
    Script compare =
        sh(
            """
            while read -r crc size name; do
              %s
              printf '%%s\\n' "$name" >>"$names"
              f=$p/$name
              case $name in
                */) [ -d "$f" ] || echo "$name: absent" ;;
                *)
                  if [ -h "$f" ]; then :
                  elif ! [ -f "$f" ]; then echo "$name: absent"
                  elif [ "$(stat -c %%s -- "$f")" != "$size" ]; then echo "$name: Size differs"
                  else
                    # the end of a gzip file holds the checksum that a zip has
                    sum=$(gzip -1c <"$f" | tail -c 8 | od -An -tx1 -N4)
                    IFS=' ' read -r a b c d <<END
            $sum
            END
                    [ "$d$c$b$a" = "$crc" ] || echo "$name: Contents differ"
                  fi ;;
              esac
            done <"$w/list" | head -n 1000 | blob differs"""
                .formatted(wanted()));
    Script script =
        ask.then(sh("if ! command -v unzip >/dev/null; then emit lacks unzip; exit 0; fi"))
            .then(list)
            .then(Script.raw(compare.text()))
            .then(tell);
    return want.remoteSrc() ? script : script.stdin(new Payload.Bytes(entries()));
  }

  /** Passes by what is not wanted: words of a pattern are what unzip takes them for. */
  private String wanted() {
    StringBuilder text = new StringBuilder();
    if (!want.exclude().isEmpty()) {
      text.append("case $name in ").append(patterns(want.exclude())).append(") continue ;; esac\n");
    }
    if (!want.include().isEmpty()) {
      text.append("case $name in ")
          .append(patterns(want.include()))
          .append(") ;; *) continue ;; esac");
    }
    return text.isEmpty() ? ":" : text.toString().replace("%", "%%");
  }

  private static String patterns(List<String> patterns) {
    return patterns.stream()
        .map(one -> one.replaceAll("([^A-Za-z0-9_./*?-])", "\\\\$1"))
        .collect(Collectors.joining("|"));
  }

  private Script unzip() {
    List<String> without = new ArrayList<>();
    if (!want.exclude().isEmpty()) without.add("-x");
    without.addAll(want.exclude());
    Script here =
        want.remoteSrc()
            ? sh("a={}", want.src().written())
            : sh("a=$w/archive; cat >\"$a\" || exit");
    return here.then(
        sh(
            """
            unzip -q -o {} "$a" {} -d "$p" {} || exit
            unzip -Z1 "$a" {} {} >"$names\"""",
            want.extraOpts(),
            want.include(),
            without,
            want.include(),
            without));
  }

  /** Returns what is in a zip of the control node: checksum, size and name of each file. */
  private byte[] entries() {
    try (ZipFile zip = new ZipFile(want.src().path().toFile())) {
      return zip.stream()
          .map(Unpacking::line)
          .collect(Collectors.joining())
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(ZipEntry entry) {
    return String.format("%08x %d %s\n", entry.getCrc(), entry.getSize(), entry.getName());
  }
}
