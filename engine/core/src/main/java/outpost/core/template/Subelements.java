package outpost.core.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Pairs each item with each of its own items behind a key. */
final class Subelements {
  private Subelements() {}

  /**
   * @param items a list of maps, or a map of them
   * @param key a path of keys with dots, or a list of keys
   */
  static List<Object> of(Object items, Object key, boolean skipMissing) throws BadCall {
    String path =
        key instanceof List<?> keys
            ? String.join(".", keys.stream().map(Args::string).toList())
            : Args.string(key);
    Collection<?> all = items instanceof Map<?, ?> map ? map.values() : (List<?>) items;
    List<Object> pairs = new ArrayList<>();
    for (Object item : all) {
      Object inner = ListBuiltIns.field(item, path);
      if (inner instanceof Unknown || item instanceof Unknown) throw new UnknownValue(path);
      if (inner == null && skipMissing) continue;
      if (!(inner instanceof List<?> list)) {
        throw new BadCall(
            0,
            "not every item has a list `" + path + "`",
            "to leave those out that have none write `{'skip_missing': true}` behind it");
      }
      for (Object each : list) pairs.add(Arrays.asList(item, each));
    }
    return pairs;
  }
}
