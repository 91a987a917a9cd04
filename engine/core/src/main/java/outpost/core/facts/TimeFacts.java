package outpost.core.facts;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The host's clock, how long it has been up, and how busy it is. */
final class TimeFacts {
  private static final String ISO = "yyyy-MM-dd'T'HH:mm:ss";
  private static final String BASIC = "yyyyMMdd'T'HHmmss";

  private TimeFacts() {}

  static void uptime(Printed lines, Map<String, Object> facts) {
    lines
        .text("uptime")
        .map(text -> Printed.number(text.split("[. ]")[0]))
        .ifPresent(seconds -> seconds.ifPresent(number -> facts.put("uptime_seconds", number)));
  }

  static void load(Printed lines, Map<String, Object> facts) {
    List<String> words = lines.words("loadavg");
    if (words.size() < 3) return;
    Map<String, Object> load = new LinkedHashMap<>();
    load.put("1m", new BigDecimal(words.get(0)));
    load.put("5m", new BigDecimal(words.get(1)));
    load.put("15m", new BigDecimal(words.get(2)));
    facts.put("loadavg", load);
  }

  static void dateTime(Printed lines, Map<String, Object> facts) {
    List<String> date = lines.words("date");
    if (date.size() < 3 || Printed.number(date.get(0)).isEmpty()) return;
    // a date without %N prints it as it is
    long nanos = date.size() > 3 ? Printed.number(date.get(3)).orElse(0) : 0;
    Instant now = Instant.ofEpochSecond(Long.parseLong(date.get(0)), nanos);
    ZonedDateTime local = now.atZone(ZoneOffset.of(date.get(1)));
    ZonedDateTime utc = now.atZone(ZoneOffset.UTC);
    Map<String, Object> time = new LinkedHashMap<>();
    put(time, local, "date", "yyyy-MM-dd");
    put(time, local, "time", "HH:mm:ss");
    put(time, local, "year", "yyyy");
    put(time, local, "month", "MM");
    put(time, local, "day", "dd");
    put(time, local, "hour", "HH");
    put(time, local, "minute", "mm");
    put(time, local, "second", "ss");
    put(time, local, "weekday", "EEEE");
    int weekday = local.getDayOfWeek().getValue() % 7;
    time.put("weekday_number", String.valueOf(weekday));
    // weeks begin on Monday, days before the first Monday are in week 0: strftime(3), %W
    int week = (local.getDayOfYear() + 6 - (weekday + 6) % 7) / 7;
    time.put("weeknumber", String.format("%02d", week));
    time.put("epoch", date.get(0));
    time.put("epoch_int", date.get(0));
    put(time, utc, "iso8601", ISO + "'Z'");
    put(time, utc, "iso8601_micro", ISO + ".SSSSSS'Z'");
    put(time, local, "iso8601_basic", BASIC + "SSSSSS");
    put(time, local, "iso8601_basic_short", BASIC);
    time.put("tz", date.get(2));
    time.put("tz_dst", summerName(lines).orElse(date.get(2)));
    time.put("tz_offset", date.get(1));
    facts.put("date_time", time);
  }

  /** Returns the zone's name in that half of the year that is further from the night. */
  private static Optional<String> summerName(Printed lines) {
    return lines.all("zone").stream()
        .map(Printed::split)
        .filter(words -> words.size() == 2 && words.get(0).matches("[-+]\\d{4}"))
        .reduce((a, b) -> Integer.parseInt(b.get(0)) > Integer.parseInt(a.get(0)) ? b : a)
        .map(words -> words.get(1));
  }

  private static void put(
      Map<String, Object> time, ZonedDateTime local, String name, String pattern) {
    time.put(name, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(local));
  }
}
