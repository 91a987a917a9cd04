package outpost.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run told of one of its tasks, by its events.
 *
 * @param status the exit status of the engine
 * @param outcome how the task ended on the one host that it ran on
 * @param changes each as {@code what: from -> to}, in order
 * @param acted whether it did what is done each time it is asked for
 * @param diffs the texts before and after
 * @param out what its program printed
 * @param result what {@code register} got
 * @param trips round trips to the host that made most of them: of the task, or of the whole run
 * @param all all that it printed
 */
record Told(
    int status,
    String outcome,
    List<String> changes,
    boolean acted,
    List<Diff> diffs,
    String out,
    Map<String, Object> result,
    int trips,
    String all) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The texts of one change; null where they are not to be shown. */
  record Diff(String name, String before, String after) {}

  /** What a run of one task told; the trips are those of the run. */
  static Told by(Result run) {
    Map<String, Object> result = Map.of();
    Map<String, Map<String, Object>> hosts = Map.of();
    for (Map<String, Object> event : events(run)) {
      if ("result".equals(event.get("event"))) result = event;
      if ("recap".equals(event.get("event"))) hosts = part(event, "hosts");
    }
    int trips =
        hosts.values().stream().mapToInt(counts -> (Integer) counts.get("trips")).max().orElse(0);
    return of(run, result, trips, run.all());
  }

  /** What a run told of all its tasks, by their names; of tasks with one name, the last. */
  static Map<String, Told> eachBy(Result run) {
    Map<String, Told> told = new LinkedHashMap<>();
    for (Map<String, Object> event : events(run)) {
      if (!"result".equals(event.get("event"))) continue;
      Map<String, Object> task = part(event, "task");
      told.put(
          String.valueOf(task.get("name")),
          of(run, event, (Integer) event.get("trips"), write(event) + "\n"));
    }
    return told;
  }

  private static Told of(Result run, Map<String, Object> event, int trips, String all) {
    List<Map<String, Object>> changes = part(event, "changes", List.of());
    List<Map<String, Object>> diffs = part(event, "diffs", List.of());
    Map<String, Object> output = part(event, "output", null);
    return new Told(
        run.status(),
        String.valueOf(event.get("status")),
        changes.stream().map(Told::sentence).toList(),
        output != null,
        diffs.stream().map(Told::diff).toList(),
        output == null ? "" : String.valueOf(output.get("stdout")),
        part(event, "result", Map.of()),
        trips,
        all);
  }

  private static Diff diff(Map<String, Object> diff) {
    return new Diff(
        (String) diff.get("name"), (String) diff.get("before"), (String) diff.get("after"));
  }

  private static String sentence(Map<String, Object> change) {
    return change.get("what") + ": " + change.get("from") + " -> " + change.get("to");
  }

  private static List<Map<String, Object>> events(Result run) {
    List<Map<String, Object>> events = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      try {
        events.add(JSON.readValue(line, new TypeReference<>() {}));
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + line + "\n" + run.all(), e);
      }
    }
    return events;
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T part(Map<String, Object> event, String key) {
    return part(event, key, null);
  }

  @SuppressWarnings("unchecked")
  private static <T> T part(Map<String, Object> event, String key, T otherwise) {
    Object part = event.get(key);
    return part == null ? otherwise : (T) part;
  }
}
