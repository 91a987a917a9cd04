package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VarsPromptTest {
  private static final String PLAYBOOK =
      """
      - hosts: h1
        vars_prompt:
          - {name: release, prompt: "Which release?", private: no}
          - {name: colour, private: no, default: blue}
        tasks:
          - {debug: {msg: "${release} ${colour}"}}
      """;

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
  void asksBeforeTheRunAndUsesTheAnswers() {
    playbooks.answers.addAll(List.of("1.4", ""));
    assertEquals("debug h1 ok [1.4 blue]", run(PLAYBOOK).get(1));
    assertEquals(List.of("Which release? shown", "colour [blue]: shown"), playbooks.asked);
  }

  @Test
  void doesNotAskForWhatTheCommandLineGives() {
    playbooks.answers.add("red");
    assertEquals("debug h1 ok [2.0 red]", playbooks.with("release", "2.0").run(PLAYBOOK).get(1));
    assertEquals(List.of("colour [blue]: shown"), playbooks.asked);
  }

  @Test
  void asksNothingWhereThePlaybookIsWrongAnyway() {
    playbooks.answers.add("1.4");
    playbooks.run(PLAYBOOK.replace("${colour}", "${color}"));
    assertEquals(List.of(), playbooks.asked);
  }

  @Test
  void needsAnAnswerOrADefault() {
    assertEquals(List.of(), playbooks.run(PLAYBOOK));
    assertEquals(
        """
        error: there is no terminal to ask for `release`
          --> play.yml:3:14
           |
         3 |     - {name: release, prompt: "Which release?", private: no}
           |              ^^^^^^^
           = `-e release=VALUE` gives it

        1 error
        """,
        playbooks.problems);
  }

  @Test
  void hidesPrivateAnswersAndAsksForThemTwice() {
    playbooks.answers.addAll(List.of("swordfish", "swordfihs", "swordfish", "swordfish"));
    List<String> told =
        run(
            """
            - hosts: h1
              vars_prompt: [{name: token, prompt: "Token:", confirm: yes}]
              tasks:
                - {debug: {msg: "the ${token}"}}
            """);
    assertEquals("debug h1 ok [***]", told.get(1));
    assertEquals(
        List.of("Token: hidden", "again, Token: hidden", "Token: hidden", "again, Token: hidden"),
        playbooks.asked);
  }

  @Test
  void mayChooseTheHosts() {
    playbooks.answers.add("h2");
    List<String> told =
        run(
            """
            - hosts: ${where}
              vars_prompt: [{name: where, private: no}]
              tasks: [{debug: {msg: here}}]
            """);
    assertEquals("debug h2 ok [here]", told.get(1));
  }

  @Test
  void isWeakerThanFilesAndStrongerThanThePlay() {
    playbooks.write("v.yml", "colour: green\n").answers.addAll(List.of("1.4", "red"));
    String text =
        PLAYBOOK.replace("  tasks:", "  vars: {release: old}\n  vars_files: v.yml\n  tasks:");
    assertEquals("debug h1 ok [1.4 green]", run(text).get(1));
  }

  @Test
  void aDefaultOfWhatIsNotShownIsASecret() {
    String text =
        """
        - hosts: h1
          vars: {word: hush}
          vars_prompt:
            - {name: plain, default: hush-hush}
            - {name: made, default: "${word}-er"}
            - {name: whole, default: "${word}"}
          tasks:
            - {debug: {msg: "<${plain}>"}}
            - {debug: {msg: "<${made}>"}}
            - {debug: {msg: "<${whole}>"}}
        """;
    for (String line : run(text)) assertFalse(line.contains("hush"), line);
  }
}
