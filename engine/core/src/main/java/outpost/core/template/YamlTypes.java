package outpost.core.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives plain scalars the types that YAML 1.1 gives them, as users of Ansible know it. Dates and
 * base-60 numbers stay text: nobody means a number by {@code 12:30}.
 */
public final class YamlTypes {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = Set.of("yes", "true", "on");
  private static final Set<String> FALSE = Set.of("no", "false", "off");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|0[0-7_]+|0|[1-9][0-9_]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?([0-9][0-9_]*\\.[0-9_]*|\\.[0-9][0-9_]*)([eE][-+][0-9]{1,3})?");

  private YamlTypes() {}

  /** Returns the value of a scalar without quotes: null, a boolean, a number or the text. */
  public static Object value(String text) {
    if (NULLS.contains(text)) return null;
    char first = text.charAt(0);
    if (Character.isLetter(first)) return word(text);
    if (INTEGER.matcher(text).matches()) return written(integer(text.replace("_", "")), text);
    if (FLOAT.matcher(text).matches()) {
      return written(new BigDecimal(text.replace("_", "")), text);
    }
    return text;
  }

  /** Booleans may be written in lower case, capitalised or in capitals, not otherwise. */
  private static Object word(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!TRUE.contains(lower) && !FALSE.contains(lower)) return text;
    String capitalised = lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
    boolean spelt =
        text.equals(lower)
            || text.equals(capitalised)
            || text.equals(lower.toUpperCase(Locale.ROOT));
    return spelt ? (Object) TRUE.contains(lower) : text;
  }

  private static BigInteger integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    BigInteger value =
        digits.startsWith("0b")
            ? new BigInteger(digits.substring(2), 2)
            : digits.startsWith("0o")
                ? new BigInteger(digits.substring(2), 8)
                : digits.startsWith("0x")
                    ? new BigInteger(digits.substring(2), 16)
                    : new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    return negative ? value.negate() : value;
  }

  private static Object written(Number number, String text) {
    Number normal = Numbers.normal(number);
    return Numbers.plain(normal).equals(text) ? normal : new Written(normal, text);
  }
}
