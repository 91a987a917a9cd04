package outpost.modules.files;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Secret;
import outpost.api.Shared;

/**
 * Keeps a block of lines between two markers, as Ansible's does; its default marker is Ansible's,
 * so that blocks are found which that has written. In a file whose lines end with CRLF so do the
 * block's.
 */
@Doc("Keeps a block of lines in a text file, between two lines that mark it.")
public final class Blockinfile implements Module<Blockinfile.Args, Blockinfile.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The file, from the root.",
              alias = {"dest", "destfile", "name"})
          String path,
      @Arg(value = "Whether the block is there.", def = "present") State state,
      @Arg(
              value = "The lines between the markers; without any the block is taken out.",
              alias = {"content"})
          Optional<Content> block,
      @Arg(
              value = "The lines around the block, where `{mark}` stands for begin and end.",
              def = "# {mark} ANSIBLE MANAGED BLOCK")
          String marker,
      @Arg(value = "What `{mark}` is in the line before the block.", def = "BEGIN")
          String markerBegin,
      @Arg(value = "What `{mark}` is in the line behind the block.", def = "END") String markerEnd,
      @Arg("The expression for the last line behind which a new block goes, or `EOF`.")
          Optional<String> insertafter,
      @Arg("The expression for the last line before which a new block goes, or `BOF`.")
          Optional<String> insertbefore,
      @Arg(value = "Whether a file that is missing is made, with its directories.", def = "false")
          boolean create,
      @Arg(value = "Whether an empty line is kept behind the block.", def = "false")
          boolean appendNewline,
      @Arg(value = "Whether an empty line is kept before the block.", def = "false")
          boolean prependNewline,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards) {
    public Args {
      path = Paths.plain("path", path);
      attributes.ownMode("an edited file");
      if (!marker.contains("{mark}") || marker.contains("\n")) {
        throw new BadArg(
            "marker",
            "`" + marker.strip() + "` is no line with {mark} in it",
            "without, the block could not be found again");
      }
      if (markerBegin.equals(markerEnd) || (markerBegin + markerEnd).contains("\n")) {
        throw new BadArg(
            "markerEnd", "begin and end are not told apart", "give them two words of their own");
      }
      if (insertafter.isPresent() && insertbefore.isPresent()) {
        throw new BadArg(
            "insertbefore", "both `insertafter` and `insertbefore`", "give one of them");
      }
      insertafter.ifPresent(text -> PythonPattern.of("insertafter", text));
      insertbefore.ifPresent(text -> PythonPattern.of("insertbefore", text));
    }

    FileEdit edit() {
      return FileEdit.of("path", path).with(attributes, safeguards).folders(create);
    }

    BlockEdit rule(Encoding encoding) {
      String text =
          state == State.ABSENT
              ? ""
              : block.map(Content::text).map(Secret::revealText).orElse(""); // into the file alone
      return new BlockEdit(
          encoding.argument(text),
          encoding.argument(marker.replace("{mark}", markerBegin)),
          encoding.argument(marker.replace("{mark}", markerEnd)),
          place("insertafter", insertafter, "EOF", encoding),
          place("insertbefore", insertbefore, "BOF", encoding),
          insertbefore.filter("BOF"::equals).isPresent(),
          appendNewline && state == State.PRESENT,
          prependNewline && state == State.PRESENT);
    }

    private static Optional<PythonPattern> place(
        String arg, Optional<String> written, String end, Encoding encoding) {
      return written
          .filter(text -> !text.equals(end))
          .map(text -> PythonPattern.of(arg, text).in(encoding));
    }
  }

  /** Whether the block is there. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** What is on the host. */
  public record Found(Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return want.edit().probe(Found.class, "file");
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    Target file = found.file();
    FileEdit edit = want.edit();
    if (want.state() == State.ABSENT && !file.exists()) {
      return plan.origin("msg", "File " + want.path() + " not present").build();
    }
    edit.obstacleOrMissing(file, plan);
    BlockEdit rule = want.rule(file.encoding());
    Reworking work = new Reworking(edit, file, rule::apply);
    if (work.after().isEmpty()) {
      edit.keep(file, plan);
      return plan.origin("msg", "").build();
    }
    String message =
        !file.exists() ? "File created" : rule.isEmpty() ? "Block removed" : "Block inserted";
    Revision revision =
        Revision.of(file.encoding().bytes(work.after().get()))
            .told("block", rule.isIn(file.text()) ? "another" : "absent", rule.told())
            .hidden(want.block().filter(Content::secret).isPresent());
    work.plan(revision, plan);
    return plan.origin("msg", message).build();
  }
}
