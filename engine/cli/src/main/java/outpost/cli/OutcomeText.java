package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import outpost.api.Change;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;

/**
 * Draws what became of a task on one host. Secrets are masked before a text is cut into lines, as a
 * secret may have several.
 */
final class OutcomeText {
  /** Longer or binary texts are not compared before the user's eyes. */
  private static final int LONGEST_DIFF = 200_000;

  /** Of a failed command's output the end is what matters. */
  private static final int OUTPUT_LINES = 20;

  private final Screen screen;
  private final Masker masker;
  private final int verbosity;

  OutcomeText(Screen screen, Masker masker, int verbosity) {
    this.screen = screen;
    this.masker = masker;
    this.verbosity = verbosity;
  }

  /** Returns the word for a status and its colour. */
  static String word(Outcome outcome) {
    if (outcome.ignored()) return "ignored";
    return switch (outcome.status()) {
      case OK -> "ok";
      case CHANGED -> "changed";
      case WOULD_CHANGE -> "would change";
      case SKIPPED -> "skipped";
      case UNKNOWN -> "unknown";
      case FAILED -> "failed";
      case UNREACHABLE -> "unreachable";
    };
  }

  static Style style(Outcome outcome) {
    if (outcome.ignored()) return Style.MAGENTA;
    return switch (outcome.status()) {
      case OK -> Style.GREEN;
      case CHANGED, WOULD_CHANGE -> Style.YELLOW;
      case SKIPPED -> Style.CYAN;
      case UNKNOWN -> Style.MAGENTA;
      case FAILED, UNREACHABLE -> Style.BOLD_RED;
    };
  }

  /** Returns the lines under {@code changed: node1}, without indentation; often none. */
  List<String> body(TaskInfo task, Outcome outcome) {
    List<String> lines = new ArrayList<>();
    if (outcome.hidden()) return lines;
    for (Outcome.Changed change : outcome.changes()) lines.add(changed(change));
    lines.addAll(clean(outcome.message()));
    lines.addAll(notes(task, outcome));
    if (outcome.status() == Status.UNKNOWN || outcome.ignored()) {
      for (String more : outcome.details()) lines.addAll(equal(more));
      for (String hint : outcome.hints()) lines.addAll(equal(hint));
    }
    for (Change.Diff diff : outcome.diffs()) lines.addAll(diff(diff));
    if (verbosity > 0) outcome.output().ifPresent(output -> lines.addAll(output(output)));
    return lines;
  }

  /** Returns what one asked for who ran a single task: changes, notes, and all that was printed. */
  List<String> answer(TaskInfo task, Outcome outcome) {
    List<String> lines = new ArrayList<>();
    if (outcome.output().isEmpty()) {
      outcome.changes().forEach(change -> lines.add(changed(change)));
      lines.addAll(clean(outcome.message()));
    }
    lines.addAll(notes(task, outcome));
    outcome.diffs().forEach(diff -> lines.addAll(diff(diff)));
    if (outcome.output().isEmpty()) return lines;
    Outcome.Output output = outcome.output().get();
    lines.addAll(clean(output.stdout()));
    for (String line : clean(output.stderr())) lines.add(screen.paint(Style.RED, line));
    return lines;
  }

  /** What debug tells is what it is for; the notes of others are set off. */
  private List<String> notes(TaskInfo task, Outcome outcome) {
    boolean plain = task.module().equals("debug");
    List<String> lines = new ArrayList<>();
    for (String note : masker.maskLines(outcome.notes())) {
      for (String line : clean(note)) {
        String lead = lines.isEmpty() ? screen.paint(Style.CYAN, "note") + ": " : "      ";
        lines.add((plain ? "" : lead) + line);
      }
    }
    return lines;
  }

  private String changed(Outcome.Changed change) {
    return one(change.what())
        + ": "
        + one(change.from())
        + screen.paint(Style.DIM, " -> ")
        + one(change.to());
  }

  /** Returns the card of a failure: who, doing what, where, and everything known about why. */
  List<String> failure(TaskInfo task, String host, String item, Outcome outcome) {
    List<String> lines = new ArrayList<>();
    String head = screen.paint(Style.BOLD_RED, word(outcome) + ":") + " ";
    String what = named(task) + (item.isEmpty() ? "" : " · " + one(item));
    lines.add(head + screen.paint(Style.BOLD, one(host)) + " · " + what);
    lines.add(screen.paint(Style.DIM, "  --> ") + one(task.place().toString()));
    lines.addAll(why(outcome));
    return lines;
  }

  /** Returns everything known about why it failed. */
  List<String> why(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    if (outcome.hidden()) {
      lines.addAll(equal("the rest is hidden, as the task says `no_log`"));
      return lines;
    }
    List<String> message = equal(outcome.message());
    for (String line : message) lines.add(screen.paint(Style.BOLD, line));
    for (Outcome.Changed change : outcome.changes()) {
      lines.addAll(equal("changed before it failed: " + change));
    }
    for (String detail : outcome.details()) lines.addAll(equal(detail));
    lines.addAll(untold(outcome));
    for (String hint : outcome.hints()) lines.addAll(equal(hint));
    for (String note : masker.maskLines(outcome.notes())) lines.addAll(equal("note: " + note));
    for (Change.Diff diff : outcome.diffs()) {
      for (String line : diff(diff)) lines.add("   " + line);
    }
    return lines;
  }

  /** Returns the task as the user knows it: its name, and its module where that says more. */
  String named(TaskInfo task) {
    String name = one(task.title());
    return task.name().equals(task.module()) ? name : name + " (" + one(task.module()) + ")";
  }

  /** Returns how a host's name is shown where a task ran elsewhere for it. */
  static String host(Event.TaskEnded event) {
    return event
        .delegate()
        .filter(on -> !on.equals(event.host()))
        .map(on -> event.host() + " (on " + on + ")")
        .orElse(event.host());
  }

  private List<String> equal(String text) {
    List<String> lines = clean(text);
    List<String> out = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) out.add((i == 0 ? "   = " : "     ") + lines.get(i));
    return out;
  }

  private List<String> output(Outcome.Output output) {
    List<String> lines = new ArrayList<>();
    lines.add(screen.paint(Style.DIM, "exit " + output.rc()));
    for (String line : clean(output.stdout())) lines.add(bar() + line);
    for (String line : clean(output.stderr())) lines.add(bar() + line);
    return lines;
  }

  /** Returns what a failed command printed, as far as message and details have not told it. */
  private List<String> untold(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    if (outcome.output().isEmpty()) return lines;
    Outcome.Output output = outcome.output().get();
    String told = squeezed(outcome.message() + " " + String.join(" ", outcome.details()));
    for (String text : List.of(output.stderr(), output.stdout())) {
      if (told.contains(squeezed(text))) continue;
      List<String> all = clean(text);
      int first = verbosity > 0 ? 0 : Math.max(0, all.size() - OUTPUT_LINES);
      if (first > 0) lines.add("   " + bar() + "(" + first + " lines before, -v shows them)");
      for (String line : all.subList(first, all.size())) lines.add("   " + bar() + line);
    }
    return lines;
  }

  private static String squeezed(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private String bar() {
    return screen.paint(Style.DIM, "|") + " ";
  }

  private List<String> diff(Change.Diff diff) {
    String name = one(diff.name());
    if (diff.hidden()) return List.of(screen.paint(Style.DIM, name + ": its text is not shown"));
    if (tooMuch(diff.before()) || tooMuch(diff.after())) {
      return List.of(screen.paint(Style.DIM, name + ": too long or not text, not compared here"));
    }
    List<String> compared =
        UnifiedDiff.lines(masker.mask(diff.before()), masker.mask(diff.after()));
    if (compared.isEmpty()) return List.of();
    List<String> lines = new ArrayList<>();
    lines.add(screen.paint(Style.BOLD, "--- " + name + " (before)"));
    lines.add(screen.paint(Style.BOLD, "+++ " + name + " (after)"));
    for (String line : compared) lines.add(coloured(Text.clean(line)));
    return lines;
  }

  private String coloured(String line) {
    return switch (line.charAt(0)) {
      case '+' -> screen.paint(Style.GREEN, line);
      case '-' -> screen.paint(Style.RED, line);
      case '@' -> screen.paint(Style.CYAN, line);
      default -> line;
    };
  }

  private static boolean tooMuch(String text) {
    return text.length() > LONGEST_DIFF || text.indexOf('\0') >= 0;
  }

  private List<String> clean(String text) {
    return Text.lines(masker.mask(text));
  }

  private String one(String text) {
    return Text.line(masker.mask(text));
  }
}
