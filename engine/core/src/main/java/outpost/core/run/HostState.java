package outpost.core.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import outpost.core.program.Step;

/**
 * What a run knows of one host. Written by the host's own task or between tasks; read by all, so
 * every access is guarded by this.
 */
final class HostState {
  private final String name;
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final Map<String, Object> live = new LinkedHashMap<>();
  private final Set<Step> notified = new LinkedHashSet<>();
  private boolean gone;
  private boolean gathered;
  private boolean wouldChange;

  /** Counts round trips to the host. */
  final AtomicInteger trips = new AtomicInteger();

  HostState(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Gives it a variable for the rest of the run: a registered result, or a fact that was set. */
  synchronized void set(String variable, Object value) {
    live.put(variable, value);
  }

  /** Returns the variables that were set, as they are now. */
  synchronized Map<String, Object> live() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(live));
  }

  synchronized Object get(String variable) {
    return live.get(variable);
  }

  synchronized void facts(Map<String, Object> found) {
    facts.putAll(found);
    gathered = true;
  }

  synchronized Map<String, Object> facts() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  synchronized boolean gathered() {
    return gathered;
  }

  synchronized void notify(Step handler) {
    notified.add(handler);
  }

  /** Takes a handler off the notified ones; false if it was not there. */
  synchronized boolean take(Step handler) {
    return notified.remove(handler);
  }

  /** Takes it out of the rest of the run. */
  synchronized void leave() {
    gone = true;
  }

  synchronized boolean isGone() {
    return gone;
  }

  /** Remembers that in check mode something on it would have been changed. */
  synchronized void wouldChange() {
    wouldChange = true;
  }

  synchronized boolean isDoubtful() {
    return wouldChange;
  }
}
