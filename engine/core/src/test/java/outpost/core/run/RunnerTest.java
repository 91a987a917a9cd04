package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
  @TempDir Path folder;
  private Playbooks playbooks;

  @BeforeEach
  void makeFolder() {
    playbooks = new Playbooks(folder);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private List<String> run(String text) {
    List<String> told = playbooks.run(text);
    assertEquals("", playbooks.problems);
    return told;
  }

  @Test
  void changesOnceAndFindsNothingLeftTheSecondTime() throws IOException {
    String text =
        """
        - name: files
          hosts: h1
          tasks:
            - name: write
              content: {path: DIR/a, line: "${inventory_hostname} it's"}
        """;
    assertEquals(List.of("play files [h1]", "write h1 changed {line: - -> h1 it's}"), run(text));
    assertEquals("h1 it's\n", read("a"));
    assertEquals(List.of("play files [h1]", "write h1 ok"), run(text));
    assertEquals(1, playbooks.counts("h1").trips());
  }

  @Test
  void changesNothingInCheckModeAndSaysWhatItWould() {
    List<String> told =
        playbooks
            .check()
            .run(
                """
                - hosts: h1
                  tasks:
                    - {name: write, content: {path: DIR/a, line: x}, notify: tell, register: r}
                    - {name: after, content: {path: DIR/b, line: y}, when: r.changed}
                    - {name: act, sh: "echo hi", register: out}
                    - {name: use, content: {path: DIR/c, line: "${out.stdout}"}, when: out.rc == 0}
                    - {name: real, sh: "echo hi > DIR/real", check_mode: no}
                  handlers:
                    - {name: tell, debug: {msg: told}}
                """);
    assertEquals(
        List.of(
            "play h1 [h1]",
            "write h1 would_change {line: - -> x}",
            "after h1 would_change {line: - -> y}",
            "act h1 would_change [would run: echo hi]",
            "use h1 unknown: whether it is done hangs on a result that is not known without doing"
                + " it",
            "real h1 changed",
            "tell h1 ok [told]"),
        told);
    assertFalse(Files.exists(folder.resolve("a")));
    assertTrue(Files.exists(folder.resolve("real")));
    assertEquals(1, playbooks.counts("h1").unknown());
  }

  @Test
  void blamesTheModuleWhenAChangeDoesNotHold() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: write, content: {path: DIR/a, line: x, broken: yes}}
            """);
    assertEquals(
        "write h1 failed {line: - -> x}: did not converge: what was changed is not as wanted when"
            + " read again",
        told.get(1));
  }

  @Test
  void actsOnceWhenTheLastStageAsksForIt() throws IOException {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: climb, stages: {path: DIR, run: "echo done >> DIR/end"}}
            """);
    assertEquals("climb h1 changed {files: 0 -> 1, files: 1 -> 2}", told.get(1));
    assertEquals("done\n", read("end"));
  }

  @Test
  void runsHandlersOnceInTheirOwnOrderAfterTheTasks() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: one, sh: "true", notify: [second, topic]}
                - {name: two, sh: "true", notify: second}
                - {name: three, sh: "true", changed_when: false, notify: never}
              handlers:
                - {name: never, debug: {msg: n}}
                - {name: first, debug: {msg: a}, listen: topic}
                - {name: second, debug: {msg: b}}
            """);
    assertEquals(
        List.of(
            "play h1 [h1]",
            "one h1 changed",
            "two h1 changed",
            "three h1 ok",
            "first h1 ok [a]",
            "second h1 ok [b]"),
        told);
  }

  @Test
  void loopsAndRegistersEveryItem() {
    List<String> told =
        run(
            """
            - hosts: h1
              vars: {names: [a, b]}
              tasks:
                - name: each
                  content: {path: "DIR/${item}", line: "${i}"}
                  loop: ${names}
                  loop_control: {index_var: i}
                  when: item != 'b' || names?size > 1
                  register: r
                - name: show
                  debug: {msg: "${r.results?map(x -> x.item)?join(',')} ${r.changed?string}"}
                - {name: none, debug: {msg: x}, loop: []}
            """);
    assertEquals(
        List.of(
            "play h1 [h1]",
            "each h1[a] changed {line: - -> 0}",
            "each h1[b] changed {line: - -> 1}",
            "each h1 changed {line: - -> 0, line: - -> 1}",
            "show h1 ok [a,b true]",
            "none h1 skipped: nothing to loop over"),
        told);
  }

  @Test
  void runsOnceAndSharesTheResult() {
    List<String> told =
        run(
            """
            - hosts: web
              tasks:
                - {name: once, sh: "echo ${inventory_hostname}", run_once: yes, register: r}
                - {name: show, debug: {msg: "${r.stdout}"}, when: inventory_hostname == 'h3'}
            """);
    assertEquals("once h1 changed", told.get(1));
    assertTrue(told.contains("show h3 ok [h1]"), told.toString());
  }

  @Test
  void takesHostsInBatchesAndStopsWhenAWholeBatchFailed() {
    List<String> told =
        run(
            """
            - hosts: web
              serial: 1
              tasks:
                - {name: try, sh: "[ ${inventory_hostname} = h1 ]"}
            - hosts: web
              tasks: [{name: never, debug: {msg: x}}]
            """);
    assertEquals(
        List.of(
            "play web [h1, h2, h3]",
            "batch 1/3 [h1]",
            "try h1 changed",
            "batch 2/3 [h2]",
            "try h2 failed: exit status 1",
            "aborted [h3]: the batch before it failed"),
        told);
  }

  @Test
  void goesOnWithoutTheHostsThatFailed() {
    List<String> told =
        run(
            """
            - hosts: web
              tasks:
                - {name: try, sh: "[ ${inventory_hostname} != h2 ]"}
                - {name: next, debug: {msg: "${ansible_play_hosts?join(' ')}"}}
            """);
    assertTrue(told.contains("next h1 ok [h1 h3]"), told.toString());
    assertFalse(told.toString().contains("next h2"));
    assertEquals(1, playbooks.counts("h2").failed());
  }

  @Test
  void stopsEveryHostAfterTheTaskWhenAnyErrorIsFatal() {
    List<String> told =
        run(
            """
            - hosts: web
              any_errors_fatal: yes
              tasks:
                - {name: try, sh: "[ ${inventory_hostname} != h2 ]"}
                - {name: next, debug: {msg: x}}
            """);
    assertEquals("aborted [h1, h3]: `try` failed on h2", told.get(told.size() - 1));
    assertEquals("`try` failed on h2", playbooks.recap.aborted().get("h1"));
  }

  @Test
  void judgesResultsByChangedWhenAndFailedWhen() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: a, sh: "exit 3", register: r, failed_when: r.rc > 3, changed_when: false}
                - {name: b, sh: "echo no", register: r, failed_when: "r.stdout == 'no'", ignore_errors: yes}
                - {name: c, sh: "exit 1", ignore_errors: yes, notify: x}
                - {name: d, debug: {msg: "${r.failed?string}"}}
              handlers: [{name: x, debug: {msg: never}}]
            """);
    assertEquals(
        List.of(
            "play h1 [h1]",
            "a h1 ok",
            "b h1 failed ignored: its `failed_when` holds",
            "c h1 failed ignored: exit status 1",
            "d h1 ok [true]"),
        told);
    assertEquals(2, playbooks.counts("h1").ignored());
  }

  @Test
  void triesAgainUntilItHolds() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - name: grow
                  sh: "echo x >> DIR/grown; wc -l < DIR/grown"
                  register: r
                  until: r.stdout?trim == '3'
                  retries: 5
                  delay: 0
            """);
    assertEquals(List.of("play h1 [h1]", "grow h1 changed"), told);
  }

  @Test
  void waitsForWhatSettlesAndSaysWhatItSawLast() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: there, sh: {run: "true", until: DIR}}
                - {name: never, sh: {run: "true", until: DIR/nowhere}}
            """);
    assertEquals("there h1 ok", told.get(1));
    assertTrue(told.get(2).startsWith("never h1 failed: the file is not there yet (waited "));
  }

  @Test
  void delegatesToAnotherHostAndKeepsTheVariablesOfItsOwn() {
    playbooks.write("host_vars/h2.yml", "who: two\n");
    List<String> told =
        run(
            """
            - hosts: h1
              vars: {who: mine}
              tasks:
                - {name: there, sh: "echo ${who} ${hostvars.h2.who}", delegate_to: h2, register: r}
                - {name: show, debug: {var: r.stdout}}
            """);
    assertEquals(List.of("play h1 [h1]", "there h1->h2 changed", "show h1 ok [mine two]"), told);
  }

  @Test
  void keepsFactsThatWereSetAndEvaluatesVariablesLate() {
    List<String> told =
        run(
            """
            - hosts: h1
              vars: {base: 1, late: "${base}"}
              tasks:
                - set_fact: {frozen: "${late}"}
                - set_fact: {base: 2}
                - {name: show, debug: {msg: "${late} ${frozen}"}}
            """);
    assertEquals("show h1 ok [2 1]", told.get(told.size() - 1));
  }

  @Test
  void givesScriptsAnEnvironmentButNoNameThatIsACommand() {
    List<String> told =
        run(
            """
            - hosts: h1
              environment: {A: "it's $HOME", B: 2}
              tasks:
                - {name: see, sh: 'echo "$A $B"', register: r}
                - {name: show, debug: {msg: "${r.stdout}"}}
                - {name: bad, sh: "true", environment: {"X;touch DIR/x": 1}}
            """);
    assertEquals("show h1 ok [it's $HOME 2]", told.get(2));
    assertTrue(told.get(3).endsWith("cannot be the name of an environment variable"), told.get(3));
    assertFalse(Files.exists(folder.resolve("x")));
  }

  @Test
  void namesTasksByTheirVariables() {
    List<String> told =
        run(
            """
            - hosts: h1
              vars: {thing: door}
              tasks:
                - {name: "Open the ${thing}", debug: {msg: x}}
            """);
    assertEquals("Open the door h1 ok [x]", told.get(1));
  }

  @Test
  void assertsWithTheUsersOwnWords() {
    List<String> told =
        run(
            """
            - hosts: h1
              vars: {size: 3}
              tasks:
                - {name: fits, assert: {that: [size > 1, size < 5], success_msg: "size ${size}"}}
                - {name: breaks, assert: {that: size > 5, fail_msg: "only ${size}"}}
            """);
    assertEquals("fits h1 ok [size 3]", told.get(1));
    assertEquals("breaks h1 failed: only 3", told.get(2));
  }

  @Test
  void tellsAllMistakesBeforeAnythingRuns() {
    playbooks.run(
        """
        - hosts: web
          tasks:
            - {name: one, content: {path: DIR/a, lin: x}}
            - {name: two, debug: {msg: "${nosuch}"}}
            - {name: three, contnt: {path: a}}
            - {name: four, debug: {msg: x}, notify: nobody}
            - {name: five, content: {path: DIR/a, broken: perhaps}}
        """);
    List<String> errors =
        playbooks.problems.lines().filter(line -> line.startsWith("error: ")).toList();
    assertEquals(
        List.of(
            "error: `content` has no argument `lin`",
            "error: `nosuch` is not defined",
            "error: there is no module or keyword `contnt`",
            "error: no handler is called `nobody`",
            "error: `broken` takes yes or no, not `perhaps`"),
        errors);
  }

  @Test
  void isSilentAboutWhatIsKnownOnlyInTheRun() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: get, sh: "echo 5", register: r}
                - {name: use, debug: {msg: "${r.stdout?number + 1}"}}
                - {name: never, debug: {msg: "${nosuch}"}, when: false}
                - {name: maybe, debug: {msg: "${unset!'no'}"}, when: r.rc == 0}
            """);
    assertEquals("use h1 ok [6]", told.get(2));
  }
}
