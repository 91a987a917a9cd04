package outpost.lab;

import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * What a run of one task told, by its events.
 *
 * @param status the exit status of the engine
 * @param outcome how the task ended on the one host that it ran on
 * @param changes each as {@code what: from -> to}, in order
 * @param acted whether it did what is done each time it is asked for
 * @param trips round trips to the host that made most of them
 * @param all all that it printed
 */
record Told(
    int status, String outcome, List<String> changes, boolean acted, int trips, String all) {
  @SuppressWarnings("unchecked")
  static Told by(Result run) {
    Map<String, Object> result = Map.of();
    Map<String, Object> recap = Map.of();
    for (String line : run.out().lines().toList()) {
      // what JSON allows, YAML reads
      Map<String, Object> event = new Yaml().load(line);
      if ("result".equals(event.get("event"))) result = event;
      if ("recap".equals(event.get("event"))) recap = event;
    }
    List<Map<String, Object>> changes =
        (List<Map<String, Object>>) result.getOrDefault("changes", List.of());
    Map<String, Map<String, Object>> hosts =
        (Map<String, Map<String, Object>>) recap.getOrDefault("hosts", Map.of());
    return new Told(
        run.status(),
        String.valueOf(result.get("status")),
        changes.stream().map(Told::sentence).toList(),
        result.get("output") != null,
        hosts.values().stream().mapToInt(counts -> (Integer) counts.get("trips")).max().orElse(0),
        run.all());
  }

  private static String sentence(Map<String, Object> change) {
    return change.get("what") + ": " + change.get("from") + " -> " + change.get("to");
  }
}
