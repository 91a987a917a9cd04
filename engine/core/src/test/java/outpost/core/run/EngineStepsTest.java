package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineStepsTest {
  @TempDir Path folder;
  private Playbooks playbooks;

  @BeforeEach
  void makeFolder() {
    playbooks = new Playbooks(folder);
  }

  private List<String> run(String text) {
    List<String> told = playbooks.run(text);
    assertEquals("", playbooks.problems);
    return told;
  }

  @Test
  void pausesOnceForAllHosts() {
    List<String> told =
        run(
            """
            - hosts: all
              tasks:
                - {name: wait, pause: {seconds: 0.01}, register: r}
                - {name: tell, debug: {msg: "${r.stdout}"}, when: inventory_hostname == "h3"}
            """);
    assertEquals("wait h1 ok", told.get(1));
    assertEquals("tell h3 ok [Paused for 0.01 seconds]", told.get(told.size() - 1));
    assertEquals(1, told.stream().filter(line -> line.startsWith("wait")).count());
  }

  @Test
  void asksAndHandsTheAnswerOn() {
    playbooks.answers.add("blue");
    List<String> told =
        run(
            """
            - hosts: all
              tasks:
                - {pause: {prompt: "Which colour?"}, register: r}
                - {name: tell, debug: {msg: "${r.user_input}"}, when: inventory_hostname == "h2"}
            """);
    assertEquals("tell h2 ok [blue]", told.get(told.size() - 1 - 1));
    assertEquals(List.of("Which colour? shown"), playbooks.asked);
  }

  @Test
  void goesOnAtOnceWhereNobodyCanBeAsked() {
    List<String> told =
        run("- hosts: h1\n  tasks: [{pause: {prompt: Go on}}, {debug: {msg: go}}]\n");
    assertEquals("pause h1 ok [Go on, there is no terminal: it went on at once]", told.get(1));
    assertEquals("debug h1 ok [go]", told.get(2));
  }

  @Test
  void waitsForNothingInACheck() {
    List<String> told =
        playbooks
            .check()
            .run("- hosts: h1\n  tasks: [{pause: {minutes: 5}}, {wait_for_connection: }]\n");
    assertEquals("", playbooks.problems);
    assertEquals("pause h1 skipped: a check waits for nothing", told.get(1));
    assertEquals("wait_for_connection h1 skipped: a check waits for nothing", told.get(2));
  }

  @Test
  void waitsUntilAHostAnswers() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {wait_for_connection: {timeout: 5}, register: r}
                - {debug: {msg: "${r.elapsed}"}}
            """);
    assertEquals("wait_for_connection h1 ok", told.get(1));
    assertEquals("debug h1 ok [0]", told.get(2));
  }

  @Test
  void failsWhenAHostDoesNotAnswerInTime() {
    playbooks.write("hosts.ini", "dead ansible_connection=local\n");
    playbooks.unreachable.add("dead");
    List<String> told =
        run("- hosts: dead\n  tasks: [{wait_for_connection: {timeout: 0.02, sleep: 0.01}}]\n");
    assertTrue(
        told.get(1).startsWith("wait_for_connection dead failed: no answer after 0 s: "),
        told.get(1));
  }

  @Test
  void goesOnWhenAHostThatWasSentAwayIsBack() {
    playbooks.write("hosts.ini", "h1\n");
    List<String> told =
        run(
            """
            - hosts: h1
              gather_facts: false
              tasks:
                - away: {by: "kill -9 $$", back: "mkdir DIR/once; [ -e DIR/twice ] || { mkdir DIR/twice; echo soon >&2; exit 1; }"}
                  register: r
                - {debug: {msg: "${r.elapsed?is_number?c}"}}
            """
                .replace("DIR", folder.toString()));
    assertEquals("away h1 changed", told.get(1));
    assertEquals("debug h1 ok [true]", told.get(2));
  }

  @Test
  void failsWhenAHostThatWasSentAwayDoesNotComeBack() {
    playbooks.write("hosts.ini", "h1\n");
    List<String> told =
        run(
            """
            - hosts: h1
              gather_facts: false
              tasks: [{away: {by: exit 0, back: "echo it is not another boot >&2; exit 1"}}]
            """);
    assertTrue(
        told.get(1).matches("away h1 failed: not back after \\d s: it is not another boot"),
        told.get(1));
  }

  @Test
  void neverSendsTheControlNodeAway() {
    List<String> told =
        run(
            "- hosts: h1\n  tasks: [{away: {by: touch DIR/gone, back: exit 0}}]\n"
                .replace("DIR", folder.toString()));
    assertEquals("away h1 failed: `h1` is the control node, which runs this play", told.get(1));
    assertTrue(Files.notExists(folder.resolve("gone")));
  }

  @Test
  void countsForTheRecap() {
    run(
        """
        - hosts: all
          tasks:
            - set_stats: {data: {hosts: 1, names: ["${inventory_hostname}"], last: x}}
            - set_stats: {data: {last: "${inventory_hostname}"}, aggregate: no}
            - set_stats: {data: {mine: "${inventory_hostname}", seen: {a: 1}}, per_host: yes}
            - set_stats: {data: {seen: {b: 2}}, per_host: yes}
        """);
    assertEquals(
        Map.of("hosts", new BigDecimal(3), "names", List.of("h1", "h2", "h3"), "last", "h3"),
        playbooks.recap.stats().run());
    assertEquals(
        Map.of("mine", "h2", "seen", Map.of("a", 1, "b", 2)),
        playbooks.recap.stats().hosts().get("h2"));
  }

  @Test
  void asksLookupsThatDoSomethingInTheRunAlone() {
    String text =
        """
        - hosts: h1
          tasks:
            - {debug: {msg: "${lookup('pipe', 'echo one')}"}}
            - {set_fact: {two: "${lookup('pipe', 'echo two')}"}}
            - {debug: {msg: "${two}"}}
        """;
    assertEquals(List.of("debug h1 ok [one]", "debug h1 ok [two]"), debugs(run(text)));
    assertEquals("debug h1 ok [not known yet]", debugs(playbooks.check().run(text)).get(0));
  }

  @Test
  void failsWhereALookupOfAnArgumentIsRefused() {
    playbooks.answers.add("hush-hush");
    List<String> told =
        run(
            """
            - hosts: h1
              vars_prompt: [{name: pw}]
              tasks:
                - content: {path: DIR/x, line: "v=${lookup('pipe', 'echo ' + pw)}"}
            """);
    assertTrue(told.get(1).startsWith("content h1 failed: "), told.get(1));
    assertTrue(told.get(1).contains("a secret cannot be looked up"), told.get(1));
  }

  private static List<String> debugs(List<String> told) {
    return told.stream().filter(line -> line.startsWith("debug")).toList();
  }
}
