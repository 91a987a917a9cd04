package outpost.core.program;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import outpost.core.facts.HostFacts;
import outpost.core.template.Unknown;

/** What tasks so far gave one host, as far as a check can know it. */
final class Learnt {
  private final Map<String, Object> set = new LinkedHashMap<>();
  private final Map<String, Object> included = new LinkedHashMap<>();
  private final Map<String, Object> kept;
  private final Set<String> unsteady = new HashSet<>();
  private boolean open;

  /** What was known at some point. */
  record Before(Map<String, Object> set, Map<String, Object> included, Map<String, Object> kept) {}

  Learnt(Map<String, Object> kept) {
    this.kept = new LinkedHashMap<>(kept);
  }

  Variables.Live live(Map<String, Object> facts) {
    return new Variables.Live(new HostFacts(facts, kept), included, set, Map.of());
  }

  void set(String name, Object value) {
    set.put(name, unsteady.contains(name) ? Unknown.ANY : value);
  }

  /** Takes note of a fact that lasts into later runs. */
  void keep(String name, Object value) {
    kept.put(name, unsteady.contains(name) ? Unknown.ANY : value);
  }

  void include(Map<String, Object> vars) {
    vars.forEach(
        (name, value) -> included.put(name, unsteady.contains(name) ? Unknown.ANY : value));
  }

  /** From now on this variable may have any value at any time. */
  void unsettle(String name) {
    unsteady.add(name);
    set.put(name, Unknown.ANY);
  }

  /** From now on there may be any variable. */
  void open() {
    open = true;
  }

  boolean isOpen() {
    return open;
  }

  Before now() {
    return new Before(
        new LinkedHashMap<>(set), new LinkedHashMap<>(included), new LinkedHashMap<>(kept));
  }

  /** What has come up since then may have come up or not. */
  void doubt(Before then) {
    doubt(set, then.set());
    doubt(included, then.included());
    doubt(kept, then.kept());
  }

  private static void doubt(Map<String, Object> now, Map<String, Object> then) {
    now.replaceAll((name, value) -> value == then.get(name) ? value : Unknown.ANY);
  }

  /** Returns variables of which no more is known than their names. */
  static Map<String, Object> doubted(Map<String, Object> vars) {
    Map<String, Object> names = new LinkedHashMap<>(vars);
    names.replaceAll((name, value) -> Unknown.ANY);
    return names;
  }
}
