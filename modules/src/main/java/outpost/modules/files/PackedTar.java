package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import outpost.api.Script;

/**
 * An archive that tar reads.
 *
 * @param option of tar for how it is packed; empty if there is none
 */
record PackedTar(Unarchive.Args want, PackedSource source, String option) implements Packed {
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

  @Override
  public Script compare() {
    String gnu =
        want.keepNewer()
            ? "feed tar -x -v --index-file=\"$names\" --quoting-style=literal --to-command={} {} -f {}"
                + " -C \"$p\" {}"
            : "feed tar -d -v --index-file=\"$names\" --quoting-style=literal {} -f {} -C \"$p\" {}";
    List<Object> words = new ArrayList<>();
    if (want.keepNewer()) words.add(OLDER);
    words.addAll(List.of(options(), source.file(), members()));
    if (!want.keepNewer()) words.addAll(List.of(options(), source.file(), members()));
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
                .formatted(gnu, want.keepNewer() ? NEEDS_GNU : excluding() + BY_NAME),
            words.toArray());
    return source.give(
        sh("if ! command -v tar >/dev/null; then emit lacks tar; exit 0; fi")
            .then(source.feed())
            .then(compare));
  }

  @Override
  public Script unpack() {
    List<String> keep = want.keepNewer() ? List.of("--keep-newer-files") : List.of();
    return source.give(
        source
            .feed()
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
                    source.file(),
                    members(),
                    options(),
                    source.file(),
                    members())));
  }

  /** BusyBox's tar may be made without this. */
  private String excluding() {
    if (want.exclude().isEmpty()) return "";
    return """
        if ! tar --help 2>&1 | grep -q -e --exclude; then
          emit lacks 'GNU tar, which `exclude` needs,'; exit 0
        fi
        """;
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (!option.isEmpty()) options.add(option);
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
}
