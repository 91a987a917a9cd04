package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a check says of a run is what the run does. */
final class Announced {
  private Announced() {}

  static void assertBy(Told check, Told run) {
    String both = "the check\n" + check.all() + "the run\n" + run.all();
    List<String> stages = run.changes();
    if (stages.size() > check.changes().size()) {
      // what is done in stages is announced by its first, and goes on with the same thing
      stages = stages.subList(0, check.changes().size());
      assertEquals(things(check.changes()), things(run.changes()), both);
    }
    assertEquals(check.changes(), stages, both);
    switch (check.outcome()) {
      case "ok" -> assertEquals("ok", run.outcome(), both);
      case "would_change" -> assertEquals("changed", run.outcome(), both);
      default -> assertEquals("unknown", check.outcome(), both);
    }
  }

  private static Set<String> things(List<String> changes) {
    return changes.stream()
        .map(change -> change.substring(0, change.indexOf(": ")))
        .collect(Collectors.toSet());
  }
}
