package outpost.modules.files;

import java.nio.file.Files;
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

/** Brings a file of a host to hold what a file of the control node holds, or a given text. */
@Doc("Copies a file or a text to a host, in one step that nobody sees half done.")
public final class Copy implements Module<Copy.Args, Writer.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "The file to copy, found in `files/` or beside the playbook; with `remote_src` one"
                      + " of the host.",
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
      @Arg(value = "Whether `src` is a file of the host.", def = "false") boolean remoteSrc,
      @Arg(
              value =
                  "Whether a `src` that a vault has encrypted is decrypted on the way; its text is a"
                      + " secret then.",
              def = "true")
          boolean decrypt,
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
      if (src.isPresent() && !remoteSrc && Files.isDirectory(src.get().path())) {
        throw new BadArg(
            "src",
            "`" + src.get().written() + "` is a directory",
            "copy its files in a loop; whole directories are not supported");
      }
    }

    Writer writer() {
      return new Writer(
          dest,
          src.map(file -> file.path().getFileName().toString()),
          body(),
          attributes,
          safeguards,
          force,
          follow);
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
    return want.writer().probe();
  }

  @Override
  public Plan plan(Args want, Writer.Found found) {
    return want.writer().plan(found);
  }
}
