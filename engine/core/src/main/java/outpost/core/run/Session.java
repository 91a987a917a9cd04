package outpost.core.run;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Reporter;
import outpost.core.program.SearchPath;
import outpost.core.program.Variables;

/**
 * What all tasks of a run share.
 *
 * @param check whether nothing may be changed
 * @param diff whether texts before and after are kept
 */
record Session(
    Variables variables,
    Fleet fleet,
    Workers workers,
    Reporter reporter,
    Masker masker,
    SearchPath files,
    Clock clock,
    boolean check,
    boolean diff,
    HostAccess.Defaults defaults,
    Map<String, HostState> states) {

  HostState state(String host) {
    synchronized (states) {
      return states.computeIfAbsent(host, HostState::new);
    }
  }

  Variables.Live live(String host) {
    HostState state = state(host);
    return new Variables.Live(state.facts(), state.live());
  }

  /** Whether something anywhere would have been changed, but for check mode. */
  boolean isDoubtful() {
    synchronized (states) {
      return states.values().stream().anyMatch(HostState::isDoubtful);
    }
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

  /** Where a play is: what its tasks see beside their own variables. */
  record Stage(List<Map<String, Object>> layers, Map<String, Object> magic) {}
}
