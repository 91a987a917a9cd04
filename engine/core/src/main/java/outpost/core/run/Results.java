package outpost.core.run;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import outpost.core.catalog.Shape;
import outpost.core.connect.Reply;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.template.Flag;
import outpost.core.template.Unknown;

/** What {@code register} gets: found records and outputs under the names that playbooks use. */
final class Results {
  private static final List<Status> BY_WEIGHT =
      List.of(
          Status.OK,
          Status.UNKNOWN,
          Status.WOULD_CHANGE,
          Status.CHANGED,
          Status.FAILED,
          Status.UNREACHABLE);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private Results() {}

  /** Returns the components of a found record in snake case; blobs are left out. */
  static Map<String, Object> of(Record found) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Shape.Part part : Shape.of(found.getClass()).parts()) {
      Object value = plain(part.in(found));
      if (value != null) values.put(part.key(), value);
    }
    return values;
  }

  /** Adds what an action printed. */
  static void addOutput(Map<String, Object> result, Reply reply) {
    addOutput(result, reply, true);
  }

  /**
   * Adds what an action printed.
   *
   * @param stripped whether newlines at its end are left out
   */
  static void addOutput(Map<String, Object> result, Reply reply, boolean stripped) {
    result.put("rc", reply.status());
    result.put("stdout", stripped ? chomp(reply.out()) : reply.out());
    result.put("stderr", stripped ? chomp(reply.err()) : reply.err());
    result.put("stdout_lines", lines(reply.out()));
    result.put("stderr_lines", lines(reply.err()));
  }

  /** Adds when an action was begun and when it had ended, by the clock of the control node. */
  static void addTimes(Map<String, Object> result, Instant start, Instant end, ZoneId zone) {
    Duration took = Duration.between(start, end);
    result.put("start", TIME.format(start.atZone(zone)));
    result.put("end", TIME.format(end.atZone(zone)));
    result.put(
        "delta",
        String.format(
            "%d:%02d:%02d.%06d",
            took.toHours(), took.toMinutesPart(), took.toSecondsPart(), took.toNanosPart() / 1000));
  }

  /** Returns what stands for the output of an action that check mode does not run. */
  static Map<String, Object> unknownOutput(boolean detached) {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("rc", Unknown.NUM);
    results.put("stdout", Unknown.STR);
    results.put("stderr", Unknown.STR);
    results.put("stdout_lines", new Unknown.Seq(Unknown.STR));
    results.put("stderr_lines", new Unknown.Seq(Unknown.STR));
    for (String time : List.of("start", "end", "delta")) results.put(time, Unknown.STR);
    if (!detached) return results;
    results.put("ansible_job_id", Unknown.STR);
    results.put("results_file", Unknown.STR);
    results.put("started", Unknown.ANY);
    results.put("finished", Unknown.ANY);
    return results;
  }

  /** Returns what stands for results that only doing something brings. */
  static Map<String, Object> unknown(Collection<String> names) {
    Map<String, Object> results = new LinkedHashMap<>();
    names.stream().sorted().forEach(name -> results.put(name, Unknown.ANY));
    return results;
  }

  /** Adds that something took too long, and returns what to say of it. */
  static String addTimeout(Map<String, Object> result, Duration period) {
    long seconds = (period.toMillis() + 999) / 1000;
    result.put("timedout", Map.of("period", seconds));
    return "took longer than " + seconds + " s and was ended";
  }

  /** Returns what is told of a job. */
  static Map<String, Object> ofJob(String id, boolean finished, String folder) {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("ansible_job_id", id);
    results.put("started", Flag.of(true));
    results.put("finished", Flag.of(finished));
    if (!folder.isEmpty()) results.put("results_file", folder);
    return results;
  }

  /** Returns a result as reporters get it: without what is not known. */
  static Map<String, Object> told(Map<String, Object> result) {
    Map<String, Object> known = new LinkedHashMap<>();
    result.forEach(
        (key, value) -> {
          if (!(value instanceof Unknown)) known.put(key, value);
        });
    return known;
  }

  /** Adds what every result says. */
  static void addStatus(Map<String, Object> result, Status status, String message) {
    boolean failedAfterChange =
        status == Status.FAILED && Boolean.TRUE.equals(result.get("changed"));
    result.put(
        "changed", status == Status.CHANGED || status == Status.WOULD_CHANGE || failedAfterChange);
    result.put("failed", status == Status.FAILED);
    if (status == Status.SKIPPED || status == Status.UNKNOWN) result.put("skipped", true);
    if (status == Status.UNREACHABLE) result.put("unreachable", true);
    if (!message.isEmpty()) result.put("msg", message);
  }

  /** Returns what a task comes to whose loop had these outcomes. */
  static Outcome together(List<Outcome> outcomes) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("results", outcomes.stream().map(Outcome::result).toList());
    Status status = Status.SKIPPED;
    for (Status each : BY_WEIGHT) {
      if (outcomes.stream().anyMatch(o -> o.status() == each)) status = each;
    }
    List<Outcome> lost = outcomes.stream().filter(Outcome::isFatal).toList();
    boolean ignored = lost.isEmpty() && outcomes.stream().anyMatch(Outcome::ignored);
    String message = String.join("; ", lost.stream().map(Outcome::message).distinct().toList());
    if (outcomes.isEmpty()) message = "nothing to loop over";
    addStatus(result, status, message);
    if (outcomes.stream().anyMatch(o -> Boolean.TRUE.equals(o.result().get("changed")))) {
      result.put("changed", true);
    }
    return new Outcome(
        status,
        message,
        lost.stream().flatMap(o -> o.hints().stream()).distinct().toList(),
        outcomes.stream().flatMap(o -> o.changes().stream()).toList(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        ignored,
        result,
        outcomes.stream().anyMatch(Outcome::hidden),
        Duration.ZERO);
  }

  /** Returns the facts that a task set, of all its items. */
  static Map<String, Object> facts(Outcome outcome) {
    Map<String, Object> facts = new LinkedHashMap<>();
    List<Map<String, Object>> results = new ArrayList<>(List.of(outcome.result()));
    if (outcome.result().get("results") instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> map) {
          Map<String, Object> result = new LinkedHashMap<>();
          map.forEach((key, value) -> result.put(String.valueOf(key), value));
          results.add(result);
        }
      }
    }
    for (Map<String, Object> result : results) {
      if (result.get("ansible_facts") instanceof Map<?, ?> set) {
        set.forEach((name, value) -> facts.put(String.valueOf(name), value));
      }
    }
    return facts;
  }

  private static List<Object> lines(String text) {
    return chomp(text).isEmpty() ? List.of() : List.of((Object[]) chomp(text).split("\r?\n", -1));
  }

  private static String chomp(String text) {
    return text.replaceFirst("[\r\n]+\\z", "");
  }

  private static Object plain(Object value) {
    if (value instanceof Optional<?> maybe) return maybe.map(Results::plain).orElse(null);
    if (value instanceof byte[]) return null;
    if (value instanceof Record record) return of(record);
    if (value instanceof Enum<?> constant) return constant.name().toLowerCase(Locale.ROOT);
    if (value instanceof Collection<?> items) return items.stream().map(Results::plain).toList();
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.forEach((key, item) -> values.put(String.valueOf(key), plain(item)));
      return values;
    }
    return value;
  }
}
