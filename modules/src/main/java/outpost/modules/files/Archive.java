package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;

/**
 * Brings an archive to hold what some files and directories of a host hold.
 *
 * <p>An archive is as wanted that has the very names and is older than no change of any of the
 * files, which their status change times tell: those cannot be set back. A single file that is only
 * compressed is compared byte for byte.
 */
@Doc("Packs files and directories of a host into an archive there, or compresses a single file.")
public final class Archive implements Module<Archive.Args, Archive.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The files and directories, from the root; patterns of the shell may be among them.")
          List<String> path,
      @Arg("The archive; for a single path that without its slash, and the format's ending.")
          Optional<String> dest,
      @Arg(value = "How it is packed.", def = "gz") Format format,
      @Arg(value = "Paths and patterns that are left out.", def = "[]") List<String> excludePath,
      @Arg(
              value = "Patterns of whole paths that are left out, in which `*` also means slashes.",
              def = "[]")
          List<String> exclusionPatterns,
      @Arg(
              value = "Whether a single file is packed as well, and not only compressed.",
              def = "false")
          boolean forceArchive,
      @Arg(value = "Whether what was packed is removed.", def = "false") boolean remove,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards) {
    public Args {
      if (path.isEmpty()) throw new BadArg("path", "nothing to pack", "name a file");
      path = path.stream().map(one -> Paths.absolute("path", one)).toList();
      excludePath = excludePath.stream().map(one -> Paths.plain("excludePath", one)).toList();
      boolean several = path.size() > 1 || Globs.isPattern(path.get(0));
      if (dest.isEmpty() && several) {
        throw new BadArg("path", "several files and no archive", "name one with `dest`");
      }
      if (path.contains("/")) throw new BadArg("path", "`/` holds the archive too", "name parts");
      if (dest.isEmpty()) {
        dest = Optional.of(Paths.plain("path", path.get(0)) + "." + format.ending());
      }
      dest = Optional.of(Paths.plain("dest", dest.get()));
      attributes.ownMode("an archive");
    }

    /** Whether a single file is only compressed. */
    boolean compresses() {
      return !forceArchive && format != Format.ZIP && format != Format.TAR;
    }

    /** Returns the directory that all names in the archive begin below. */
    String root() {
      String common = null;
      for (String one : path) {
        String folder = one.substring(0, Globs.plainLength(one));
        folder = folder.substring(0, folder.lastIndexOf('/') + 1);
        if (common == null) common = folder;
        while (!folder.startsWith(common)) {
          common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
        }
      }
      return common;
    }
  }

  /** How an archive is packed. */
  public enum Format {
    GZ("gzip", "-z"),
    BZ2("bzip2", "-j"),
    XZ("xz", "-J"),
    TAR("", ""),
    ZIP("zip", "");

    private final String program;
    private final String option;

    Format(String program, String option) {
      this.program = program;
      this.option = option;
    }

    List<String> programs() {
      if (this == ZIP) return List.of("zip", "unzip");
      return program.isEmpty() ? List.of() : List.of(program);
    }

    String ending() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What is there.
   *
   * @param paths that are there
   * @param missing patterns that nothing answers to
   * @param names of all that is to be packed, without the directory that all of them are below
   * @param single whether one file is only to be compressed
   * @param current whether the archive is as wanted
   * @param lacks the program that is needed and not there
   */
  public record Found(
      Optional<byte[]> paths,
      Optional<byte[]> missing,
      Optional<byte[]> names,
      Optional<Boolean> single,
      Optional<Boolean> current,
      Optional<String> lacks,
      boolean directory,
      Optional<Inode> file,
      Optional<String> stamp,
      Attributes.Host host) {}

  /** Finds what is to be packed: {@code $w/paths}, and the names of all of it {@code $w/names}. */
  private static Script collect(Args want) {
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

  @Override
  public Probe<Found> probe(Args want) {
    String lister =
        want.format() == Format.ZIP
            ? "unzip -Z1 \"$p\""
            : "tar ${q:+\"$q\"} -t " + want.format().option + " -f \"$p\"";
    Script ask =
        Inode.LOOK
            .then(collect(want))
            .then(
                sh(
                    """
                    look file "$p" ''; d=${p%/*}
                    if [ -d "${d:-/}" ]; then emit directory yes; else emit directory no; fi
                    blob paths <"$w/paths"; blob missing <"$w/missing"; blob names <"$w/names"
                    set -- tar {}
                    for c; do command -v "$c" >/dev/null || emit lacks "$c"; done\
                    """,
                    want.format().programs()));
    if (want.compresses()) ask = ask.then(sh("if [ -n \"$single\" ]; then emit single yes; fi"));
    if (want.safeguards().backup()) ask = ask.then(Placement.stamp("stamp"));
    ask = ask.then(want.attributes().question("host", ""));
    String compared =
        want.compresses()
            ? "elif [ -n \"$single\" ]; then\n  if "
                + want.format().program
                + " -dc <\"$p\" 2>/dev/null | cmp -s - \"$only\"; then emit current yes; fi\n"
            : "";
    String quoting =
        want.format() == Format.ZIP
            ? ""
            : "q=; case $(tar --version) in *GNU*) q=--quoting-style=literal ;; esac 2>/dev/null\n";
    return Probe.of(
        Found.class,
        ask.then(
            Script.raw( // constant text
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
                    .replace("LIST", lister))));
  }

  @Override
  public Plan plan(Args want, Found found) {
    List<String> paths = lines(found.paths());
    String dest = want.dest().orElseThrow();
    Plan.Builder plan =
        Plan.builder()
            .result("dest", dest)
            .origin("expanded_paths", paths)
            .origin("expanded_exclude_paths", want.excludePath())
            .origin("missing", lines(found.missing()))
            .origin("archived", lines(found.names()).stream().map(want.root()::concat).toList())
            .origin("dest_state", state(found, paths))
            .result("arcroot", want.root());
    want.attributes().obstacle(found.host(), found.file().isPresent(), plan);
    Optional<Inode> is = found.file();
    is.ifPresent(one -> one.tell(plan));
    if (paths.isEmpty()) {
      if (is.isEmpty()) plan.block("nothing to pack is there", "look at `path`");
      is.ifPresent(one -> want.attributes().hold(one, found.host(), dest, plan));
      return plan.build();
    }
    if (found.lacks().isPresent()) {
      plan.block("no " + found.lacks().get() + " on this host", "install it first");
    }
    if (!found.directory()) plan.block("no directory for `" + dest + "`", "make it first");
    if (is.filter(one -> one.is(Inode.Kind.DIRECTORY)).isPresent()) {
      plan.block("`" + dest + "` is a directory", "name the archive in it");
    }
    boolean current = found.current().orElse(false);
    if (!current) {
      Placement placement =
          new Placement(
              dest, is, found.stamp(), want.attributes(), found.host(), want.safeguards());
      placement.tell(plan);
      String to = paths.size() == 1 ? paths.get(0) : paths.size() + " paths";
      plan.change(
          "content",
          is.isPresent() ? "not as in the files" : "absent",
          "packed from " + to,
          collect(want).then(placement.put(pack(want), Optional.empty())));
    } else {
      is.ifPresent(one -> want.attributes().hold(one, found.host(), dest, plan));
    }
    if (want.remove()) {
      plan.change(
          "packed paths",
          String.join(", ", paths),
          "absent",
          sh("rm -rf -- {}", paths.stream().map(Archive::plain).toList()));
    }
    return plan.build();
  }

  /** What a host comes to, in Ansible's words. */
  private static String state(Found found, List<String> paths) {
    if (paths.isEmpty()) return found.file().isPresent() ? "archive" : "absent";
    if (found.single().orElse(false)) return "compress";
    return lines(found.missing()).isEmpty() ? "archive" : "incomplete";
  }

  private static String plain(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Script pack(Args want) {
    Script all =
        want.format() == Format.ZIP
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

  private static List<String> lines(Optional<byte[]> bytes) {
    String text = bytes.map(some -> new String(some, StandardCharsets.UTF_8)).orElse("");
    return text.lines().filter(line -> !line.isEmpty()).toList();
  }
}
