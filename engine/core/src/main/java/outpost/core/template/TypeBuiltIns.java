package outpost.core.template;

import static outpost.core.template.Signature.Secrecy.STRUCTURAL;
import static outpost.core.template.Signature.Secrecy.TEXTUAL;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import outpost.api.Secret;

/** Built-ins about kinds of values: truth, numbers, what is missing or empty. */
final class TypeBuiltIns {
  private static final Set<String> TRUE = Set.of("yes", "true", "on", "1", "y", "t");
  private static final Set<String> FALSE = Set.of("no", "false", "off", "0", "n", "f");

  static final List<Signature> TABLE =
      List.of(
          Signature.of("bool", "scalar", "", "boolean", TEXTUAL, (x, args) -> bool(x)),
          Signature.of("int", "scalar", "number?", "number", TEXTUAL, TypeBuiltIns::integer),
          Signature.of(
              "or_else",
              "any?",
              "any",
              "any",
              STRUCTURAL,
              (x, args) -> isEmpty(x) ? args.get(0) : x),
          Signature.of("mandatory", "any?", "text?", "any", STRUCTURAL, TypeBuiltIns::mandatory),
          Signature.of("is_null", "any?", "", "boolean", STRUCTURAL, (x, args) -> x == null),
          Signature.of("truthy", "any?", "", "boolean", STRUCTURAL, (x, args) -> !isEmpty(x)),
          Signature.of(
              "and_then",
              "any?",
              "any",
              "any",
              STRUCTURAL,
              (x, args) -> isEmpty(x) ? x : args.get(0)),
          Signature.of(
              "equals", "any", "any", "boolean", TEXTUAL, (x, args) -> Same.same(x, args.get(0))),
          Signature.of("type_name", "any", "", "text", STRUCTURAL, (x, args) -> typeName(x)));

  private TypeBuiltIns() {}

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
    int base = args.number(0, 10);
    if (base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
      throw new BadCall(1, "a base is between 2 and 36, not " + base);
    }
    if (value instanceof Boolean flag) return flag ? 1 : 0;
    if (!(value instanceof String text)) {
      return new BigDecimal(Args.number(value).toString())
          .setScale(0, RoundingMode.DOWN)
          .toBigInteger();
    }
    String digits =
        text.strip().replaceFirst(base == 16 ? "^0[xX]" : base == 8 ? "^0[oO]" : "^$", "");
    try {
      return base == 10 && digits.contains(".")
          ? new BigDecimal(digits).setScale(0, RoundingMode.DOWN).toBigInteger()
          : new BigInteger(digits, base);
    } catch (NumberFormatException e) {
      throw new BadCall(
          0, "`" + text + "` is no number", "for a number in another base write `x?int(16)`");
    }
  }

  private static Object mandatory(Object value, Args args) throws BadCall {
    if (value != null) return value;
    throw new BadCall(0, args.text(0, "a value is mandatory here"), "define it");
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

  private static String typeName(Object value) {
    if (value instanceof Secret) return "secret";
    if (value instanceof String) return "string";
    if (value instanceof Boolean) return "boolean";
    if (value instanceof List<?>) return "list";
    if (value instanceof Map<?, ?>) return "map";
    return value instanceof Omit ? "omit" : "number";
  }
}
