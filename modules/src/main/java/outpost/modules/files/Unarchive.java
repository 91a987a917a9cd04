package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.LocalFile;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;

/**
 * Brings a directory to hold what an archive holds.
 *
 * <p>What is there is held against the archive, file by file, by {@code tar --compare}, or by the
 * checksums in a zip; where tar is BusyBox's, only by name. An archive with names that lead out of
 * the directory is refused. {@code io_buffer_size} is not there: nothing is buffered here.
 */
@Doc("Unpacks an archive into a directory of a host, unless all that is in it is there already.")
public final class Unarchive implements Module<Unarchive.Args, Unarchive.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "The archive, found in `files/` or beside the playbook; with `remote_src` one of"
                      + " the host, or an address that the host downloads it from.",
              unless = "remote_src",
              opened = "decrypt")
          LocalFile src,
      @Arg("The directory to unpack to, which is there.") String dest,
      @Arg(value = "Whether `src` is a file of the host, or an address.", def = "false")
          boolean remoteSrc,
      @Arg("A file of the host: nothing is unpacked if it is there.") Optional<String> creates,
      @Arg(value = "What is unpacked, by name; all by default.", def = "[]") List<String> include,
      @Arg(value = "What is not unpacked, by name or pattern.", def = "[]") List<String> exclude,
      @Arg(value = "Further options of tar or unzip.", def = "[]") List<String> extraOpts,
      @Arg(
              value = "Whether files that are newer than those in the archive are kept.",
              def = "false")
          boolean keepNewer,
      @Arg(value = "Whether the names in the archive are registered as `files`.", def = "false")
          boolean listFiles,
      @Arg(value = "Whether the server's certificate must be one that is trusted.", def = "true")
          boolean validateCerts,
      @Arg(
              value = "Whether a `src` that a vault has encrypted is decrypted on the way.",
              def = "true")
          boolean decrypt,
      @Shared Attributes attributes) {
    public Args {
      dest = Paths.plain("dest", dest);
      if (creates.isPresent()) creates = Optional.of(Paths.plain("creates", creates.get()));
      attributes.ownMode("an archive");
      if (!attributes.context().isEmpty() || attributes.flags().isPresent()) {
        throw new BadArg(
            "dest", "contexts and attributes of all files", "set them with the module file, after");
      }
      boolean address = src.written().matches("(?is)(https?|ftp)://.*");
      if (address && !remoteSrc) {
        throw new BadArg("src", "`src` is an address", "add `remote_src: yes`");
      }
      if (remoteSrc && !address) Paths.absolute("src", src.written());
      Optional<Packing> packing = Packing.named(src.written().replaceFirst("(?s)[?#].*", ""));
      if (remoteSrc && packing.isEmpty()) {
        throw new BadArg(
            "src", "`" + src.written() + "` does not say how it is packed", "name it as .tar.gz");
      }
      boolean zip = packing.filter(Packing.ZIP::equals).isPresent();
      if (zip && keepNewer) {
        throw new BadArg("keepNewer", "a zip cannot be unpacked so", "pack it by tar");
      }
      if (zip && address) {
        throw new BadArg("src", "a zip must be there whole", "download it with the module get_url");
      }
    }

    boolean isAddress() {
      return src.written().matches("(?is)(https?|ftp)://.*");
    }

    Packing packing() {
      return remoteSrc || src.opened().isPresent()
          ? Packing.named(src.written().replaceFirst("(?s)[?#].*", "")).orElse(Packing.TAR)
          : Packing.of(src.path());
    }

    Unpacking unpacking() {
      return new Unpacking(this, packing());
    }
  }

  /**
   * What is there.
   *
   * @param file the directory itself
   * @param lacks the program that is needed and not there
   * @param root whether files can be given away
   * @param names in the archive
   * @param unsafe a name that leads out of the directory
   * @param differs what differs, as {@code tar --compare} says it
   * @param trouble why the archive cannot be read
   * @param tree of all that is there of the archive, as {@code st_mode:uid:gid}, each once
   */
  public record Found(
      Optional<String> created,
      boolean directory,
      Optional<Inode> file,
      Optional<String> lacks,
      Optional<Boolean> root,
      Optional<byte[]> names,
      Optional<String> unsafe,
      Optional<byte[]> differs,
      Optional<byte[]> trouble,
      Attributes.Host host,
      Set<String> tree) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script ask = sh("p={}; inode file \"$p\"", want.dest());
    if (want.creates().isPresent()) {
      ask =
          ask.then(
              sh("c={}; if [ -e \"$c\" ]; then emit created \"$c\"; fi", want.creates().get()));
    }
    ask =
        ask.then(want.attributes().question("host", ""))
            .then(
                sh(
                    """
                    if [ -d "$p" ]; then emit directory yes; else emit directory no; exit 0; fi
                    if [ "$(id -u)" = 0 ]; then emit root yes; fi"""));
    if (want.creates().isPresent()) ask = ask.then(sh("if [ -e \"$c\" ]; then exit 0; fi"));
    return Probe.of(Found.class, want.unpacking().compare(ask));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan =
        Plan.builder().result("dest", want.dest()).result("src", want.src().written());
    found.file().ifPresent(one -> one.tell(plan));
    if (found.created().isPresent()) {
      return plan.note("not unpacked, since `" + found.created().get() + "` exists").build();
    }
    if (!found.directory()) {
      return Plan.blocked(
          "no directory `" + want.dest() + "` on this host", "make it with the module file first");
    }
    if (found.lacks().isPresent()) {
      return Plan.blocked(
          "no " + found.lacks().get() + " on this host", "install it with the module package");
    }
    if (found.trouble().isPresent()) {
      String said = text(found.trouble()).strip();
      return Plan.blocked(
          "`" + want.src().written() + "` cannot be read: " + said, "look at the archive");
    }
    if (found.unsafe().isPresent()) {
      return Plan.blocked(
          "`" + found.unsafe().get() + "` in the archive leads out of `" + want.dest() + "`",
          "do not unpack what you do not trust");
    }
    want.attributes().owners().obstacle(found.host().ids(), plan);
    List<String> names = text(found.names()).lines().filter(name -> !name.isEmpty()).toList();
    if (want.listFiles()) plan.result("files", names);
    List<String> differs = differs(want, found);
    if (!differs.isEmpty()) {
      String more = differs.size() > 1 ? " and " + (differs.size() - 1) + " more" : "";
      plan.change(
          "content",
          differs.get(0) + more,
          "as in " + want.src().written().replaceFirst("(?s).*/", ""),
          want.unpacking().unpack(found));
    } else {
      String wrong = Dressing.of(want, found).wrong(found.tree());
      if (!wrong.isEmpty()) {
        plan.change("owner and mode", wrong, "as wanted", want.unpacking().unpack(found));
      }
    }
    return plan.build();
  }

  /** Returns what differs, but for what the task sets itself or the user cannot have. */
  private static List<String> differs(Args want, Found found) {
    boolean root = found.root().orElse(false);
    List<Pattern> ignored = new ArrayList<>();
    if (!root || want.attributes().owner().isPresent())
      ignored.add(Pattern.compile(".*: Uid differs"));
    if (!root || want.attributes().group().isPresent())
      ignored.add(Pattern.compile(".*: Gid differs"));
    if (!root || want.attributes().mode().isPresent())
      ignored.add(Pattern.compile(".*: Mode differs"));
    return text(found.differs())
        .lines()
        .filter(line -> !line.isBlank())
        .map(
            line ->
                line.replaceFirst("^tar: ", "")
                    .replaceFirst(": Warning: Cannot stat: .*", ": absent"))
        .filter(line -> ignored.stream().noneMatch(one -> one.matcher(line).matches()))
        .toList();
  }

  /** The owner, group and mode that all files of the archive get. */
  record Dressing(Optional<Mode> mode, Optional<String> uid, Optional<String> gid) {
    static Dressing of(Args want, Found found) {
      Owners owners = want.attributes().owners();
      return new Dressing(
          want.attributes().permissions(),
          owners.uid(found.host().ids()),
          owners.gid(found.host().ids()));
    }

    boolean isEmpty() {
      return mode.isEmpty() && uid.isEmpty() && gid.isEmpty();
    }

    /** Returns the first that is not as wanted, for people; empty if all are. */
    String wrong(Set<String> tree) {
      for (String entry : tree) {
        String[] parts = entry.split(":");
        int raw = Integer.parseInt(parts[0], 16);
        boolean folder = Inode.Kind.of(raw) == Inode.Kind.DIRECTORY;
        boolean link = Inode.Kind.of(raw) == Inode.Kind.LINK;
        int bits = raw & 07777;
        boolean right =
            uid.filter(id -> !id.equals(parts[1])).isEmpty()
                && gid.filter(id -> !id.equals(parts[2])).isEmpty()
                && (link || mode.filter(m -> m.on(bits, folder) != bits).isEmpty());
        if (!right) return Mode.show(bits) + " of " + parts[1] + ":" + parts[2];
      }
      return "";
    }
  }

  private static String text(Optional<byte[]> bytes) {
    return bytes.map(some -> new String(some, StandardCharsets.UTF_8)).orElse("");
  }
}
