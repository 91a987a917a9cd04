package outpost.core.program;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.core.template.Scope;

/** Variables by precedence: the first level that has a name decides. */
record LayeredScope(List<VarLevel> highestFirst) implements Scope {

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
    for (VarLevel level : highestFirst) {
      Object value = level.vars().get(name);
      if (value != null || level.vars().containsKey(name)) return value;
    }
    return null;
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    highestFirst.forEach(level -> names.addAll(level.vars().keySet()));
    return names;
  }
}
