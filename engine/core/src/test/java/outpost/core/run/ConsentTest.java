package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Secret;
import outpost.core.event.Prompter;
import outpost.core.event.TaskInfo;
import outpost.core.source.Source;

class ConsentTest {
  private final List<String> asked = new ArrayList<>();
  private final TaskInfo task =
      new TaskInfo("Stop it", "systemd", false, new Source("x", "x").span(0, 1));

  @Test
  void onlyAClearYesRunsATask() {
    Consent consent = consent("y", "YES", "", "n", "perhaps");
    assertTrue(consent.given(task, List.of("a")));
    assertTrue(consent.given(task, List.of("a")));
    assertFalse(consent.given(task, List.of("a")));
    assertFalse(consent.given(task, List.of("a")));
    assertFalse(consent.given(task, List.of("a")));
    assertFalse(consent.given(task, List.of("a")), "nobody answers any more");
  }

  @Test
  void whoContinuesIsNotAskedAgain() {
    Consent consent = consent("c");
    assertTrue(consent.given(task, List.of("a")));
    assertTrue(consent.given(task, List.of("a")));
    assertEquals(1, asked.size());
  }

  @Test
  void theQuestionNamesTheTaskAndItsHosts() {
    Consent consent = consent("y", "y");
    consent.given(task, List.of("a"));
    TaskInfo handler = new TaskInfo("Start", "x", true, task.place(), Optional.of("web"));
    consent.given(handler, List.of("a", "b"));
    assertEquals(
        List.of(
            "task Stop it on a: run it? (N)o, (y)es, (c)ontinue without asking: ",
            "handler web : Start on 2 hosts: run it? (N)o, (y)es, (c)ontinue without asking: "),
        asked);
  }

  @Test
  void nobodyIsAskedWhereThatIsNotWanted() {
    assertTrue(new Consent(false, Prompter.NOBODY).given(task, List.of("a")));
  }

  private Consent consent(String... answers) {
    Deque<String> left = new ArrayDeque<>(List.of(answers));
    return new Consent(
        true,
        new Prompter() {
          @Override
          public boolean isAnybodyThere() {
            return true;
          }

          @Override
          public Optional<String> ask(String question) {
            asked.add(question);
            return Optional.ofNullable(left.poll());
          }

          @Override
          public Optional<Secret> askSecretly(String question) {
            return Optional.empty();
          }
        });
  }
}
