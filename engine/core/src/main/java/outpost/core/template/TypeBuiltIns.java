package outpost.core.template;

import static outpost.core.template.Signature.structural;
import static outpost.core.template.Signature.textual;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import outpost.api.Secret;

/** Built-ins that turn values into others of another kind, or stand in for what is missing. */
final class TypeBuiltIns {
  private static final Set<String> TRUE = Set.of("yes", "true", "on", "1", "y", "t");
  private static final Set<String> FALSE = Set.of("no", "false", "off", "0", "n", "f");

  static final List<Signature> TABLE =
      List.of(
          structural("any??default(any? boolean?) any", TypeBuiltIns::otherwise),
          structural("any??d(any? boolean?) any", TypeBuiltIns::otherwise),
          structural("any??or_else(any) any", (x, args) -> isEmpty(x) ? args.get(0) : x),
          structural("any??and_then(any) any", (x, args) -> isEmpty(x) ? x : args.get(0)),
          structural("any??mandatory(text?) any", TypeBuiltIns::mandatory),
          structural("any??ternary(any any any?) any", TypeBuiltIns::ternary),
          textual("scalar?bool boolean", (x, args) -> bool(x)),
          textual("scalar?int(default:scalar? base:number?) number", TypeBuiltIns::integer),
          textual("scalar?float(default:scalar?) number", TypeBuiltIns::decimal),
          structural("any?reveal any", (x, args) -> revealed(x, args)),
          structural("any?list list", (x, args) -> list(x)),
          structural("any??type_debug text", (x, args) -> type(x)));

  private TypeBuiltIns() {}

  /** With {@code true} behind it the default is taken also for what is empty, 0 or false. */
  private static Object otherwise(Object value, Args args) {
    boolean take = args.flag(1) ? isEmpty(value) : value == null;
    return take ? args.get(0, "") : value;
  }

  /** Asked for by name: what comes of it may be seen on hosts; outputs mask it all the same. */
  private static Object revealed(Object value, Args args) {
    if (value instanceof Secret secret) {
      Evaluation.keep(args.env(), secret);
      return Secrets.opened(secret);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> revealed(item, args)).toList();
    }
    if (!(value instanceof Map<?, ?> map)) return value;
    Map<String, Object> open = new LinkedHashMap<>();
    map.forEach((key, item) -> open.put(String.valueOf(key), revealed(item, args)));
    return open;
  }

  private static Object mandatory(Object value, Args args) throws BadCall {
    if (value != null) return value;
    throw new BadCall(0, args.text(0, "a value is mandatory here"), "define it");
  }

  private static Object ternary(Object value, Args args) {
    if (value == null && args.has(2)) return args.get(2);
    return args.get(isEmpty(value) ? 1 : 0);
  }

  private static Object bool(Object value) throws BadCall {
    if (value instanceof Boolean) return value;
    String word = Args.string(value).strip().toLowerCase(Locale.ROOT);
    if (TRUE.contains(word)) return true;
    if (FALSE.contains(word)) return false;
    throw new BadCall(
        0,
        "`" + Args.string(value) + "` is neither yes nor no",
        "`?bool` knows yes/no, true/false, on/off and 1/0");
  }

  /** A whole number from a number, which is cut, or from text in base 10 or the one given. */
  private static Object integer(Object value, Args args) throws BadCall {
    int base = args.number(1, 10);
    if (base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
      throw new BadCall(2, "a base is between 2 and 36, not " + base);
    }
    if (value instanceof Boolean flag) return flag ? 1 : 0;
    if (!(value instanceof String text)) {
      return new BigDecimal(Args.number(value).toString())
          .setScale(0, RoundingMode.DOWN)
          .toBigInteger();
    }
    String prefix = base == 16 ? "^0[xX]" : base == 8 ? "^0[oO]" : base == 2 ? "^0[bB]" : "^$";
    String digits = text.strip().replaceFirst(prefix, "");
    try {
      return base == 10 && digits.contains(".")
          ? new BigDecimal(digits).setScale(0, RoundingMode.DOWN).toBigInteger()
          : new BigInteger(digits, base);
    } catch (NumberFormatException e) {
      if (args.has(0)) return args.get(0);
      throw new BadCall(
          0,
          "`" + text + "` is no number",
          "for a default write `x?int(0)`, for another base `x?int({'base': 16})`");
    }
  }

  private static Object decimal(Object value, Args args) throws BadCall {
    if (value instanceof Boolean flag) return flag ? 1 : 0;
    if (!(value instanceof String text)) return value;
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      if (args.has(0)) return args.get(0);
      throw new BadCall(0, "`" + text + "` is no number", "for a default write `x?float(0)`");
    }
  }

  /** The keys of a map, the letters of a text, as Python's list() has it. */
  private static Object list(Object value) throws BadCall {
    if (value instanceof List<?>) return value;
    if (value instanceof Map<?, ?> map) return List.copyOf(map.keySet());
    if (value instanceof String text) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    throw new BadCall(0, "this cannot be made a list", "write `[x]`");
  }

  /** Missing, false, 0, and empty text, lists and maps, as Ansible's users count them. */
  static boolean isEmpty(Object value) {
    if (value == null) return true;
    if (value instanceof String text) return text.isEmpty();
    if (value instanceof Secret secret) return secret.isEmpty();
    if (value instanceof Boolean flag) return !flag;
    if (value instanceof List<?> list) return list.isEmpty();
    if (value instanceof Map<?, ?> map) return map.isEmpty();
    return !(value instanceof Omit) && Args.number(value).equals(0);
  }

  /** The names that Python has for kinds, since playbooks compare with them. */
  private static String type(Object value) {
    if (value == null) return "NoneType";
    if (value instanceof Secret) return "secret";
    if (value instanceof String) return "str";
    if (value instanceof Boolean) return "bool";
    if (value instanceof List<?>) return "list";
    if (value instanceof Map<?, ?>) return "dict";
    if (value instanceof Omit) return "omit";
    return Args.number(value) instanceof BigDecimal ? "float" : "int";
  }
}
