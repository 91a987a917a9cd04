package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The events that a run told with {@code --output jsonl}: one object per line, then the recap. */
record Events(List<JsonNode> events) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Reads standard output, on which there must be nothing else. */
  static Events of(Result run) {
    assertTrue(run.out().endsWith("\n"), run::all);
    List<JsonNode> events = new ArrayList<>();
    for (String line : run.out().split("\n", -1)) {
      if (line.isEmpty() && events.size() == run.out().lines().count()) break;
      try {
        JsonNode event = JSON.readTree(line);
        assertTrue(event != null && event.isObject() && event.path("event").isTextual(), line);
        events.add(event);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON object: " + line, e);
      }
    }
    Events told = new Events(List.copyOf(events));
    List<String> kinds = told.events.stream().map(event -> event.get("event").asText()).toList();
    assertEquals("recap", kinds.get(kinds.size() - 1), run::all);
    assertEquals(kinds.size() - 1, kinds.indexOf("recap"), "there is one recap, at the end");
    return told;
  }

  JsonNode recap() {
    return events.get(events.size() - 1);
  }

  /** How often each host was counted under a key of the recap, such as {@code changed}. */
  Map<String, Integer> counts(String key) {
    Map<String, Integer> counts = new TreeMap<>();
    recap()
        .get("hosts")
        .properties()
        .forEach(e -> counts.put(e.getKey(), e.getValue().path(key).asInt()));
    return counts;
  }

  /** What tasks came to: {@code TASK on HOST}, with the status. */
  Map<String, String> statuses() {
    return results()
        .collect(
            Collectors.toMap(
                result -> result.at("/task/name").asText() + " on " + result.get("host").asText(),
                result -> result.get("status").asText()));
  }

  Stream<JsonNode> results() {
    return events.stream().filter(event -> event.get("event").asText().equals("result"));
  }

  /** Why tasks failed, unless that was to be ignored. */
  List<String> failures() {
    return results()
        .filter(result -> !result.get("ignored").asBoolean())
        .filter(result -> List.of("failed", "unreachable").contains(result.get("status").asText()))
        .map(result -> result.get("message").asText())
        .toList();
  }

  /** All was found as it is wanted, on every host. */
  void assertNothingChanged() {
    assertEquals(List.of(), failures());
    assertTrue(
        counts("changed").values().stream().allMatch(count -> count == 0),
        () -> statuses().toString());
  }

  /** What a task changed on a host, without from and to. */
  List<String> changes(String task, Host host) {
    return results()
        .filter(result -> result.at("/task/name").asText().equals(task))
        .filter(result -> result.get("host").asText().equals(host.name()))
        .flatMap(result -> StreamSupport.stream(result.get("changes").spliterator(), false))
        .map(change -> change.get("what").asText())
        .toList();
  }
}
