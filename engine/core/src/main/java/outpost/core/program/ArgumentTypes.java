package outpost.core.program;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import outpost.api.Secret;
import outpost.core.catalog.Given;
import outpost.core.program.ArgumentSpec.Type;

/** Tells values that an argument of a type takes from those that it does not. */
final class ArgumentTypes {
  private static final Set<String> TRUTHS =
      Set.of("yes", "no", "true", "false", "on", "off", "y", "n", "t", "f", "1", "0", "1.0", "0.0");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9][0-9_]*(\\.0+)?");

  /** Whole numbers as YAML 1.1 has them, where they stand without quotes. */
  private static final Pattern WHOLE_IN_YAML =
      Pattern.compile("[-+]?(0x[0-9a-fA-F_]+|0b[01_]+|[0-9]+(:[0-5]?[0-9])+)");

  private static final Pattern AMOUNT =
      Pattern.compile("\\s*[0-9]*\\.?[0-9]+\\s*([KMGTPEZY]?(b|bit|byte)?s?)?\\s*", 2);

  private ArgumentTypes() {}

  /** Whether a value is of a type, or of one that becomes it; items of lists are not looked at. */
  static boolean fits(Type type, Given given) {
    if (type == Type.RAW) return true;
    if (given instanceof Given.Items) return type == Type.LIST || type == Type.JSON;
    if (given instanceof Given.Fields) return type == Type.DICT || type == Type.JSON;
    String text = text(given);
    return switch (type) {
      case STR, PATH, LIST, RAW, JSON -> true;
      case INT -> WHOLE.matcher(text.strip()).matches() || isPlain(given, text);
      case FLOAT -> isNumber(text.strip()) || isPlain(given, text);
      case BOOL -> TRUTHS.contains(text.toLowerCase(Locale.ROOT));
      case DICT -> text.strip().startsWith("{") || text.contains("=");
      case BYTES, BITS -> AMOUNT.matcher(text).matches();
    };
  }

  private static boolean isPlain(Given given, String text) {
    return given instanceof Given.Text written
        && written.plain()
        && WHOLE_IN_YAML.matcher(text).matches();
  }

  private static boolean isNumber(String text) {
    try {
      return new BigDecimal(text.replace("_", "")) != null;
    } catch (NumberFormatException e) {
      return text.matches("[-+]?\\.?(inf|Inf|INF|nan|NaN|NAN)");
    }
  }

  /** Whether a single value is one of some choices: by its text, or as another word for it. */
  static boolean isOneOf(List<String> choices, Given given) {
    String text = text(given);
    if (choices.contains(text)) return true;
    if (isSecret(given)) return false;
    return isTruth(given, text)
        && choices.stream().anyMatch(c -> isWord(c) && truth(c) == truth(text));
  }

  /** Words that YAML makes the same boolean are the same choice. */
  private static boolean isTruth(Given given, String text) {
    boolean typed = given instanceof Given.Text written && written.plain();
    boolean value = given instanceof Given.Value v && v.value() instanceof Boolean;
    return (typed || value) && isWord(text);
  }

  private static boolean isWord(String text) {
    return List.of("yes", "no", "true", "false", "on", "off")
        .contains(text.toLowerCase(Locale.ROOT));
  }

  private static boolean truth(String word) {
    return List.of("yes", "true", "on").contains(word.toLowerCase(Locale.ROOT));
  }

  /** Returns the parts of a text that stands for a list. */
  static List<Given> parts(Given given) {
    if (given instanceof Given.Items list) return list.items();
    if (isSecret(given)) return List.of(given);
    return Arrays.stream(text(given).split(","))
        .map(String::strip)
        .map(part -> (Given) new Given.Text(given.span(), part, true))
        .toList();
  }

  static boolean isSecret(Given given) {
    return given instanceof Given.Value value && value.value() instanceof Secret;
  }

  /** Returns a single value as text; that of a secret is looked at, never told. */
  static String text(Given given) {
    if (given instanceof Given.Text text) return text.text();
    Object value = ((Given.Value) given).value();
    return value instanceof Secret secret ? secret.revealText() : String.valueOf(value);
  }
}
