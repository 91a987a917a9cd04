package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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

    final String program;
    final String option;

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

  @Override
  public Probe<Found> probe(Args want) {
    Packer packer = new Packer(want);
    Script ask =
        packer
            .collection()
            .then(
                sh(
                    """
                    inode file "$p"; d=${p%/*}
                    if [ -d "${d:-/}" ]; then emit directory yes; else emit directory no; fi
                    blob paths <"$w/paths"; blob missing <"$w/missing"; blob names <"$w/names"
                    set -- tar {}
                    for c; do command -v "$c" >/dev/null || emit lacks "$c"; done\
                    """,
                    want.format().programs()));
    if (want.compresses()) ask = ask.then(sh("if [ -n \"$single\" ]; then emit single yes; fi"));
    if (want.safeguards().backup()) ask = ask.then(Placement.stamp("stamp"));
    ask = ask.then(want.attributes().question("host", ""));
    return Probe.of(Found.class, ask.then(packer.comparison()));
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
      Packer packer = new Packer(want);
      Placement placement =
          new Placement(
              dest, is, found.stamp(), want.attributes(), found.host(), want.safeguards());
      placement.tell(plan);
      String to = paths.size() == 1 ? paths.get(0) : paths.size() + " paths";
      plan.change(
          "content",
          is.isPresent() ? "not as in the files" : "absent",
          "packed from " + to,
          packer
              .collection()
              .then(placement.put(packer.script().then(Placement.SYNC), Optional.empty())));
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

  private static List<String> lines(Optional<byte[]> bytes) {
    String text = bytes.map(some -> new String(some, StandardCharsets.UTF_8)).orElse("");
    return text.lines().filter(line -> !line.isEmpty()).toList();
  }
}
