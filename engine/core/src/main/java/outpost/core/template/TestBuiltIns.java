package outpost.core.template;

import static outpost.core.template.Signature.structural;
import static outpost.core.template.Signature.textual;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Ansible's tests: {@code x is name} is {@code x?name}. */
final class TestBuiltIns {
  static final List<Signature> TABLE =
      List.of(
          structural("any??defined boolean", (x, args) -> x != null),
          structural("any??undefined boolean", (x, args) -> x == null),
          structural("any??none boolean", (x, args) -> x == null),
          structural("any??truthy boolean", (x, args) -> !TypeBuiltIns.isEmpty(x)),
          structural("any??falsy boolean", (x, args) -> TypeBuiltIns.isEmpty(x)),
          structural("any?mapping boolean", (x, args) -> x instanceof Map<?, ?>),
          structural("any?sequence boolean", (x, args) -> isIterable(x)),
          structural("any?iterable boolean", (x, args) -> isIterable(x)),
          structural("any?integer boolean", (x, args) -> Args.isNumber(x) && isWhole(x)),
          structural("any?is_float boolean", (x, args) -> Args.isNumber(x) && !isWhole(x)),
          structural("number?even boolean", (x, args) -> remainder(x, 2).signum() == 0),
          structural("number?odd boolean", (x, args) -> remainder(x, 2).abs().intValue() == 1),
          structural("number?divisibleby(number) boolean", TestBuiltIns::divisible),
          textual("any?sameas(any) boolean", (x, args) -> sameAs(x, args.get(0))),
          textual("any?equals(any) boolean", (x, args) -> Same.same(x, args.get(0))),
          structural("map?failed boolean", (x, args) -> says(x, "failed")),
          structural("map?succeeded boolean", (x, args) -> !says(x, "failed")),
          structural("map?success boolean", (x, args) -> !says(x, "failed")),
          structural("map?changed boolean", TestBuiltIns::changed),
          structural("map?skipped boolean", (x, args) -> says(x, "skipped")),
          structural("map?unreachable boolean", (x, args) -> says(x, "unreachable")),
          structural("map?reachable boolean", (x, args) -> !says(x, "unreachable")),
          structural("map?started boolean", (x, args) -> says(x, "started")),
          structural("map?finished boolean", (x, args) -> says(x, "finished")),
          structural("map?timedout boolean", (x, args) -> says(x, "timedout")));

  private TestBuiltIns() {}

  private static boolean isIterable(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?> || value instanceof String;
  }

  private static boolean isWhole(Object value) {
    return !(Args.number(value) instanceof BigDecimal);
  }

  private static BigInteger remainder(Object value, long by) throws BadCall {
    if (!isWhole(value)) throw new BadCall(0, "only whole numbers are even or odd");
    return new BigInteger(Args.number(value).toString()).remainder(BigInteger.valueOf(by));
  }

  private static Object divisible(Object value, Args args) throws BadCall {
    int by = args.number(0, 1);
    if (by == 0) throw new BadCall(1, "nothing can be divided by 0");
    return remainder(value, by).signum() == 0;
  }

  /** {@code sameas} is asked of true, false and none only; for those it is equality of kind. */
  private static boolean sameAs(Object a, Object b) {
    return a instanceof Boolean || b instanceof Boolean ? a.equals(b) : Same.same(a, b);
  }

  private static boolean says(Object result, String field) {
    return !TypeBuiltIns.isEmpty(((Map<?, ?>) result).get(field));
  }

  /** Of a loop's result any item counts. */
  private static Object changed(Object result, Args args) {
    if (((Map<?, ?>) result).containsKey("changed")) return says(result, "changed");
    return ((Map<?, ?>) result).get("results") instanceof List<?> items
        && items.stream().anyMatch(item -> item instanceof Map<?, ?> && says(item, "changed"));
  }
}
