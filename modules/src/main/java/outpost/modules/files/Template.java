package outpost.modules.files;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Rendered;

/** Brings a file of a host to hold what a template comes to for it. */
@Doc("Renders a FreeMarker template for a host, and copies it there as the module copy does.")
public final class Template implements Module<Template.Args, Writer.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The template, found in `templates/` or beside the playbook.") Rendered src,
      @Arg(
              value =
                  "Where to, from the root; in a directory that is there, or behind a slash at the"
                      + " end, the file has the template's name without `.ftl`.",
              alias = {"path"})
          String dest,
      @Arg("The permissions, octal or symbolic.") Optional<String> mode,
      @Arg("The user it belongs to, by name or number.") Optional<String> owner,
      @Arg("The group it belongs to, by name or number.") Optional<String> group,
      @Arg(value = "Whether the file that was there is kept under another name.", def = "false")
          boolean backup,
      @Arg(
              value =
                  "Whether a file with another content is replaced; without, only mode and owner"
                      + " are held to.",
              def = "true")
          boolean force,
      @Arg("A command that must succeed on the new file, which is `%s`, before it takes its place.")
          Optional<String> validate,
      @Arg(value = "Whether a link at `dest` is followed; it is replaced otherwise.", def = "false")
          boolean follow) {
    public Args {
      dest = Paths.absolute("dest", dest);
      if (mode.filter("preserve"::equals).isPresent()) {
        throw new BadArg("mode", "a rendered file has no mode to preserve", "write it as 0644");
      }
      Attributes.of(mode, owner, group);
      Writer.command(validate);
    }

    Writer writer() {
      String name = src.written().substring(src.written().lastIndexOf('/') + 1);
      return new Writer(
          dest,
          Optional.of(name.replaceFirst("\\.ftl$", "")),
          new Body.Known(src.text(), src.secret()),
          Attributes.of(mode, owner, group),
          false,
          force,
          follow,
          backup,
          Writer.command(validate));
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
