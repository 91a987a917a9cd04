package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Built-ins that reckon, and that spell amounts for people. */
final class NumberBuiltIns {
  private static final String UNITS = "YZEPTGMK";
  private static final Pattern AMOUNT = Pattern.compile("\\s*(\\d*\\.?\\d*)\\s*([A-Za-z]*)\\s*");

  static final List<Signature> TABLE =
      List.of(
          textual("number?round(precision:number? method:text?) number", NumberBuiltIns::round),
          textual("number?log(base:number?) number", NumberBuiltIns::log),
          textual("number?pow(number) number", (x, args) -> pow(x, args)),
          textual("number?root(base:number?) number", (x, args) -> root(x, args.get(0, 2))),
          textual("scalar?human_readable(isbits:boolean? unit:text?) text", NumberBuiltIns::spelt),
          textual(
              "scalar?human_to_bytes(default_unit:text? isbits:boolean?) number",
              NumberBuiltIns::bytes));

  private NumberBuiltIns() {}

  private static double real(Object number) {
    return Args.number(number).doubleValue();
  }

  private static Object number(double value, int part) throws BadCall {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new BadCall(part, "there is no such number");
    }
    return new BigDecimal(Double.toString(value));
  }

  /** As Python rounds a floating-point number: half goes to the even neighbour. */
  private static Object round(Object value, Args args) throws BadCall {
    String method = args.text(1, "common");
    RoundingMode mode =
        switch (method) {
          case "common" -> RoundingMode.HALF_EVEN;
          case "ceil" -> RoundingMode.CEILING;
          case "floor" -> RoundingMode.FLOOR;
          default ->
              throw new BadCall(
                  2,
                  "numbers are not rounded by `" + method + "`",
                  "there are ceil, common, floor");
        };
    Number number = Args.number(value);
    if (!(number instanceof BigDecimal) && args.number(0, 0) >= 0) return number;
    return new BigDecimal(number.doubleValue()).setScale(args.amount(0, 0), mode);
  }

  private static Object log(Object value, Args args) throws BadCall {
    if (!args.has(0)) return number(Math.log(real(value)), 0);
    double base = real(args.get(0));
    return number(base == 10 ? Math.log10(real(value)) : Math.log(real(value)) / Math.log(base), 0);
  }

  private static Object pow(Object value, Args args) throws BadCall {
    Number exponent = Args.number(args.get(0));
    boolean whole = exponent instanceof Integer n && n >= 0 && n <= 10_000;
    return whole
        ? new BigDecimal(Args.number(value).toString()).pow(exponent.intValue())
        : number(Math.pow(real(value), exponent.doubleValue()), 0);
  }

  private static Object root(Object value, Object base) throws BadCall {
    double by = real(base);
    return number(by == 2 ? Math.sqrt(real(value)) : Math.pow(real(value), 1 / by), 0);
  }

  /** 1024 of one unit are one of the next; two digits, as Ansible has it. */
  private static Object spelt(Object value, Args args) throws BadCall {
    BigDecimal size = exact(value);
    String base = args.flag(0) ? "bits" : "Bytes";
    String wanted = args.text(1, "").toUpperCase(Locale.ROOT);
    if (!wanted.isEmpty() && UNITS.indexOf(wanted.charAt(0)) < 0) {
      throw new BadCall(2, "there is no unit `" + args.text(1) + "`", "there are K, M, G, T, P, E");
    }
    int power = 0;
    for (int i = 0; i < UNITS.length() && power == 0; i++) {
      int candidate = UNITS.length() - i;
      boolean fits =
          wanted.isEmpty()
              ? size.compareTo(BigDecimal.valueOf(1024).pow(candidate)) >= 0
              : wanted.charAt(0) == UNITS.charAt(i);
      if (fits) power = candidate;
    }
    String unit =
        power == 0 ? base : UNITS.charAt(UNITS.length() - power) + (args.flag(0) ? "b" : "B");
    BigDecimal shown = size.divide(BigDecimal.valueOf(1024).pow(power), MathContext.DECIMAL64);
    return shown.setScale(2, RoundingMode.HALF_EVEN).toPlainString() + " " + unit;
  }

  private static BigDecimal exact(Object value) throws BadCall {
    if (Args.isNumber(value)) return new BigDecimal(Args.number(value).toString());
    try {
      return new BigDecimal(Args.string(value).strip());
    } catch (NumberFormatException e) {
      throw new BadCall(0, "`" + value + "` is no number");
    }
  }

  private static Object bytes(Object value, Args args) throws BadCall {
    String text = Args.string(value);
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches() || !amount.group(1).matches(".*\\d.*")) {
      throw new BadCall(0, "`" + text + "` is no amount", "write it as in `10 GB` or `512K`");
    }
    String unit = amount.group(2).isEmpty() ? args.text(0, "") : amount.group(2);
    String rest = unit.isEmpty() ? "" : unit.substring(1);
    int power = unit.isEmpty() ? -1 : UNITS.indexOf(Character.toUpperCase(unit.charAt(0)));
    String small = args.flag(1) ? "b|bit|bits" : "B|byte|bytes|Byte|Bytes";
    boolean plain = unit.isEmpty() || unit.matches(small);
    boolean known = power >= 0 && (rest.isEmpty() || rest.matches(small));
    if (!plain && !known) {
      throw new BadCall(
          0,
          "`" + unit + "` is no unit of " + (args.flag(1) ? "bits" : "bytes"),
          args.flag(1) ? "there are b, Kb, Mb, Gb, Tb" : "there are B, KB, MB, GB, TB");
    }
    return new BigDecimal(amount.group(1))
        .multiply(BigDecimal.valueOf(1024).pow(plain ? 0 : UNITS.length() - power))
        .setScale(0, RoundingMode.HALF_UP);
  }
}
