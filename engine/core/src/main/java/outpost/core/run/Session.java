package outpost.core.run;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Prompter;
import outpost.core.event.Reporter;
import outpost.core.facts.FactCache;
import outpost.core.program.Variables;
import outpost.core.source.Sources;

/**
 * What all tasks of a run share.
 *
 * @param current the variables as the inventory now is
 * @param check whether nothing may be changed
 * @param diff whether texts before and after are kept
 * @param cache facts of earlier runs
 * @param verbosity how often {@code -v} was given
 * @param prompter asks whoever looks at the run
 * @param consent asks before each task, where that is wanted
 * @param ahead whether what coming tasks ask may travel with the trips of earlier ones
 */
record Session(
    AtomicReference<Variables> current,
    Sources sources,
    Optional<FactCache> cache,
    Fleet fleet,
    Workers workers,
    Reporter reporter,
    Masker masker,
    Clock clock,
    boolean check,
    boolean diff,
    int verbosity,
    HostAccess.Defaults defaults,
    Prompter prompter,
    Consent consent,
    boolean ahead,
    Map<String, HostState> states) {

  /** Returns the variables as the inventory now is. */
  Variables variables() {
    return current.get();
  }

  HostState state(String host) {
    synchronized (states) {
      return states.computeIfAbsent(host, this::known);
    }
  }

  private HostState known(String host) {
    HostState state = new HostState(host);
    cache.ifPresent(c -> state.know(c.read(host, this::warn)));
    return state;
  }

  void warn(String text) {
    tell(new Event.Warned(text));
  }

  Variables.Live live(String host) {
    HostState state = state(host);
    return new Variables.Live(state.facts(), state.included(), state.set(), state.magic());
  }

  /** Whether something anywhere would have been changed, but for check mode. */
  boolean isDoubtful() {
    synchronized (states) {
      return states.values().stream().anyMatch(HostState::isDoubtful);
    }
  }

  /** Returns a value as text that is used; that of a secret is kept out of all that is told. */
  String used(Object value) {
    Secrets.addAll(value, masker);
    return Keywords.string(value);
  }

  /** Tells an event; reporters are told one at a time. */
  void tell(Event event) {
    synchronized (reporter) {
      reporter.on(event);
    }
  }

  static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
