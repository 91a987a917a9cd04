package outpost.modules.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Shared;

/**
 * Keeps options of an INI file, as community.general's ini_file does. Comments, the order of lines
 * and the kind of line ends stay; an option that is commented out takes its line when it is set,
 * unless {@code modify_inactive_option} says no.
 */
@Doc("Keeps sections and options of an INI file, with all else in it as it is.")
public final class IniFile implements Module<IniFile.Args, IniFile.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The file, from the root.",
              alias = {"dest"})
          String path,
      @Arg("The section; without, options before the first one.") Optional<String> section,
      @Arg("The option; without, the whole section.") Optional<String> option,
      @Arg("The option's value.") Optional<Content> value,
      @Arg(value = "The option's values, each on a line of its own.", def = "[]")
          List<Content> values,
      @Arg(value = "Whether it is there.", def = "present") State state,
      @Arg(
              value =
                  "Whether other values of the option are taken out; without, values are added or"
                      + " taken out one by one.",
              def = "true")
          boolean exclusive,
      @Arg(value = "Whether no blanks stand around the equals sign.", def = "false")
          boolean noExtraSpaces,
      @Arg(value = "Whether a line that differs in blanks alone is right.", def = "false")
          boolean ignoreSpaces,
      @Arg(value = "Whether an option may stand there without a value.", def = "false")
          boolean allowNoValue,
      @Arg(value = "Whether an option that is commented out takes its line.", def = "true")
          boolean modifyInactiveOption,
      @Arg(value = "Whether a file that is missing is made, with its directories.", def = "true")
          boolean create,
      @Arg(value = "Whether a link is followed; it is replaced otherwise.", def = "false")
          boolean follow,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards) {
    public Args {
      path = Paths.plain("path", path);
      attributes.ownMode("an edited file");
      if (value.isPresent() && !values.isEmpty()) {
        throw new BadArg("values", "both `value` and `values`", "give one of them");
      }
      if (value.map(List::of).orElse(values).stream().anyMatch(IniFile::isLong)) {
        throw new BadArg("value", "a value of several lines", "write it on one line");
      }
      boolean valued = value.isPresent() || !values.isEmpty();
      if (option.isEmpty() && valued) {
        throw new BadArg("value", "a value of no option", "name the `option`");
      }
      if (state == State.PRESENT && option.isPresent() && !valued && !allowNoValue) {
        throw new BadArg(
            "option",
            "`" + option.get() + "` has no value",
            "give `value`, or `allow_no_value: true`");
      }
      if (section.isEmpty() && option.isEmpty()) {
        throw new BadArg("path", "neither `section` nor `option`", "name what is to be there");
      }
      if (section.or(() -> option).filter(text -> text.contains("\n")).isPresent()) {
        throw new BadArg("section", "a name of several lines", "write it on one line");
      }
    }

    FileEdit edit() {
      return FileEdit.of("path", path).with(attributes, safeguards).follow(follow).folders(create);
    }

    List<Content> all() {
      return value.map(List::of).orElse(values);
    }

    IniEdit rule(Encoding encoding) {
      List<String> wanted = new ArrayList<>();
      for (Content one : all()) {
        String text = encoding.argument(one.text().revealText()); // into the file alone
        if (!wanted.contains(text)) wanted.add(text);
      }
      return new IniEdit(
          section.map(encoding::argument),
          option.map(encoding::argument),
          wanted,
          state == State.PRESENT,
          exclusive,
          noExtraSpaces ? "=" : " = ",
          ignoreSpaces,
          modifyInactiveOption);
    }
  }

  private static boolean isLong(Content value) {
    return value.text().revealText().contains("\n"); // looked at alone
  }

  /** Whether it is there. */
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
    Plan.Builder plan = Plan.builder().result("path", want.path());
    Target file = found.file();
    file.inode().ifPresent(one -> one.tell(plan));
    FileEdit edit = want.edit();
    boolean absent = want.state() == State.ABSENT;
    if (absent && !file.exists()) return plan.origin("msg", "OK").build();
    edit.obstacleOrMissing(file, plan);
    Encoding encoding = file.encoding();
    IniEdit rule = want.rule(encoding);
    IniEdit.Made made = rule.apply(file.text());
    if (file.exists() && made.text().equals(file.text())) {
      edit.keep(file, plan);
      return plan.origin("msg", "OK").build();
    }
    Revision revision =
        Revision.of(encoding.bytes(made.text()))
            .told(
                encoding.shown(made.what()), encoding.shown(made.from()), encoding.shown(made.to()))
            .hidden(want.all().stream().anyMatch(Content::secret));
    new Reworking(edit, file, text -> rule.apply(text).text()).plan(revision, plan);
    return plan.origin("msg", made.message()).build();
  }
}
