package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Secret;
import outpost.core.event.Event;
import outpost.core.event.Recap;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;

class JsonLinesReporterTest {
  private final Story story = new Story();
  private final TaskInfo install = Story.task("Install the daemon", "dnf");

  @Test
  void tellsARunAsOneObjectPerLine() {
    story.jsonLines();
    story.join();
    Golden.check("join.jsonl", story.told());
  }

  @Test
  void tellsTheOtherKindsOfEvents() {
    story.jsonLines();
    story.on(new Event.BatchStarted(1, 3, List.of("a")));
    story.on(new Event.Aborted(List.of("b"), "a failed"));
    story.on(new Event.Warned("no host in `remotes`"));
    story.on(new Event.Rescued(install, "a"));
    story.on(new Event.Included(install, "tasks/x.yml", List.of("a", "b")));
    TaskInfo ofRole = new TaskInfo("Install", "dnf", true, install.place(), Optional.of("web"));
    story.on(new Event.TaskStarted(ofRole, List.of("a")));
    story.on(
        new Event.ItemEnded(
            install,
            "a",
            "httpd",
            new Story.Made(Status.CHANGED).diff("/etc/motd", "", "hello\n").outcome()));
    Golden.check("others.jsonl", story.told());
  }

  @Test
  void endsWithTheRecapInItsPromisedForm() {
    story.jsonLines();
    story.begins(false);
    story.over(Map.of("h1", new Recap.Counts(3, 1, 0, 0, 0, 0, 0, 0, 2)));
    String last = story.told().lines().reduce((a, b) -> b).orElseThrow();
    assertTrue(
        last.startsWith(
            "{\"event\":\"recap\",\"hosts\":{\"h1\":{\"ok\":3,\"changed\":1,\"failed\":0,"
                + "\"skipped\":0,\"unreachable\":0,\"rescued\":0,\"ignored\":0,\"trips\":2}},"),
        last);
  }

  @Test
  void countsInACheckWhatCouldNotBeKnown() {
    story.jsonLines();
    story.begins(true);
    story.over(Map.of("h1", new Recap.Counts(3, 1, 0, 1, 0, 0, 0, 1, 2)));
    assertTrue(story.told().contains("\"trips\":2,\"unknown\":1}"), story.told());
  }

  @Test
  void masksSecretsBeforeTheyAreEscaped() {
    story.masker.add(Secret.of("a\"b\nc"));
    story.masker.add(Secret.of("31337"));
    story.jsonLines();
    story.ends(
        install,
        "h",
        new Story.Made(Status.CHANGED)
            .message("x a\"b\nc y")
            .result(Map.of("key", List.of(31337, Secret.of("z"), Map.of("a\"b\nc", true))))
            .outcome());
    assertTrue(story.told().contains("\"message\":\"x *** y\""), story.told());
    assertTrue(story.told().contains("{\"key\":[\"***\",\"***\",{\"***\":true}]}"), story.told());
  }

  @Test
  void showsNothingOfAHiddenTaskButItsStatus() {
    story.jsonLines();
    story.on(
        new Event.ItemEnded(
            install,
            "h",
            "letmein",
            new Story.Made(Status.FAILED)
                .message("letmein")
                .output(1, "letmein", "")
                .result(Map.of("x", "letmein"))
                .hidden()
                .outcome()));
    assertFalse(story.told().contains("letmein"), story.told());
    assertTrue(story.told().contains("\"status\":\"failed\""), story.told());
  }

  @Test
  void writesTheTimeOfEachEvent() {
    story.jsonLines();
    story.pass(Duration.ofMillis(5));
    story.on(new Event.Warned("x"));
    assertEquals(
        "{\"event\":\"warning\",\"message\":\"x\",\"time\":\"2026-01-02T03:04:05.005Z\"}\n",
        story.told());
  }
}
