package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import outpost.api.Script;

/** How an archive of a task is packed on a host, and how what is packed is told. */
record Packer(Archive.Args want) {

  /** Finds what is to be packed: {@code $w/paths}, and the names of all of it {@code $w/names}. */
  Script collection() {
    String patterns = want.path().stream().map(Globs::pattern).collect(Collectors.joining(" "));
    StringBuilder without = new StringBuilder("-path \"$p\" -prune -o");
    List<Object> words = new ArrayList<>();
    for (String one : want.excludePath()) {
      without.append(" -path {} -prune -o");
      words.add(one);
    }
    for (String one : want.exclusionPatterns()) {
      without.append(" -path {} -prune -o");
      words.add(one);
    }
    return sh(
            """
            p={}; r={}
            w=$(mktemp -d) || exit
            trap 'rm -rf -- "$w" "$t"' EXIT
            t=; : >"$w/paths"; : >"$w/missing\"\
            """,
            want.dest().orElseThrow(),
            want.root())
        .then(
            Script.raw( // Globs quotes what is no sign of a pattern
                "set -- "
                    + patterns
                    + "\n"
                    + "for f; do\n"
                    + "if [ -e \"$f\" ] || [ -h \"$f\" ]; then printf '%s\\n"
                    + "' \"$f\" >>\"$w/paths\"\n"
                    + "else printf '%s\\n"
                    + "' \"$f\" >>\"$w/missing\"; fi\n"
                    + "done"))
        .then(
            sh(
                """
                all() {
                  while IFS= read -r f; do
                    find "${f%%/}" %s "$@" || return
                  done <"$w/paths"
                }
                all -print | cut -c "$((${#r} + 1))-" | grep . | LC_ALL=C sort >"$w/names\"\
                """
                    .formatted(without),
                words.toArray()))
        .then(
            want.compresses()
                ? sh("only=$(cat \"$w/paths\"); single=; if [ -f \"$only\" ]; then single=yes; fi")
                : sh(":"));
  }

  /** Answers whether the archive {@code $p} is as wanted; comes after the collection. */
  Script comparison() {
    String lister =
        want.format() == Archive.Format.ZIP
            ? "unzip -Z1 \"$p\""
            : "tar ${q:+\"$q\"} -t " + want.format().option + " -f \"$p\"";
    String compared =
        want.compresses()
            ? "elif [ -n \"$single\" ]; then\n  if "
                + want.format().program
                + " -dc <\"$p\" 2>/dev/null | cmp -s - \"$only\"; then emit current yes; fi\n"
            : "";
    String quoting =
        want.format() == Archive.Format.ZIP
            ? ""
            : "q=; case $(tar --version) in *GNU*) q=--quoting-style=literal ;; esac 2>/dev/null\n";
    return Script.raw( // put together of constant texts
        """
                QUOTING
                if ! [ -f "$p" ]; then :
                COMPARED
                elif LIST 2>/dev/null | sed 's#/$##; s#^\\./##' | LC_ALL=C sort | cmp -s - "$w/names"; then
                  newer=$(all ! -type d -newer "$p" -print | head -n 1)
                  touched=$(all ! -type d -cnewer "$p" -print 2>/dev/null | head -n 1)
                  if [ -z "$newer$touched" ]; then emit current yes; fi
                fi\
                """
            .replace("QUOTING\n", quoting)
            .replace("COMPARED\n", compared)
            .replace("LIST", lister));
  }

  /** Packs what was collected into {@code $t}. */
  Script script() {
    Script all =
        want.format() == Archive.Format.ZIP
            ? sh(
                """
                cd "$r" && zip -q -y "$w/new.zip" -@ <"$w/names" && cat <"$w/new.zip" >"$t" || exit\
                """)
            : sh(
                """
                sed 's#^-#./-#' <"$w/names" >"$w/list"
                set -- {}
                if tar --help 2>&1 | grep -q -e -T; then
                  set -- "$@" -T "$w/list"
                else # BusyBox's takes no list
                  while IFS= read -r f; do set -- "$@" "$f"; done <"$w/list"
                fi
                tar -c -f "$t" -C "$r" --no-recursion "$@" || exit\
                """,
                want.format().option.isEmpty() ? List.of() : List.of(want.format().option));
    Script keep = sh("trap 'rm -rf -- \"$w\" \"$t\"' EXIT");
    if (!want.compresses()) return keep.then(all);
    return keep.then(
        Script.raw( // quoted by now
            "if [ -n \"$single\" ]; then "
                + want.format().program
                + " -c <\"$only\" >\"$t\" || exit\nelse "
                + all.text()
                + "\nfi"));
  }
}
