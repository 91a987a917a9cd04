package outpost.core.program;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.core.template.Scope;

/** Variables by precedence: the first layer that has a name decides. */
record LayeredScope(List<Map<String, Object>> highestFirst) implements Scope {

  /** Returns a scope in which some variables hide those of another. */
  static Scope over(Map<String, Object> layer, Scope below) {
    return new Scope() {
      @Override
      public Object get(String name) {
        return layer.containsKey(name) ? layer.get(name) : below.get(name);
      }

      @Override
      public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(layer.keySet());
        names.addAll(below.names());
        return names;
      }
    };
  }

  @Override
  public Object get(String name) {
    for (Map<String, Object> layer : highestFirst) {
      if (layer.containsKey(name)) return layer.get(name);
    }
    return null;
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    highestFirst.forEach(layer -> names.addAll(layer.keySet()));
    return names;
  }
}
