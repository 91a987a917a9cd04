package outpost.core.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares values by what they are, however numbers were written. */
final class Same {
  private Same() {}

  static boolean same(Object a, Object b) {
    return key(a) == null ? key(b) == null : key(a).equals(key(b));
  }

  /** Returns an object that equals that of every value that is the same. */
  static Object key(Object value) {
    if (value instanceof Written || value instanceof Number) return Args.number(value);
    if (value instanceof List<?> list) {
      List<Object> keys = new ArrayList<>(list.size());
      for (Object item : list) keys.add(key(item));
      return keys;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> keys = new LinkedHashMap<>();
      map.forEach((name, item) -> keys.put(name, key(item)));
      return keys;
    }
    return value;
  }
}
