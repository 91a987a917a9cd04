package outpost.core.template;

import static outpost.core.template.Signature.Secrecy.STRUCTURAL;
import static outpost.core.template.Signature.Secrecy.TEXTUAL;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Built-ins that work on lists, or ask what is in a collection. */
final class ListBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          Signature.of("length", "text|list|map", "", "number", STRUCTURAL, (x, args) -> length(x)),
          Signature.of("count", "text|list|map", "", "number", STRUCTURAL, (x, args) -> length(x)),
          list("unique", "", (x, args) -> unique((List<?>) x)),
          list("union", "list", (x, args) -> unique(joined((List<?>) x, args.list(0)))),
          list("intersect", "list", (x, args) -> unique(kept((List<?>) x, in(args.list(0))))),
          list(
              "difference",
              "list",
              (x, args) -> unique(kept((List<?>) x, in(args.list(0)).negate()))),
          list("symmetric_difference", "list", ListBuiltIns::oneSided),
          list(
              "flatten",
              "number?",
              (x, args) -> flat((List<?>) x, args.number(0, Integer.MAX_VALUE))),
          list("zip", "list list*", ListBuiltIns::zip),
          list("product", "list list*", ListBuiltIns::product),
          list("subelements", "text", ListBuiltIns::subelements),
          list("sorted", "boolean? text?", ListBuiltIns::sorted),
          list("groupby", "text", ListBuiltIns::grouped),
          Signature.of("sum", "list", "text?", "number", TEXTUAL, ListBuiltIns::sum),
          Signature.of(
              "has", "text|list|map", "any", "boolean", TEXTUAL, (x, args) -> has(x, args.get(0))),
          Signature.of(
              "is_in",
              "any",
              "text|list|map",
              "boolean",
              TEXTUAL,
              (x, args) -> has(args.get(0), x)),
          Signature.of(
              "subset",
              "list",
              "list",
              "boolean",
              TEXTUAL,
              (x, args) -> ((List<?>) x).stream().allMatch(in(args.list(0)))),
          Signature.of(
              "superset",
              "list",
              "list",
              "boolean",
              TEXTUAL,
              (x, args) -> args.list(0).stream().allMatch(in((List<?>) x))));

  private ListBuiltIns() {}

  private static Signature list(String name, String args, Signature.Body body) {
    return Signature.of(name, "list", args, "list", STRUCTURAL, body);
  }

  private static int length(Object value) {
    if (value instanceof String text) return text.codePointCount(0, text.length());
    return value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
  }

  private static List<Object> unique(List<?> items) {
    Map<Object, Object> seen = new LinkedHashMap<>();
    for (Object item : items) seen.putIfAbsent(Same.key(item), item);
    return new ArrayList<>(seen.values());
  }

  private static List<Object> joined(List<?> a, List<?> b) {
    List<Object> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  private static List<Object> kept(List<?> items, Predicate<Object> test) {
    List<Object> kept = new ArrayList<>();
    for (Object item : items) if (test.test(item)) kept.add(item);
    return kept;
  }

  private static Predicate<Object> in(List<?> items) {
    Set<Object> keys = new HashSet<>();
    for (Object item : items) keys.add(Same.key(item));
    return item -> keys.contains(Same.key(item));
  }

  private static Object oneSided(Object left, Args args) {
    List<?> a = (List<?>) left;
    List<?> b = args.list(0);
    return unique(joined(kept(a, in(b).negate()), kept(b, in(a).negate())));
  }

  private static List<Object> flat(List<?> items, int levels) {
    List<Object> flat = new ArrayList<>();
    for (Object item : items) {
      if (item instanceof List<?> inner && levels > 0) flat.addAll(flat(inner, levels - 1));
      else if (item != null) flat.add(item);
    }
    return flat;
  }

  private static List<List<?>> lists(Object left, Args args) {
    List<List<?>> lists = new ArrayList<>();
    lists.add((List<?>) left);
    for (Object arg : args.values()) lists.add((List<?>) arg);
    return lists;
  }

  private static Object zip(Object left, Args args) {
    List<List<?>> lists = lists(left, args);
    int shortest = lists.stream().mapToInt(List::size).min().orElse(0);
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < shortest; i++) {
      List<Object> row = new ArrayList<>();
      for (List<?> list : lists) row.add(list.get(i));
      rows.add(row);
    }
    return rows;
  }

  private static Object product(Object left, Args args) throws BadCall {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(new ArrayList<>());
    for (List<?> list : lists(left, args)) {
      if ((long) rows.size() * list.size() > 1_000_000) {
        throw new BadCall("this product has more than a million rows");
      }
      List<List<Object>> longer = new ArrayList<>();
      for (List<Object> row : rows) {
        for (Object item : list) longer.add(joined(row, Collections.singletonList(item)));
      }
      rows = longer;
    }
    return rows;
  }

  /** Each item with each of its own items behind a key. */
  private static Object subelements(Object left, Args args) throws BadCall {
    List<Object> pairs = new ArrayList<>();
    for (Object item : (List<?>) left) {
      if (!(field(item, args.text(0)) instanceof List<?> inner)) {
        throw new BadCall(0, "not every item has a list `" + args.text(0) + "`");
      }
      for (Object each : inner) pairs.add(Arrays.asList(item, each));
    }
    return pairs;
  }

  private static Object field(Object item, String path) {
    Object value = item;
    for (String step : path.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }

  /** By numbers or by letters, not by the rules of a language: A before a, a10 before a9. */
  private static Object sorted(Object left, Args args) throws BadCall {
    List<Object> items = new ArrayList<>((List<?>) left);
    boolean byField = args.has(1);
    List<Object> keys = new ArrayList<>();
    for (Object item : items) {
      Object key = byField ? field(item, args.text(1)) : item;
      boolean number = key instanceof Number || key instanceof Written;
      if (!number && !(key instanceof String) && !(key instanceof Boolean)) {
        throw new BadCall(
            0,
            byField
                ? "not every item has a text or number `" + args.text(1) + "`"
                : "only texts and numbers can be sorted",
            "for maps write `list?sorted(false, 'field')`");
      }
      keys.add(key);
    }
    if (keys.stream()
            .map(
                k ->
                    k instanceof Written
                        ? Number.class
                        : k instanceof Number ? Number.class : k.getClass())
            .distinct()
            .count()
        > 1) {
      throw new BadCall(
          0,
          "texts and numbers cannot be sorted together",
          "write `list?map(x -> x?string)?sorted`");
    }
    Comparator<Object> order =
        Comparator.comparing(item -> comparable(byField ? field(item, args.text(1)) : item));
    items.sort(args.flag(0) ? order.reversed() : order);
    return items;
  }

  @SuppressWarnings("unchecked") // all keys are of one of three kinds, checked before
  private static Comparable<Object> comparable(Object key) {
    Object comparable =
        key instanceof Number || key instanceof Written
            ? new BigDecimal(Args.number(key).toString())
            : key;
    return (Comparable<Object>) comparable;
  }

  /** Pairs of a key and the items that have it, in the order of first mention. */
  private static Object grouped(Object left, Args args) throws BadCall {
    Map<Object, List<Object>> groups = new LinkedHashMap<>();
    Map<Object, Object> keys = new LinkedHashMap<>();
    for (Object item : (List<?>) left) {
      Object key = field(item, args.text(0));
      if (key == null) throw new BadCall(0, "not every item has a `" + args.text(0) + "`");
      keys.putIfAbsent(Same.key(key), key);
      groups.computeIfAbsent(Same.key(key), k -> new ArrayList<>()).add(item);
    }
    List<Object> pairs = new ArrayList<>();
    groups.forEach((key, items) -> pairs.add(Arrays.asList(keys.get(key), items)));
    return pairs;
  }

  private static Object sum(Object left, Args args) throws BadCall {
    BigDecimal sum = BigDecimal.ZERO;
    for (Object item : (List<?>) left) {
      Object value = args.has(0) ? field(item, args.text(0)) : item;
      if (!(value instanceof Number) && !(value instanceof Written)) {
        throw new BadCall(
            0, "only numbers can be summed up", "write `list?map(x -> x?number)?sum`");
      }
      sum = sum.add(new BigDecimal(Args.number(value).toString()));
    }
    return sum;
  }

  private static boolean has(Object container, Object wanted) throws BadCall {
    if (container instanceof List<?> list) return in(list).test(wanted);
    if (wanted instanceof List<?> || wanted instanceof Map<?, ?>) {
      throw new BadCall("a list or map cannot be in a text or among the keys of a map");
    }
    String text = Args.string(wanted);
    return container instanceof Map<?, ?> map
        ? map.containsKey(text)
        : ((String) container).contains(text);
  }
}
