package outpost.modules.files;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Rendered;
import outpost.api.Shared;

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
      @Shared Attributes attributes,
      @Shared Safeguards safeguards,
      @Arg(
              value =
                  "Whether a file with another content is replaced; without, only mode and owner"
                      + " are held to.",
              def = "true")
          boolean force,
      @Arg(value = "Whether a link at `dest` is followed; it is replaced otherwise.", def = "false")
          boolean follow) {
    public Args {
      dest = Paths.absolute("dest", dest);
      attributes.ownMode("a rendered file");
    }

    Writer writer() {
      String name = src.written().substring(src.written().lastIndexOf('/') + 1);
      return new Writer(
          dest,
          Optional.of(name.replaceFirst("\\.ftl$", "")),
          new Body.Known(src.text(), src.secret()),
          attributes,
          safeguards,
          force,
          follow,
          Optional.empty(),
          Optional.empty());
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
