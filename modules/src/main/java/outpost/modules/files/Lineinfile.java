package outpost.modules.files;

import java.util.Optional;
import java.util.function.UnaryOperator;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Shared;

/**
 * Keeps a line in a file, as Ansible's does but for three things: the file's kind of line ends, and
 * a last line without one, stay as they are; a line that is there already is not added once more
 * for {@code firstmatch}; an expression that matches every line is refused.
 */
@Doc("Keeps a line in a text file, in the place of another one if need be, or out of it.")
public final class Lineinfile implements Module<Lineinfile.Args, Lineinfile.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The file, from the root.",
              alias = {"dest", "destfile", "name"})
          String path,
      @Arg(value = "Whether the line is there; `absent` takes out all that match.", def = "present")
          State state,
      @Arg(
              value = "The line; with `backrefs` its `\\1` and `\\g<name>` are groups of `regexp`.",
              alias = {"value"})
          Optional<Content> line,
      @Arg(
              value =
                  "The Python expression for the line whose place it takes: the last one that"
                      + " matches.",
              alias = {"regex"})
          Optional<String> regexp,
      @Arg("A text in the line whose place it takes, instead of `regexp`.")
          Optional<String> searchString,
      @Arg("The expression for the line behind which a new one goes, or `EOF` or `BOF`.")
          Optional<String> insertafter,
      @Arg("The expression for the line before which a new one goes, or `BOF`.")
          Optional<String> insertbefore,
      @Arg(
              value = "Whether groups of `regexp` are put into `line`; no match is no change then.",
              def = "false")
          boolean backrefs,
      @Arg(value = "Whether the first line that matches counts, not the last.", def = "false")
          boolean firstmatch,
      @Arg(value = "Whether a file that is missing is made, with its directories.", def = "false")
          boolean create,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards) {
    public Args {
      path = Paths.plain("path", path);
      attributes.ownMode("an edited file");
      if (regexp.isPresent() && searchString.isPresent()) {
        throw new BadArg("searchString", "both `regexp` and `search_string`", "give one of them");
      }
      if (insertafter.isPresent() && insertbefore.isPresent()) {
        throw new BadArg(
            "insertbefore", "both `insertafter` and `insertbefore`", "give one of them");
      }
      if (backrefs && regexp.isEmpty()) {
        throw new BadArg("backrefs", "`backrefs` without `regexp`", "give the expression");
      }
      if (regexp.or(() -> searchString).filter(String::isEmpty).isPresent()) {
        throw new BadArg(
            regexp.isPresent() ? "regexp" : "searchString",
            "an empty text is in every line",
            "write `^` as `regexp` if every line is meant");
      }
      if (state == State.PRESENT && line.isEmpty()) {
        throw new BadArg("state", "no `line` to keep there", "give `line`, or `state: absent`");
      }
      if (line.isEmpty() && regexp.isEmpty() && searchString.isEmpty()) {
        throw new BadArg("state", "nothing says what is absent", "give `line` or `regexp`");
      }
      line = line.map(Args::oneLine);
      regexp.ifPresent(text -> PythonPattern.of("regexp", text));
      place("insertafter", insertafter);
      place("insertbefore", insertbefore);
      if (backrefs) {
        PythonTemplate.of("line", text(line), PythonPattern.of("regexp", regexp.get()));
      }
    }

    private static Content oneLine(Content line) {
      String text = line.text().revealText(); // looked at, and cut at its end
      if (!text.endsWith("\n") && text.indexOf('\n') < 0) return line;
      String cut = text.replaceFirst("\\r?\\n$", "");
      if (cut.indexOf('\n') >= 0) {
        throw new BadArg("line", "`line` is of several lines", "use the module blockinfile");
      }
      return new Content(outpost.api.Secret.of(cut), line.secret());
    }

    private static String text(Optional<Content> line) {
      return line.map(one -> one.text().revealText()).orElse(""); // into the file alone
    }

    private static Optional<PythonPattern> place(String arg, Optional<String> written) {
      return written
          .filter(text -> !text.equals("BOF") && !text.equals("EOF"))
          .map(text -> PythonPattern.of(arg, text));
    }

    FileEdit edit() {
      return FileEdit.of("path", path).with(attributes, safeguards).folders(create);
    }

    boolean hidden() {
      return line.filter(Content::secret).isPresent();
    }

    /** Returns the edit as a file of an encoding needs it. */
    LineEdit lines(Encoding encoding) {
      Optional<PythonPattern> expression =
          regexp.map(text -> PythonPattern.of("regexp", text).in(encoding));
      String wanted = encoding.argument(text(line));
      return new LineEdit(
          line.map(one -> wanted),
          expression,
          searchString.map(encoding::argument),
          place("insertafter", insertafter).map(one -> one.in(encoding)),
          place("insertbefore", insertbefore).map(one -> one.in(encoding)),
          insertafter.or(() -> insertbefore).filter("BOF"::equals).isPresent(),
          backrefs
              ? expression.map(one -> PythonTemplate.of("line", wanted, one))
              : Optional.empty(),
          firstmatch);
    }
  }

  /** Whether the line is there. */
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
    boolean absent = want.state() == State.ABSENT;
    if (absent && !file.exists()) {
      return plan.origin("msg", "file not present").origin("found", 0).origin("backup", "").build();
    }
    edit.obstacleOrMissing(file, plan);
    Encoding encoding = file.encoding();
    LineEdit lines = want.lines(encoding);
    UnaryOperator<String> rule = text -> (absent ? lines.out(text) : lines.in(text)).text();
    LineEdit.Made made = absent ? lines.out(file.text()) : lines.in(file.text());
    Reworking work = new Reworking(edit, file, rule);
    if (work.after().isPresent()) {
      Revision revision =
          Revision.of(encoding.bytes(made.text()))
              .told("line", encoding.shown(made.from()), encoding.shown(made.to()))
              .hidden(want.hidden());
      work.plan(revision, plan);
    } else {
      edit.keep(file, plan);
    }
    if (absent) plan.origin("found", made.count());
    plan.origin("backup", plan.build().results().getOrDefault("backup_file", ""));
    return plan.origin("msg", made.message()).build();
  }
}
