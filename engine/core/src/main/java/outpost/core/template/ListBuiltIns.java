package outpost.core.template;

import static outpost.core.template.Signature.structural;
import static outpost.core.template.Signature.textual;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Built-ins that work on lists, or ask what is in a collection. */
final class ListBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          structural("text|list|map?length number", (x, args) -> length(x)),
          structural("text|list|map?count number", (x, args) -> length(x)),
          textual("list|text?join(d:text? attribute:text?) text", ListBuiltIns::join),
          structural(
              "list?unique(case_sensitive:boolean? attribute:text?) list", ListBuiltIns::unique),
          structural("list?union(list) list", (x, args) -> once(joined((List<?>) x, args.list(0)))),
          structural(
              "list?intersect(list) list", (x, args) -> once(kept((List<?>) x, in(args.list(0))))),
          structural(
              "list?difference(list) list",
              (x, args) -> once(kept((List<?>) x, in(args.list(0)).negate()))),
          structural("list?symmetric_difference(list) list", ListBuiltIns::oneSided),
          structural(
              "list?flatten(levels:number? skip_nulls:boolean?) list",
              (x, args) -> flat((List<?>) x, args.number(0, Integer.MAX_VALUE), keepsNulls(args))),
          structural("list?zip(list list*) list", (x, args) -> zip(lists(x, args), true, null)),
          structural("list?zip_longest(list list* fillvalue:any?) list", ListBuiltIns::zipLongest),
          structural("list?product(list* repeat:number?) list", ListBuiltIns::product),
          structural("list?combinations(number) list", Choices::combinations),
          structural("list?permutations(number?) list", Choices::permutations),
          structural(
              "list|map?subelements(key:text|list skip_missing:boolean?) list",
              (x, args) -> Subelements.of(x, args.get(0), args.flag(1))),
          structural("list?batch(number fill_with:any?) list", ListBuiltIns::batch),
          structural("list?slice(number fill_with:any?) list", ListBuiltIns::slice),
          textual("text|list|map?has(any) boolean", (x, args) -> has(x, args.get(0))),
          textual("text|list|map?contains(any) boolean", (x, args) -> has(x, args.get(0))),
          textual("any?is_in(text|list|map) boolean", (x, args) -> has(args.get(0), x)),
          textual(
              "list?subset(list) boolean",
              (x, args) -> ((List<?>) x).stream().allMatch(in(args.list(0)))),
          textual(
              "list?superset(list) boolean",
              (x, args) -> args.list(0).stream().allMatch(in((List<?>) x))),
          structural(
              "list?any boolean",
              (x, args) -> !((List<?>) x).stream().allMatch(TypeBuiltIns::isEmpty)),
          structural(
              "list?all boolean",
              (x, args) -> ((List<?>) x).stream().noneMatch(TypeBuiltIns::isEmpty)));

  private ListBuiltIns() {}

  private static int length(Object value) {
    if (value instanceof String text) return text.codePointCount(0, text.length());
    return value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
  }

  /** Text that differs in case only counts once unless it is asked to be told apart. */
  private static Object unique(Object left, Args args) {
    Map<Object, Object> seen = new LinkedHashMap<>();
    for (Object item : (List<?>) left) {
      Object key = args.has(1) ? field(item, args.text(1)) : item;
      boolean fold = !args.flag(0) && key instanceof String;
      seen.putIfAbsent(fold ? ((String) key).toLowerCase(Locale.ROOT) : Same.key(key), item);
    }
    return new ArrayList<>(seen.values());
  }

  private static List<Object> once(List<?> items) {
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
    return once(joined(kept(a, in(b).negate()), kept(b, in(a).negate())));
  }

  private static boolean keepsNulls(Args args) {
    return args.has(1) && !args.flag(1);
  }

  static List<Object> flat(List<?> items, int levels, boolean keepNulls) {
    List<Object> flat = new ArrayList<>();
    for (Object item : items) {
      if (item instanceof List<?> inner && levels > 0)
        flat.addAll(flat(inner, levels - 1, keepNulls));
      else if (item != null || keepNulls) flat.add(item);
    }
    return flat;
  }

  /** Items that are text, numbers or booleans; the letters of a text. */
  private static Object join(Object left, Args args) throws BadCall {
    String separator = args.text(0, "");
    List<String> texts = new ArrayList<>();
    List<?> items = left instanceof String text ? List.of(text.split("")) : (List<?>) left;
    for (Object each : items) {
      Object item = args.has(1) ? field(each, args.text(1)) : each;
      if (item instanceof List<?> || item instanceof Map<?, ?> || item == null) {
        String kind = item instanceof Map ? "a map" : item == null ? "null" : "a list";
        throw new BadCall(
            0,
            "an item of this list is " + kind + ", but `?join` needs text",
            item instanceof Map<?, ?>
                ? "say what of it: `list?map(x -> x.name)?join(', ')`"
                : item == null ? "write `list?map(x -> x!'')`" : "write `list?flatten?join(', ')`");
      }
      if (item == Omit.OMIT) throw new BadCall(0, "`omit` cannot be a part of a text");
      texts.add(Args.string(item));
    }
    return String.join(separator, texts);
  }

  private static List<List<?>> lists(Object left, Args args) {
    List<List<?>> lists = new ArrayList<>();
    lists.add((List<?>) left);
    for (Object arg : args.values()) lists.add((List<?>) arg);
    return lists;
  }

  private static Object zipLongest(Object left, Args args) {
    return zip(lists(left, args), false, args.named().get("fillvalue"));
  }

  static List<Object> zip(List<List<?>> lists, boolean shortest, Object fill) {
    var sizes = lists.stream().mapToInt(List::size);
    int size = (shortest ? sizes.min() : sizes.max()).orElse(0);
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<Object> row = new ArrayList<>();
      for (List<?> list : lists) row.add(i < list.size() ? list.get(i) : fill);
      rows.add(row);
    }
    return rows;
  }

  private static Object product(Object left, Args args) throws BadCall {
    List<List<?>> lists = lists(left, args);
    List<List<?>> all = new ArrayList<>();
    int times =
        args.named().get("repeat") == null ? 1 : Args.number(args.named().get("repeat")).intValue();
    for (int i = 0; i < Math.min(times, 100); i++) all.addAll(lists);
    return product(all);
  }

  static List<Object> product(List<List<?>> lists) throws BadCall {
    List<Object> rows = new ArrayList<>();
    rows.add(List.of());
    for (List<?> list : lists) {
      if ((long) rows.size() * list.size() > Choices.MOST) {
        throw new BadCall("this product has more than a million rows");
      }
      List<Object> longer = new ArrayList<>();
      for (Object row : rows) {
        for (Object item : list) {
          longer.add(joined((List<?>) row, Collections.singletonList(item)));
        }
      }
      rows = longer;
    }
    return rows;
  }

  private static Object batch(Object left, Args args) throws BadCall {
    List<?> items = (List<?>) left;
    int size = positive(args);
    List<Object> rows = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
      List<Object> row = new ArrayList<>(items.subList(from, Math.min(items.size(), from + size)));
      while (args.has(1) && row.size() < size) row.add(args.get(1));
      rows.add(row);
    }
    return rows;
  }

  /** So many columns; the first ones are longer where it does not come out even. */
  private static Object slice(Object left, Args args) throws BadCall {
    List<?> items = (List<?>) left;
    int columns = positive(args);
    int size = items.size() / columns;
    int longer = items.size() % columns;
    List<Object> rows = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < columns; i++) {
      int to = from + size + (i < longer ? 1 : 0);
      List<Object> row = new ArrayList<>(items.subList(from, to));
      if (args.has(1) && longer > 0 && i >= longer) row.add(args.get(1));
      rows.add(row);
      from = to;
    }
    return rows;
  }

  private static int positive(Args args) throws BadCall {
    int number = args.number(0, 1);
    if (number < 1) throw new BadCall(1, "a number from 1 on is needed here, not " + number);
    return number;
  }

  /** Returns what a path of keys leads to; null where it breaks off. */
  static Object field(Object item, String path) {
    Object value = item;
    for (String step : path.split("\\.")) {
      if (value instanceof Map<?, ?> map) {
        value = map.get(step);
      } else if (value instanceof List<?> list && step.matches("\\d{1,9}")) {
        int index = Integer.parseInt(step);
        value = index < list.size() ? list.get(index) : null;
      } else {
        return null;
      }
    }
    return value;
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
