package outpost.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Outcome;
import outpost.core.event.Recap;

/**
 * Tells people of one task on many hosts: when all are done, hosts that answered alike are told of
 * together, and failures last, where they are seen.
 */
final class ExecReporter extends SingleTaskReporter {
  /** What every result says, and what is told otherwise. */
  private static final Set<String> KNOWN =
      Set.of("changed", "failed", "skipped", "unreachable", "msg", "diff", "cmd");

  private final OutcomeText text;
  private final Masker masker;
  private final int verbosity;
  private final Set<String> order = new LinkedHashSet<>();
  private final Map<Answer, Set<String>> answers = new LinkedHashMap<>();

  ExecReporter(Screen screen, OutcomeText text, Masker masker, InstantSource clock, int verbosity) {
    super(screen, clock);
    this.text = text;
    this.masker = masker;
    this.verbosity = verbosity;
  }

  /** What several hosts may have answered alike. */
  private record Answer(boolean bad, String word, Style style, List<String> lines) {}

  @Override
  public void runStarted(Event.RunStarted event) {
    if (event.check()) screen.line(screen.paint(Style.YELLOW, "check mode: nothing is changed"));
  }

  @Override
  public void taskStarted(Event.TaskStarted event) {
    super.taskStarted(event);
    order.addAll(event.hosts());
  }

  @Override
  public void waiting(Event.Waiting event) {
    var wait = new TaskProgress.Wait(event.what(), clock.instant().minus(event.since()));
    open.forEach(task -> task.waits(event.host(), wait));
  }

  @Override
  public void taskEnded(Event.TaskEnded event) {
    open.forEach(task -> task.done(event.host()));
    Outcome outcome = event.outcome();
    String exit =
        outcome.hidden() ? "" : outcome.output().map(output -> " · exit " + output.rc()).orElse("");
    Answer answer =
        new Answer(
            outcome.isFatal(),
            OutcomeText.word(outcome) + ":",
            OutcomeText.style(outcome),
            lines(event, exit));
    answers.computeIfAbsent(answer, a -> new HashSet<>()).add(event.host());
  }

  /** The first line stands behind the names of the hosts. */
  private List<String> lines(Event.TaskEnded event, String exit) {
    Outcome outcome = event.outcome();
    List<String> lines = new ArrayList<>();
    lines.add(exit);
    if (outcome.hidden() || outcome.isFatal() && outcome.output().isEmpty()) {
      if (outcome.isFatal()) lines.addAll(text.why(outcome));
      return lines;
    }
    List<String> told = text.answer(event.task(), outcome);
    if (told.isEmpty() && outcome.output().isEmpty() || verbosity > 0) result(outcome, lines);
    told.forEach(line -> lines.add("  " + line));
    if (outcome.isFatal()) outcome.hints().forEach(hint -> lines.add("   = " + Text.line(hint)));
    return lines;
  }

  private void result(Outcome outcome, List<String> lines) {
    if (outcome.output().isPresent()) return;
    outcome
        .result()
        .forEach(
            (key, value) -> {
              if (KNOWN.contains(key)) return;
              String shown =
                  value instanceof String plain
                      ? Text.line(masker.mask(plain))
                      : Json.of(new Json.Foreign(value), masker);
              lines.add("  " + key + ": " + shown);
            });
  }

  @Override
  public void aborted(Event.Aborted event) {
    if (event.hosts().isEmpty()) return;
    Answer stopped =
        new Answer(true, "stopped:", Style.BOLD_RED, List.of(" · " + Text.line(event.reason())));
    answers.computeIfAbsent(stopped, a -> new HashSet<>()).addAll(event.hosts());
    order.addAll(event.hosts());
  }

  @Override
  public void warned(Event.Warned event) {
    screen.line(screen.paint(Style.YELLOW, "warning:") + " " + Text.line(event.message()));
  }

  @Override
  public void runEnded(Event.RunEnded event) {
    open.clear();
    screen.live("");
    sorted().forEach(answer -> tell(answer.getKey(), answer.getValue()));
    screen.line(screen.paint(Style.DIM, verdict(event.recap())));
  }

  private List<Map.Entry<Answer, Set<String>>> sorted() {
    List<String> hosts = List.copyOf(order);
    return answers.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Answer, Set<String>>, Boolean>comparing(e -> e.getKey().bad())
                .thenComparing(e -> e.getValue().stream().mapToInt(hosts::indexOf).min().orElse(0)))
        .toList();
  }

  private void tell(Answer answer, Set<String> hosts) {
    List<String> inOrder = order.stream().filter(hosts::contains).map(Text::line).toList();
    String names = verbosity > 0 ? String.join(", ", inOrder) : Text.names(inOrder);
    String head = screen.paint(answer.style(), answer.word()) + " ";
    screen.line(head + screen.paint(Style.BOLD, names) + answer.lines().get(0));
    answer.lines().stream().skip(1).forEach(screen::line);
  }

  private String verdict(Recap recap) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    sorted()
        .forEach(
            answer ->
                counts.merge(
                    answer.getKey().word().replace(":", ""),
                    answer.getValue().size(),
                    Integer::sum));
    return Text.count(recap.hosts().size(), "host")
        + ": "
        + counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "))
        + " · "
        + Text.time(recap.took());
  }
}
