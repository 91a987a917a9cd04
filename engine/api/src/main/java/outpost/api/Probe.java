package outpost.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A read-only question, and the record that its answers fill.
 *
 * <p>Its script prints {@code key=value} lines (see {@link Script} for {@code emit} and {@code
 * blob}). A key names a component: {@code LoadState}, {@code load_state} and {@code loadState} are
 * the same; {@code zone.ports} goes into a nested record. Components may be text, {@code boolean}
 * (yes, true, 1, on), numbers, enums, {@code Optional} (absent or empty text is empty), {@code
 * List} or {@code Set} of text (split at blanks; repeated keys add up), {@code byte[]} (a blob), a
 * record, or a {@code Map<String, …>} (the next part of the key is the map's key). A component of
 * another type that gets no answer fails the task: a probe answers all it is asked.
 *
 * <p>A probe may have parts read elsewhere: {@link #on} another host, or by the control node
 * itself, {@link #here}. Their answers go below a key of their own.
 */
public final class Probe<S extends Record> {

  /** A part read on another host; it runs as the task's user there. */
  public record Elsewhere(String host, String key, Script script) {}

  /** A part read by the control node. */
  public record Local(String key, Reading reading) {}

  /**
   * When a question is asked that is there to wait for something.
   *
   * @param delay how long nothing is asked at first; a check does not wait
   * @param pause how long it is until it is asked again
   */
  public record Pace(Duration delay, Duration pause) {}

  private final Class<S> state;
  private final Optional<Script> script;
  private final List<Elsewhere> elsewhere;
  private final List<Local> local;
  private final Optional<Pace> pace;

  private Probe(
      Class<S> state,
      Optional<Script> script,
      List<Elsewhere> elsewhere,
      List<Local> local,
      Optional<Pace> pace) {
    this.state = state;
    this.script = script;
    this.pace = pace;
    this.elsewhere = List.copyOf(elsewhere);
    this.local = List.copyOf(local);
  }

  public static <S extends Record> Probe<S> of(Class<S> state, Script script) {
    return new Probe<>(state, Optional.of(script), List.of(), List.of(), Optional.empty());
  }

  /** A probe that asks nothing of the task's own host. */
  public static <S extends Record> Probe<S> of(Class<S> state) {
    return new Probe<>(state, Optional.empty(), List.of(), List.of(), Optional.empty());
  }

  /**
   * Adds a question to another host of the inventory; its answers go below {@code key}. A host that
   * cannot be asked answers {@code KEY.unreachable=REASON} alone, and the record must say what that
   * means (an {@code Optional<String> unreachable} beside Optional or defaulted components).
   */
  public Probe<S> on(String host, String key, Script question) {
    List<Elsewhere> more = new ArrayList<>(elsewhere);
    more.add(new Elsewhere(host, key, question));
    return new Probe<>(state, script, more, local, pace);
  }

  /**
   * Adds a reading of the control node; its answers go below {@code key}. Readings are taken after
   * every script of the probe has answered.
   */
  public Probe<S> here(String key, Reading reading) {
    List<Local> more = new ArrayList<>(local);
    more.add(new Local(key, reading));
    return new Probe<>(state, script, elsewhere, more, pace);
  }

  /**
   * Returns this probe, told that users want to see differences: {@code $OUTPOST_DIFF} is set then,
   * and only then need texts be sent back that serve no other end.
   */
  public Probe<S> showing() {
    Optional<Script> told = script.map(one -> Script.raw("OUTPOST_DIFF=yes").then(one));
    return new Probe<>(state, told, elsewhere, local, pace);
  }

  /** Returns this probe, asked at a pace of its own; `register` gets `elapsed` then. */
  public Probe<S> paced(Duration delay, Duration pause) {
    return new Probe<>(state, script, elsewhere, local, Optional.of(new Pace(delay, pause)));
  }

  public Class<S> state() {
    return state;
  }

  public Optional<Script> script() {
    return script;
  }

  public List<Elsewhere> elsewhere() {
    return elsewhere;
  }

  public List<Local> local() {
    return local;
  }

  public Optional<Pace> pace() {
    return pace;
  }
}
