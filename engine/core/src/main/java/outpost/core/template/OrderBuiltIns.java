package outpost.core.template;

import static outpost.core.template.Signature.structural;
import static outpost.core.template.Signature.textual;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Built-ins that compare the items of a list: sort, group, least and greatest, sum. */
final class OrderBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          structural(
              "list?sort(reverse:boolean? case_sensitive:boolean? attribute:text?) list",
              OrderBuiltIns::sorted),
          structural("list?groupby(attribute:text default:any?) list", OrderBuiltIns::grouped),
          structural(
              "list?min(case_sensitive:boolean? attribute:text?) any",
              (x, args) -> extreme(x, args, false)),
          structural(
              "list?max(case_sensitive:boolean? attribute:text?) any",
              (x, args) -> extreme(x, args, true)),
          textual("list?sum(attribute:text? start:number?) number", OrderBuiltIns::sum));

  private OrderBuiltIns() {}

  static Object sorted(Object left, Args args) throws BadCall {
    List<Object> items = new ArrayList<>((List<?>) left);
    Comparator<Object> order =
        order(items, args.has(2) ? args.text(2) : null, args.flag(1), "sorted");
    items.sort(args.flag(0) ? order.reversed() : order);
    return items;
  }

  private static Object extreme(Object left, Args args, boolean greatest) throws BadCall {
    List<Object> items = new ArrayList<>((List<?>) left);
    if (items.isEmpty()) return null;
    Comparator<Object> order =
        order(items, args.has(1) ? args.text(1) : null, args.flag(0), "compared");
    Object best = items.get(0);
    for (Object item : items) {
      int compared = order.compare(item, best);
      if (greatest ? compared > 0 : compared < 0) best = item;
    }
    return best;
  }

  /** By numbers or by letters, not by the rules of a language: a10 before a9. */
  private static Comparator<Object> order(
      List<Object> items, String attribute, boolean caseSensitive, String done) throws BadCall {
    Class<?> kind = null;
    for (Object item : items) {
      Object key = attribute == null ? item : ListBuiltIns.field(item, attribute);
      Class<?> found =
          Args.isNumber(key) ? Number.class : key == null ? Void.class : key.getClass();
      if (found != Number.class && found != String.class && found != Boolean.class) {
        throw new BadCall(
            0,
            attribute == null
                ? "only texts and numbers can be " + done
                : "not every item has a text or number `" + attribute + "`",
            "for maps write `list?"
                + (done.equals("sorted") ? "sort" : "min")
                + "({'attribute': 'field'})`");
      }
      if (kind != null && kind != found) {
        throw new BadCall(
            0,
            "texts and numbers cannot be " + done + " together",
            "write `list?map(x -> x?string)` before");
      }
      kind = found;
    }
    return Comparator.comparing(
        item ->
            comparable(
                attribute == null ? item : ListBuiltIns.field(item, attribute), caseSensitive));
  }

  @SuppressWarnings("unchecked") // all keys are of one of three kinds, checked before
  private static Comparable<Object> comparable(Object key, boolean caseSensitive) {
    Object comparable = key;
    if (Args.isNumber(key)) comparable = new BigDecimal(Args.number(key).toString());
    else if (key instanceof String text && !caseSensitive)
      comparable = text.toLowerCase(Locale.ROOT);
    return (Comparable<Object>) comparable;
  }

  /** Pairs of a key and the items that have it, sorted by the key. */
  private static Object grouped(Object left, Args args) throws BadCall {
    Map<Object, List<Object>> groups = new LinkedHashMap<>();
    Map<Object, Object> keys = new LinkedHashMap<>();
    for (Object item : (List<?>) left) {
      Object key = ListBuiltIns.field(item, args.text(0));
      if (key == null) key = args.get(1, null);
      if (key == null) throw new BadCall(0, "not every item has a `" + args.text(0) + "`");
      keys.putIfAbsent(Same.key(key), key);
      groups.computeIfAbsent(Same.key(key), k -> new ArrayList<>()).add(item);
    }
    List<Object> sorted = new ArrayList<>(keys.values());
    sorted.sort(order(sorted, null, false, "grouped"));
    List<Object> pairs = new ArrayList<>();
    for (Object key : sorted) pairs.add(Arrays.asList(key, groups.get(Same.key(key))));
    return pairs;
  }

  private static Object sum(Object left, Args args) throws BadCall {
    BigDecimal sum = new BigDecimal(Args.number(args.get(1, 0)).toString());
    for (Object item : (List<?>) left) {
      Object value = args.has(0) ? ListBuiltIns.field(item, args.text(0)) : item;
      if (!Args.isNumber(value)) {
        throw new BadCall(
            0, "only numbers can be summed up", "write `list?map(x -> x?number)?sum`");
      }
      sum = sum.add(new BigDecimal(Args.number(value).toString()));
    }
    return sum;
  }
}
