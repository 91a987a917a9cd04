package outpost.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a run told, short enough to be read: one line per task with its hosts, the recap, the exit
 * status. What tasks say is kept where the task's name begins with {@code Show}.
 *
 * @param results in the order in which they came
 * @param recap counts per host that are not zero: {@code ok=2 changed=1}
 * @param remarks lines of other kinds: {@code aborted h1}, {@code error site.yml:3:5 …}
 */
record Transcript(List<Result> results, Map<String, String> recap, List<String> remarks, int exit) {
  private static final String STATUS = "ok|changed|failed|ignored|skipped|unknown|unreachable";
  private static final Pattern TASK = Pattern.compile("(.*?): ((?:" + STATUS + ") .*)");
  private static final Pattern PART = Pattern.compile("(" + STATUS + ") ([^=]+?)(?: = (.*))?");
  private static final List<String> COUNTS =
      List.of("ok", "changed", "failed", "skipped", "unreachable", "rescued", "ignored", "unknown");

  /** How a task ended on a host. */
  record Result(String task, String host, String status, Optional<String> says) {
    /** Drops the role from the name, and what is said by tasks that are not asked to. */
    static Result of(String name, String host, String status, String says) {
      String task = name.replaceFirst("^[\\w.-]+ : ", "");
      return new Result(
          task, host, status, task.startsWith("Show") ? Optional.of(says) : Optional.empty());
    }

    String atTask() {
      return status + " " + task + says.map(s -> " = " + s).orElse("");
    }
  }

  /** Writes counts down without those that are zero. */
  static String counts(Map<?, ?> counts) {
    return COUNTS.stream()
        .filter(c -> counts.get(c) instanceof Number n && n.intValue() > 0)
        .map(c -> c + "=" + counts.get(c))
        .collect(Collectors.joining(" "));
  }

  /** Writes one value down: a string as it is, all else as JSON would. */
  static String told(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> e.getKey() + ": " + told(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Transcript::told).collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(value).replace("\n", "\\n");
  }

  static Transcript parse(String text) {
    List<Result> results = new ArrayList<>();
    Map<String, String> recap = new TreeMap<>();
    List<String> remarks = new ArrayList<>();
    int exit = -1;
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      Matcher task = TASK.matcher(line);
      if (line.startsWith("recap ")) {
        int colon = line.indexOf(':');
        for (String host : line.substring(6, colon).split(" ")) {
          recap.put(host, line.substring(colon + 1).strip());
        }
      } else if (line.startsWith("exit ")) {
        exit = Integer.parseInt(line.substring(5));
      } else if (!line.startsWith("error ") && task.matches()) {
        for (String part : task.group(2).split(" \\| ")) {
          Matcher m = PART.matcher(part);
          if (!m.matches()) throw new IllegalArgumentException(line);
          for (String host : m.group(2).split(" ")) {
            results.add(
                new Result(task.group(1), host, m.group(1), Optional.ofNullable(m.group(3))));
          }
        }
      } else {
        remarks.add(line);
      }
    }
    return new Transcript(results, recap, remarks, exit);
  }

  /** Returns each host's results in order, without how hosts took turns. */
  Map<String, List<String>> perHost() {
    Map<String, List<String>> hosts = new TreeMap<>();
    results.forEach(r -> hosts.computeIfAbsent(r.host(), h -> new ArrayList<>()).add(r.atTask()));
    return hosts;
  }

  /** Returns it without how hosts took turns. */
  String freely() {
    StringBuilder text = new StringBuilder();
    perHost().forEach((host, all) -> text.append(host + ": " + String.join("; ", all) + "\n"));
    return text + new Transcript(List.of(), recap, remarks, exit).text();
  }

  String text() {
    List<String> lines = new ArrayList<>();
    List<Result> together = new ArrayList<>();
    for (Result result : results) {
      boolean next =
          together.stream()
              .anyMatch(r -> !r.task().equals(result.task()) || r.host().equals(result.host()));
      if (next) {
        lines.add(line(together));
        together.clear();
      }
      together.add(result);
    }
    if (!together.isEmpty()) lines.add(line(together));
    lines.addAll(remarks);
    Map<String, List<String>> alike = new LinkedHashMap<>();
    new TreeMap<>(recap)
        .forEach((host, c) -> alike.computeIfAbsent(c, x -> new ArrayList<>()).add(host));
    alike.forEach(
        (counts, hosts) -> lines.add(("recap " + String.join(" ", hosts) + ": " + counts).strip()));
    lines.add("exit " + exit);
    return String.join("\n", lines) + "\n";
  }

  private static String line(List<Result> together) {
    Map<String, Set<String>> hosts = new LinkedHashMap<>();
    Map<String, Result> sorted = new TreeMap<>();
    together.forEach(r -> sorted.put(r.host(), r));
    sorted
        .values()
        .forEach(
            r ->
                hosts
                    .computeIfAbsent(
                        r.status() + "\0" + r.says().map(s -> " = " + s).orElse(""),
                        k -> new LinkedHashSet<>())
                    .add(r.host()));
    return together.get(0).task()
        + ": "
        + hosts.entrySet().stream()
            .map(e -> e.getKey().replace("\0", " " + String.join(" ", e.getValue())))
            .collect(Collectors.joining(" | "));
  }

  @Override
  public String toString() {
    return text();
  }
}
