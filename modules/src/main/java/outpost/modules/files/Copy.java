package outpost.modules.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.LocalFile;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Shared;

/**
 * Brings a file of a host to hold what a file of the control node or of itself holds, or a given
 * text, and a directory what another one holds: {@link TreeWriter}, {@link HostTree}.
 */
@Doc("Copies a file, a directory or a text to a host, in one step that nobody sees half done.")
public final class Copy implements Module<Copy.Args, Writer.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "The file or directory to copy, found in `files/` or beside the playbook; with"
                      + " `remote_src` one of the host. With a slash at its end only what is in a"
                      + " directory is copied.",
              unless = "remote_src",
              opened = "decrypt")
          Optional<LocalFile> src,
      @Arg("The text that the file is to hold, instead of `src`.") Optional<Content> content,
      @Arg(
              value =
                  "Where to, from the root; in a directory that is there, or behind a slash at the"
                      + " end, the file keeps its name.",
              alias = {"path"})
          String dest,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards,
      @Arg(
              value =
                  "Whether a file with another content is replaced; without, only mode and owner"
                      + " are held to.",
              def = "true")
          boolean force,
      @Arg(
              value =
                  "Whether `src` is on the host. What is copied of a directory there has the"
                      + " permissions that it has there, and `mode` is that of the directory alone,"
                      + " but `preserve` that of all; without `force` one that is there is left as"
                      + " it is.",
              def = "false")
          boolean remoteSrc,
      @Arg(
              value =
                  "Whether a `src` that a vault has encrypted is decrypted on the way; its text is a"
                      + " secret then.",
              def = "true")
          boolean decrypt,
      @Arg("The permissions of directories that are made, octal or symbolic, or `preserve`.")
          Optional<String> directoryMode,
      @Arg(
              value =
                  "For a directory: whether links in it stand for what they point to; they are"
                      + " copied as links otherwise.",
              def = "true")
          boolean localFollow,
      @Arg("The SHA-1 checksum that the bytes must have, in hexadecimal.")
          Optional<String> checksum,
      @Arg(value = "Whether a link at `dest` is followed; it is replaced otherwise.", def = "false")
          boolean follow) {
    public Args {
      dest = Paths.absolute("dest", dest);
      if (src.isPresent() == content.isPresent()) {
        throw new BadArg(
            src.isPresent() ? "content" : "dest",
            src.isPresent() ? "both `src` and `content`" : "neither `src` nor `content`",
            "give the one or the other");
      }
      if (content.isPresent() && dest.endsWith("/")) {
        throw new BadArg("dest", "`" + dest + "` is a directory", "name the file in it");
      }
      if (content.isPresent() && remoteSrc) {
        throw new BadArg("remote_src", "`remote_src` is about `src`", "drop it");
      }
      if (content.isPresent()) attributes.ownMode("`content`");
      if (remoteSrc) Paths.absolute("src", src.get().written());
      if (checksum.isPresent() && !checksum.get().matches("[0-9a-fA-F]{40}")) {
        throw new BadArg("checksum", "`" + checksum.get() + "` is no SHA-1", "write 40 digits");
      }
      directoryMode.filter(mode -> !mode.equals("preserve")).ifPresent(Mode::of);
      boolean folder = src.isPresent() && !remoteSrc && Files.isDirectory(src.get().path());
      Optional<String> one = oneFile(follow, checksum, attributes, safeguards);
      if (folder && one.isPresent()) {
        throw new BadArg(
            "src", "`" + one.get() + "` is about one file, and `src` is a directory", "drop it");
      }
      if (!folder && !remoteSrc && directoryMode.filter("preserve"::equals).isPresent()) {
        throw new BadArg("directoryMode", "no directory is copied", "write it as 0755");
      }
    }

    /** Returns an argument that is given though it is about one file, and not a directory. */
    private static Optional<String> oneFile(
        boolean follow, Optional<String> checksum, Attributes attributes, Safeguards safeguards) {
      if (follow) return Optional.of("follow");
      if (checksum.isPresent()) return Optional.of("checksum");
      if (safeguards.validate().isPresent()) return Optional.of("validate");
      if (safeguards.unsafeWrites()) return Optional.of("unsafe_writes");
      return Optional.of("setype").filter(name -> attributes.marks());
    }

    /** Returns what copies a directory, if `src` is one. */
    Optional<TreeWriter> tree() {
      if (src.isEmpty() || remoteSrc || !Files.isDirectory(src.get().path())) {
        return Optional.empty();
      }
      Tree tree = Tree.of(src.get().path(), src.get().written(), localFollow);
      String place =
          dest.length() > 1 && dest.endsWith("/") ? dest.substring(0, dest.length() - 1) : dest;
      return Optional.of(
          new TreeWriter(tree, place, attributes, directoryMode, force, safeguards.backup()));
    }

    private Optional<String> folders() {
      return directoryMode.filter(mode -> !mode.equals("preserve"));
    }

    /** Returns what copies a directory of the host, if `src` turns out to be one. */
    Optional<HostTree> hostTree() {
      return src.filter(file -> remoteSrc)
          .map(
              file ->
                  new HostTree(
                      Paths.absolute("src", file.written()),
                      dest,
                      localFollow,
                      attributes,
                      folders(),
                      force,
                      safeguards.backup(),
                      oneFile(follow, checksum, attributes, safeguards)));
    }

    Writer writer() {
      return new Writer(
          dest,
          src.map(LocalFile::path).map(Path::getFileName).map(Path::toString),
          body(),
          attributes,
          safeguards,
          force,
          follow,
          folders(),
          checksum.map(sum -> sum.toLowerCase(java.util.Locale.ROOT)));
    }

    private Body body() {
      if (content.isPresent()) return new Body.Known(content.get().text(), content.get().secret());
      LocalFile file = src.get();
      if (remoteSrc) return new Body.Remote(file.written());
      return file.opened()
          .<Body>map(plain -> new Body.Known(plain, true, Optional.of(file.path())))
          .orElse(new Body.Local(file.path()));
    }
  }

  @Override
  public Probe<Writer.Found> probe(Args want) {
    Probe<Writer.Found> one =
        want.tree().map(TreeWriter::probe).orElseGet(() -> want.writer().probe());
    return want.hostTree().map(tree -> tree.probe(one)).orElse(one);
  }

  @Override
  public Plan plan(Args want, Writer.Found found) {
    if (found.tree().isEmpty()) return want.writer().plan(found);
    return want.hostTree()
        .map(tree -> tree.plan(found))
        .orElseGet(() -> want.tree().orElseThrow().plan(found));
  }
}
