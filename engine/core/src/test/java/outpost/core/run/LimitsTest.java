package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a task may take, and on how many hosts at a time it runs. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsTest {
  /** Notes how many are at it now, itself among them. */
  private static final String COUNT =
      "mkdir DIR/at.$$ && ls -d DIR/at.* | wc -l >>DIR/counts; sleep 0.4; rmdir DIR/at.$$";

  @TempDir Path folder;
  private Playbooks playbooks;

  @BeforeEach
  void makeFolder() {
    playbooks = new Playbooks(folder);
  }

  private List<String> run(String text) {
    List<String> told = playbooks.run(text.replace("COUNT", COUNT));
    assertEquals("", playbooks.problems);
    return told;
  }

  /** Returns the most that were at it together. */
  private int most() throws IOException {
    List<String> counts = Files.readAllLines(folder.resolve("counts"));
    assertEquals(3, counts.size());
    return counts.stream().map(String::strip).mapToInt(Integer::parseInt).max().orElseThrow();
  }

  @Test
  void whatTakesTooLongFailsAndItsHostGoesOn() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - name: slow
                  sh: "echo begun; sleep 100"
                  timeout: 1
                  register: r
                  ignore_errors: yes
                - {name: told, debug: {msg: "${r.timedout.period} ${r.stdout} ${r.failed?c}"}}
            """);
    assertEquals(
        List.of(
            "play h1 [h1]",
            "slow h1 failed ignored: took longer than 1 s and was ended",
            "told h1 ok [1 begun true]"),
        told);
  }

  @Test
  void everyItemHasTheWholeTime() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - name: each
                  sh: "sleep ${item}"
                  timeout: 2
                  loop: [1.5, 100, 1.5]
                  register: r
                  ignore_errors: yes
                - name: told
                  debug: {msg: "${r.results?map(x -> x.timedout???c)?join(' ')}"}
            """);
    assertEquals(
        List.of(
            "each h1[1.5] changed",
            "each h1[100] failed ignored: took longer than 2 s and was ended",
            "each h1[1.5] changed"),
        told.subList(1, 4));
    assertEquals("told h1 ok [false true false]", told.get(5));
  }

  @Test
  void everyTryHasTheWholeTime() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - name: try
                  sh: "[ -e DIR/tried ] || { touch DIR/tried; sleep 100; }; echo well"
                  timeout: 1
                  register: r
                  until: r.rc == 0
                  delay: 0
                - {name: told, debug: {msg: "${r.attempts} ${r.stdout} ${r.timedout???c}"}}
            """);
    assertEquals(List.of("try h1 changed", "told h1 ok [2 well false]"), told.subList(1, 3));
  }

  @ParameterizedTest
  @CsvSource({"linear, 1", "linear, 2", "free, 1", "free, 2", "host_pinned, 1"})
  void noMoreHostsAreAtATaskThanItsThrottleSays(String strategy, int throttle) throws IOException {
    run(
        """
        - hosts: web
          strategy: STRATEGY
          tasks: [{name: count, sh: "COUNT", throttle: MOST}]
        """
            .replace("STRATEGY", strategy)
            .replace("MOST", String.valueOf(throttle)));
    assertTrue(most() <= throttle, () -> strategy + ": more than " + throttle);
  }

  @ParameterizedTest
  @CsvSource({"linear", "free"})
  void tasksThatAreDelegatedToOneHostTakeTurns(String strategy) throws IOException {
    List<String> told =
        run(
            """
            - hosts: web
              strategy: STRATEGY
              tasks: [{name: count, sh: "COUNT", delegate_to: h1}]
            """
                .replace("STRATEGY", strategy));
    assertTrue(told.contains("count h2->h1 changed"), told.toString());
    assertEquals(1, most());
  }
}
