package outpost.core.template;

import static outpost.core.template.Signature.structural;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Built-ins that work on maps. */
final class MapBuiltIns {
  private static final Set<String> MERGES =
      Set.of("replace", "keep", "append", "prepend", "append_rp", "prepend_rp");

  static final List<Signature> TABLE =
      List.of(
          structural("map|list?combine(map|boolean|text*) map", MapBuiltIns::combine),
          structural("map?dict2items(key_name:text? value_name:text?) list", MapBuiltIns::toItems),
          structural(
              "list?items2dict(key_name:text? value_name:text?) map", MapBuiltIns::fromItems),
          structural(
              "map?dictsort(case_sensitive:boolean? by:text? reverse:boolean?) list",
              MapBuiltIns::sorted),
          structural("list|map?dict map", (x, args) -> fromPairs(x)),
          structural("map?items list", (x, args) -> pairs((Map<?, ?>) x)),
          structural("list|map?rekey_on_member(key:text) map", MapBuiltIns::rekeyed),
          structural("map|list?attr(text) any", (x, args) -> ListBuiltIns.field(x, args.text(0))));

  private MapBuiltIns() {}

  /** {@code a?combine(b, c, true, 'append')}: maps, whether recursively, what to do with lists. */
  private static Object combine(Object left, Args args) throws BadCall {
    List<Object> maps = new ArrayList<>(left instanceof List<?> several ? several : List.of(left));
    boolean recursive = false;
    String lists = "replace";
    for (int i = 0; i < args.count(); i++) {
      Object arg = args.get(i);
      if (arg instanceof Map<?, ?>) maps.add(arg);
      else if (arg instanceof Boolean flag) recursive = flag;
      else lists = args.text(i);
      if (!MERGES.contains(lists)) {
        throw new BadCall(
            i + 1,
            "lists are not combined by `" + lists + "`",
            "there are " + String.join(", ", new TreeSet<>(MERGES)));
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    for (Object map : maps) {
      if (!(map instanceof Map<?, ?> more)) throw new BadCall(0, "only maps can be combined");
      result = merged(result, more, recursive, lists);
    }
    return result;
  }

  private static Map<String, Object> merged(
      Map<?, ?> a, Map<?, ?> b, boolean recursive, String lists) {
    Map<String, Object> all = new LinkedHashMap<>();
    a.forEach((key, value) -> all.put(String.valueOf(key), value));
    b.forEach(
        (key, value) -> {
          Object before = all.get(String.valueOf(key));
          Object after = value;
          if (recursive && before instanceof Map<?, ?> x && value instanceof Map<?, ?> y) {
            after = merged(x, y, true, lists);
          } else if (before instanceof List<?> x && value instanceof List<?> y) {
            after = mergedLists(x, y, lists);
          }
          all.put(String.valueOf(key), after);
        });
    return all;
  }

  private static List<?> mergedLists(List<?> a, List<?> b, String how) {
    List<Object> all = new ArrayList<>();
    switch (how) {
      case "keep" -> all.addAll(a);
      case "append" -> {
        all.addAll(a);
        all.addAll(b);
      }
      case "prepend" -> {
        all.addAll(b);
        all.addAll(a);
      }
      case "append_rp" -> {
        a.stream()
            .filter(item -> b.stream().noneMatch(other -> Same.same(item, other)))
            .forEach(all::add);
        all.addAll(b);
      }
      case "prepend_rp" -> {
        all.addAll(b);
        a.stream()
            .filter(item -> b.stream().noneMatch(other -> Same.same(item, other)))
            .forEach(all::add);
      }
      default -> all.addAll(b);
    }
    return all;
  }

  private static Object toItems(Object left, Args args) {
    List<Object> items = new ArrayList<>();
    ((Map<?, ?>) left)
        .forEach(
            (key, value) -> {
              Map<String, Object> item = new LinkedHashMap<>();
              item.put(args.text(0, "key"), key);
              item.put(args.text(1, "value"), value);
              items.add(item);
            });
    return items;
  }

  private static Object fromItems(Object left, Args args) throws BadCall {
    String key = args.text(0, "key");
    String value = args.text(1, "value");
    Map<String, Object> map = new LinkedHashMap<>();
    for (Object item : (List<?>) left) {
      if (!(item instanceof Map<?, ?> fields)
          || !fields.containsKey(key)
          || !fields.containsKey(value)) {
        throw new BadCall(
            0,
            "not every item has a `" + key + "` and a `" + value + "`",
            "write `list?items2dict('KEY', 'VALUE')` for other names");
      }
      map.put(Args.string(fields.get(key)), fields.get(value));
    }
    return map;
  }

  private static List<Object> pairs(Map<?, ?> map) {
    List<Object> pairs = new ArrayList<>();
    map.forEach((key, value) -> pairs.add(Arrays.asList(key, value)));
    return pairs;
  }

  private static Object fromPairs(Object left) throws BadCall {
    if (left instanceof Map<?, ?>) return left;
    Map<String, Object> map = new LinkedHashMap<>();
    for (Object pair : (List<?>) left) {
      if (!(pair instanceof List<?> two) || two.size() != 2) {
        throw new BadCall(0, "not every item is a pair", "write `[['a', 1], ['b', 2]]?dict`");
      }
      map.put(Args.string(two.get(0)), two.get(1));
    }
    return map;
  }

  private static Object sorted(Object left, Args args) throws BadCall {
    String by = args.text(1, "key");
    if (!by.equals("key") && !by.equals("value")) {
      throw new BadCall(2, "maps are not sorted by `" + by + "`", "there are key, value");
    }
    List<Object> pairs = pairs((Map<?, ?>) left);
    List<Object> order = Arrays.asList(args.flag(2), args.flag(0), by.equals("key") ? "0" : "1");
    return OrderBuiltIns.sorted(pairs, new Args(order, Map.of(), null));
  }

  private static Object rekeyed(Object left, Args args) throws BadCall {
    Map<String, Object> keyed = new LinkedHashMap<>();
    for (Object item : left instanceof Map<?, ?> map ? map.values() : (List<?>) left) {
      Object key = ListBuiltIns.field(item, args.text(0));
      if (key == null) throw new BadCall(0, "not every item has a `" + args.text(0) + "`");
      if (keyed.put(Args.string(key), item) != null) {
        throw new BadCall(0, "two items have the `" + args.text(0) + "` " + Args.string(key));
      }
    }
    return keyed;
  }
}
