package outpost.core.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills values into {@code %s}, {@code %05d}, {@code %.2f}, as Python's {@code %} does. */
final class Formats {
  private static final Pattern HOLE =
      Pattern.compile("%(?:\\((\\w+)\\))?([-+ 0#]*)(\\d*)(?:\\.(\\d+))?([a-zA-Z%])");

  private Formats() {}

  static String format(String format, Args args) throws BadCall {
    List<Object> values = args.values();
    boolean named = values.size() == 1 && values.get(0) instanceof Map<?, ?>;
    Matcher hole = HOLE.matcher(format);
    StringBuilder text = new StringBuilder();
    int next = 0;
    while (hole.find()) {
      Object value = null;
      if (!hole.group(5).equals("%")) {
        boolean byName = named && hole.group(1) != null;
        if (!byName && next == values.size()) {
          throw new BadCall(0, "there are more `%` than values in `" + format + "`");
        }
        value = byName ? ((Map<?, ?>) values.get(0)).get(hole.group(1)) : values.get(next++);
        if (value == null) throw new BadCall(0, "there is no value for `" + hole.group() + "`");
      }
      hole.appendReplacement(text, Matcher.quoteReplacement(filled(hole, value)));
    }
    if (!named && next < values.size()) {
      throw new BadCall(next + 1, "there are more values than `%` in `" + format + "`");
    }
    return hole.appendTail(text).toString();
  }

  private static String filled(Matcher hole, Object value) throws BadCall {
    String flags = hole.group(2) + hole.group(3);
    String precision = hole.group(4);
    return switch (hole.group(5)) {
      case "%" -> "%";
      case "s" -> {
        String text = Args.string(value);
        String cut =
            precision == null
                ? text
                : text.substring(0, Math.min(text.length(), Integer.parseInt(precision)));
        yield String.format("%" + flags.replaceAll("^[+ 0#]+", "") + "s", cut);
      }
      case "d", "i" -> String.format("%" + flags + "d", whole(value));
      case "x", "X", "o" -> String.format("%" + flags + hole.group(5), whole(value));
      case "f" -> fixed(flags, precision == null ? 6 : Integer.parseInt(precision), real(value));
      default -> throw new BadCall(0, "values are not formatted by `" + hole.group() + "`");
    };
  }

  private static String fixed(String flags, int precision, BigDecimal value) {
    BigDecimal rounded =
        new BigDecimal(value.doubleValue()).setScale(precision, RoundingMode.HALF_EVEN);
    return String.format("%" + flags + "." + precision + "f", rounded);
  }

  private static BigDecimal real(Object value) throws BadCall {
    if (Args.isNumber(value)) return new BigDecimal(Args.number(value).toString());
    throw new BadCall("`" + Args.string(value) + "` is no number", "write `x?number`");
  }

  private static BigInteger whole(Object value) throws BadCall {
    return real(value).setScale(0, RoundingMode.DOWN).toBigInteger();
  }
}
