package outpost.core.template;

import java.util.Map;
import java.util.Set;
import outpost.api.Secret;

/**
 * The variables visible at a point.
 *
 * <p>A value is a plain one (text, boolean, number, list, map), a {@link Secret}, a {@link Written}
 * number, an {@link Unknown}, or a {@link Template}, which is evaluated with this same scope each
 * time it is asked for. Lists and maps may hold any of these.
 */
public interface Scope {

  /** Returns the value of a variable; null if it is not defined or defined as null. */
  Object get(String name);

  /** Returns the names of all variables, for messages and to tell null from not defined. */
  Set<String> names();

  static Scope of(Map<String, ?> values) {
    return new Scope() {
      @Override
      public Object get(String name) {
        return values.get(name);
      }

      @Override
      public Set<String> names() {
        return Set.copyOf(values.keySet());
      }
    };
  }
}
