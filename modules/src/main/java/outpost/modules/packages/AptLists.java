package outpost.modules.packages;

import static outpost.api.Script.sh;

import outpost.api.Script;

/**
 * How the lists of what apt's sources have are fetched.
 *
 * @param tries how often that is tried
 * @param longest how many seconds at most there are between two of these; they double each time
 */
record AptLists(int tries, int longest) {

  /** Defines {@code fetch OPTION…}, which says no more than what is wrong. */
  static final Script FETCH =
      Script.raw( // constant text
          """
          fetch() {
            said=$(apt-get -q "$@" update 2>&1) && touch /var/lib/apt/lists ||
              { printf '%s\\n' "$said" | grep -e '^[EW]:' | grep -v 'Some index files' >&2; return 1; }
          }\
          """);

  /** Sets {@code $main} and {@code $parts}, which ends with a slash, to where sources are named. */
  static final Script PLACES =
      Script.raw( // constant text
          """
          eval "$(apt-config shell main Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"\
          """);

  /** Fetches them from all sources, {@code options} being further words for apt-get. */
  private Script fetch(String options) {
    return FETCH.then(
        sh(
            """
            n=1; s=1
            until fetch -o DPkg::Lock::Timeout=60 -o APT::Update::Error-Mode=any %s; do
              [ $n -lt {} ] || exit 1
              sleep $s; n=$((n + 1)); s=$((s * 2)); [ $s -le {} ] || s={}
            done\
            """
                .formatted(options),
            tries,
            longest,
            longest));
  }

  Script fetch() {
    return fetch("");
  }

  /** Fetches them as it will be with the file {@code $t} at {@code $p}. */
  Script trial() {
    return PLACES
        .then(
            Script.raw( // constant text
                """
                w=$(mktemp -d) || exit
                trap 'rm -rf -- "$t" "$w"' EXIT
                for f in "$parts"*.list "$parts"*.sources; do
                  [ ! -f "$f" ] || [ "$(readlink -f -- "$f")" = "$p" ] || cp -L -- "$f" "$w/" || exit
                done
                if [ "$(readlink -f -- "$main")" = "$p" ]; then main=$t
                else cp -- "$t" "$w/${p##*/}" || exit; fi\
                """))
        .then(fetch("-o Dir::Etc::sourcelist=\"$main\" -o Dir::Etc::sourceparts=\"$w\""));
  }
}
