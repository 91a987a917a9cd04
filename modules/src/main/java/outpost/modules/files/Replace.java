package outpost.modules.files;

import java.util.Optional;
import java.util.regex.Matcher;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Shared;

/**
 * Replaces all that an expression matches, as Ansible's does. Expressions are Python's; those that
 * Java cannot say are refused. A file that is not UTF-8 is read byte by byte, so that there is no
 * {@code encoding} to name.
 */
@Doc("Replaces every text in a file that an expression matches, over several lines if need be.")
public final class Replace implements Module<Replace.Args, Replace.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The file, from the root.",
              alias = {"dest", "destfile", "name"})
          String path,
      @Arg("The Python expression; `^` and `$` are the ends of each line.") String regexp,
      @Arg(
              value =
                  "What takes its place, with `\\1` and `\\g<name>` for groups; nothing without.",
              def = "\"\"")
          Content replace,
      @Arg("The expression behind whose first match alone it is looked for.")
          Optional<String> after,
      @Arg("The expression before whose match alone it is looked for.") Optional<String> before,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards) {
    public Args {
      path = Paths.plain("path", path);
      attributes.ownMode("an edited file");
      after.ifPresent(text -> PythonPattern.ofAll("after", text));
      before.ifPresent(text -> PythonPattern.ofAll("before", text));
      PythonTemplate.of("replace", text(replace), PythonPattern.ofLines("regexp", regexp));
      if (regexp.isEmpty()) {
        throw new BadArg("regexp", "an empty text is everywhere", "write what is to be replaced");
      }
    }

    private static String text(Content replace) {
      return replace.text().revealText(); // into the file alone
    }

    FileEdit edit() {
      return FileEdit.of("path", path).with(attributes, safeguards);
    }

    /** Returns the part of the file in which to replace, if there is one. */
    private Optional<Part> part(Encoding encoding, String text) {
      if (after.isEmpty() && before.isEmpty()) return Optional.of(new Part(0, text.length()));
      String part = after.isPresent() && before.isPresent() ? "(.*?)" : "(.*)";
      PythonPattern around =
          PythonPattern.ofAll(
                  "after",
                  after.map(one -> "(?:" + one + ")").orElse("")
                      + "(?P<outpost_part>"
                      + part.substring(1)
                      + before.map(one -> "(?:" + one + ")").orElse(""))
              .in(encoding);
      Matcher match = around.matcher(text);
      int group = around.group("outpost_part");
      return match.find()
          ? Optional.of(new Part(match.start(group), match.end(group)))
          : Optional.empty();
    }

    Optional<Made> on(Encoding encoding, String text) {
      Optional<Part> part = part(encoding, text);
      if (part.isEmpty()) return Optional.empty();
      PythonPattern pattern = PythonPattern.ofLines("regexp", regexp).in(encoding);
      PythonTemplate template =
          PythonTemplate.of("replace", encoding.argument(text(replace)), pattern);
      Matcher match = pattern.matcher(text.substring(part.get().from(), part.get().to()));
      StringBuilder made = new StringBuilder(text.substring(0, part.get().from()));
      int count = 0;
      while (match.find()) {
        match.appendReplacement(made, Matcher.quoteReplacement(template.expand(match)));
        count++;
      }
      match.appendTail(made);
      return Optional.of(new Made(made.append(text.substring(part.get().to())).toString(), count));
    }
  }

  private record Part(int from, int to) {}

  private record Made(String text, int count) {
    String told() {
      return count == 1 ? "1 match of " : count + " matches of ";
    }
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
    if (!edit.obstacle(file, plan) && !file.exists()) {
      plan.block("no file `" + want.path() + "` on this host", "make it first");
    }
    Encoding encoding = file.encoding();
    Optional<Made> made = want.on(encoding, file.text());
    Reworking work =
        new Reworking(edit, file, text -> want.on(encoding, text).map(Made::text).orElse(text));
    if (made.isEmpty()) {
      plan.note("`after` and `before` match nothing in `" + want.path() + "`");
      edit.keep(file, plan);
      return plan.origin("msg", "Pattern for before/after params did not match the given file")
          .build();
    }
    boolean changes = file.exists() && work.after().isPresent();
    if (changes) {
      Revision revision =
          Revision.of(encoding.bytes(made.get().text()))
              .told("text", made.get().told() + want.regexp(), "replaced")
              .hidden(want.replace().secret());
      work.plan(revision, plan);
    } else {
      edit.keep(file, plan);
    }
    return plan.origin("msg", changes ? made.get().count() + " replacements made" : "").build();
  }
}
