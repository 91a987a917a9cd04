package outpost.core.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Change;

/**
 * What became of a task on a host, or of one item of its loop.
 *
 * @param status how it ended
 * @param message the one sentence that says why; empty where the status says it all
 * @param hints ways out, for a failure
 * @param changes what differed, in order
 * @param diffs texts before and after; empty unless diffs are asked for
 * @param notes sentences of the module for the user
 * @param output what an action printed, for a failure or at higher verbosity
 * @param details what was under way when it failed: {@code while making …}, {@code ran …}
 * @param ignored whether the failure does not count
 * @param result what {@code register} got
 * @param hidden whether {@code no_log} asks that nothing but the status is shown
 * @param took how long it took
 */
public record Outcome(
    Status status,
    String message,
    List<String> hints,
    List<Changed> changes,
    List<Change.Diff> diffs,
    List<String> notes,
    Optional<Output> output,
    List<String> details,
    boolean ignored,
    Map<String, Object> result,
    boolean hidden,
    Duration took) {

  /** One difference: {@code mode: 0644 -> 0600}. */
  public record Changed(String what, String from, String to) {
    @Override
    public String toString() {
      return what + ": " + from + " -> " + to;
    }
  }

  /** What an action printed. */
  public record Output(int rc, String stdout, String stderr) {}

  public Outcome {
    hints = List.copyOf(hints);
    changes = List.copyOf(changes);
    diffs = List.copyOf(diffs);
    notes = List.copyOf(notes);
    details = List.copyOf(details);
  }

  public static Outcome of(Status status, String message) {
    return new Outcome(
        status,
        message,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        false,
        Map.of(),
        false,
        Duration.ZERO);
  }

  /** Whether it stops the host: failed or unreachable, and not ignored. */
  public boolean isFatal() {
    return !ignored && (status == Status.FAILED || status == Status.UNREACHABLE);
  }

  /** Returns it with another status and message. */
  public Outcome with(Status status, String message) {
    return new Outcome(
        status, message, hints, changes, diffs, notes, output, details, ignored, result, hidden,
        took);
  }

  /** Returns it with ways out. */
  public Outcome withHints(List<String> hints) {
    return new Outcome(
        status, message, hints, changes, diffs, notes, output, details, ignored, result, hidden,
        took);
  }

  /** Returns it with what was under way. */
  public Outcome withDetails(List<String> details) {
    return new Outcome(
        status, message, hints, changes, diffs, notes, output, details, ignored, result, hidden,
        took);
  }

  /** Returns it with sentences for the user. */
  public Outcome withNotes(List<String> notes) {
    return new Outcome(
        status, message, hints, changes, diffs, notes, output, details, ignored, result, hidden,
        took);
  }

  /** Returns it with what an action printed. */
  public Outcome withOutput(Output output) {
    return new Outcome(
        status,
        message,
        hints,
        changes,
        diffs,
        notes,
        Optional.of(output),
        details,
        ignored,
        result,
        hidden,
        took);
  }

  /** Returns it with another result to register. */
  public Outcome withResult(Map<String, Object> result) {
    return new Outcome(
        status, message, hints, changes, diffs, notes, output, details, ignored, result, hidden,
        took);
  }

  /** Returns it as its task's keywords and the clock have it in the end. */
  public Outcome ended(boolean ignored, boolean hidden, Duration took) {
    return new Outcome(
        status, message, hints, changes, diffs, notes, output, details, ignored, result, hidden,
        took);
  }
}
