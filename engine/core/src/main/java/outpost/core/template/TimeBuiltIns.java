package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Built-ins about time. A moment is the number of seconds since 1970, so that two can be
 * subtracted; formats are those of strftime(3).
 */
final class TimeBuiltIns {
  static final String USUAL = "%Y-%m-%d %H:%M:%S";

  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('Y', "uuuu"),
          Map.entry('y', "uu"),
          Map.entry('m', "MM"),
          Map.entry('d', "dd"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('p', "a"),
          Map.entry('b', "MMM"),
          Map.entry('h', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('j', "DDD"),
          Map.entry('z', "xx"),
          Map.entry('Z', "zzz"),
          Map.entry('f', "SSSSSS"),
          Map.entry('F', "uuuu-MM-dd"),
          Map.entry('T', "HH:mm:ss"),
          Map.entry('R', "HH:mm"),
          Map.entry('D', "MM/dd/uu"));

  static final List<Signature> TABLE =
      List.of(
          textual(
              "text?to_datetime(format:text?) number",
              (x, args) -> seconds((String) x, args.text(0, USUAL))),
          textual("text?strftime(second:number|text? utc:boolean?) text", TimeBuiltIns::written)
              .impure());

  private TimeBuiltIns() {}

  private static Object written(Object format, Args args) throws BadCall {
    ZoneId zone = args.flag(1) ? ZoneOffset.UTC : ZoneId.systemDefault();
    if (!args.has(0)) return format((String) format, Instant.now(), zone);
    try {
      BigDecimal seconds = new BigDecimal(Args.string(args.get(0)));
      Instant at = Instant.ofEpochMilli(seconds.movePointRight(3).toBigInteger().longValueExact());
      return format((String) format, at, zone);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new BadCall(1, "`" + Args.string(args.get(0)) + "` is no number of seconds since 1970");
    }
  }

  static String format(String format, Instant at, ZoneId zone) throws BadCall {
    ZonedDateTime moment = at.atZone(zone);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
        continue;
      }
      char letter = format.charAt(++i);
      switch (letter) {
        case '%' -> text.append('%');
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 's' -> text.append(moment.toEpochSecond());
        case 'e' -> text.append(String.format("%2d", moment.getDayOfMonth()));
        case 'u' -> text.append(moment.getDayOfWeek().getValue());
        case 'U' -> text.append(String.format("%02d", week(moment, DayOfWeek.SUNDAY)));
        case 'W' -> text.append(String.format("%02d", week(moment, DayOfWeek.MONDAY)));
        case 'w' -> text.append(moment.getDayOfWeek().getValue() % 7);
        case 'V' ->
            text.append(String.format("%02d", moment.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
        case 'G' -> text.append(moment.get(IsoFields.WEEK_BASED_YEAR));
        default -> text.append(pattern(letter).format(moment));
      }
    }
    return text.toString();
  }

  /** Weeks of a year begin on a day; the days before the first one are in week 0. */
  private static int week(ZonedDateTime moment, DayOfWeek first) {
    int since = (moment.getDayOfWeek().getValue() - first.getValue() + 7) % 7;
    return (moment.getDayOfYear() + 6 - since) / 7;
  }

  private static DateTimeFormatter pattern(char letter) throws BadCall {
    String pattern = PATTERNS.get(letter);
    if (pattern == null) {
      throw new BadCall(0, "times have no `%" + letter + "`", "see strftime(3)");
    }
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /** Without a zone of its own a time is one of UTC. */
  private static Object seconds(String text, String format) throws BadCall {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) builder.appendLiteral(c);
      else if (format.charAt(++i) == '%') builder.appendLiteral('%');
      else if (format.charAt(i) == 'y') builder.appendValueReduced(ChronoField.YEAR, 2, 2, 1969);
      else if (format.charAt(i) == 'f')
        builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, 6, false);
      else builder.append(pattern(format.charAt(i)));
    }
    for (ChronoField field : List.of(ChronoField.MONTH_OF_YEAR, ChronoField.DAY_OF_MONTH)) {
      if (!format.matches(".*%[jFD].*")) builder.parseDefaulting(field, 1);
    }
    boolean twelve = format.contains("%I");
    if (!format.matches(".*%[HIRT].*")) builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0);
    if (twelve && !format.contains("%p")) builder.parseDefaulting(ChronoField.AMPM_OF_DAY, 0);
    try {
      var parsed =
          builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT).parse(text);
      LocalDateTime local = LocalDateTime.from(parsed);
      long offset =
          parsed.isSupported(ChronoField.OFFSET_SECONDS)
              ? parsed.getLong(ChronoField.OFFSET_SECONDS)
              : 0;
      BigDecimal nanos = BigDecimal.valueOf(local.getNano(), 9);
      return BigDecimal.valueOf(local.toEpochSecond(ZoneOffset.UTC) - offset).add(nanos);
    } catch (DateTimeException e) {
      throw new BadCall(
          0, "`" + text + "` is no time of the format `" + format + "`", "see strftime(3)");
    }
  }
}
