package outpost.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Outcome;

/** Tells people of one task on many hosts: a line for each host, as soon as it is done. */
final class OneLineReporter extends SingleTaskReporter {
  private final Masker masker;

  OneLineReporter(Screen screen, Masker masker, InstantSource clock) {
    super(screen, clock);
    this.masker = masker;
  }

  @Override
  public void taskEnded(Event.TaskEnded event) {
    open.forEach(task -> task.done(event.host()));
    Outcome outcome = event.outcome();
    List<String> parts = new ArrayList<>();
    parts.add(Text.line(event.host()));
    parts.add(screen.paint(OutcomeText.style(outcome), OutcomeText.word(outcome)));
    if (!outcome.hidden()) parts.addAll(told(outcome));
    screen.line(String.join(" | ", parts));
  }

  private List<String> told(Outcome outcome) {
    List<String> parts = new ArrayList<>();
    outcome.output().ifPresent(output -> parts.add("exit " + output.rc()));
    if (outcome.output().isEmpty() || outcome.isFatal()) add(parts, outcome.message());
    outcome.changes().forEach(change -> add(parts, change.toString()));
    masker.maskLines(outcome.notes()).forEach(note -> add(parts, note));
    outcome.output().ifPresent(output -> add(parts, output.stdout()));
    outcome.output().ifPresent(output -> add(parts, output.stderr()));
    return parts;
  }

  private void add(List<String> parts, String text) {
    String line = Text.line(masker.mask(text));
    if (!line.isEmpty()) parts.add(line);
  }

  @Override
  public void aborted(Event.Aborted event) {
    event.hosts().forEach(host -> screen.line(Text.line(host) + " | stopped | " + event.reason()));
  }

  @Override
  public void runEnded(Event.RunEnded event) {
    open.clear();
    screen.live("");
  }
}
