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

/**
 * As whom tasks run: keywords, variables, and programs played by scripts that say what they got.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccessTest {
  @TempDir Path folder;
  private Playbooks playbooks;

  @BeforeEach
  void makeFolder() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    playbooks = new Playbooks(folder).environment("PATH", bin + ":" + System.getenv("PATH"));
    for (String name : List.of("sudo", "mysudo")) program(bin.resolve(name), name, "\"$1\" != sh");
    program(bin.resolve("su"), "su", "\"$1\" != /bin/sh");
  }

  /** A program that runs its command, with itself and its options in the environment. */
  private static void program(Path file, String name, String isOption) throws IOException {
    Files.writeString(
        file,
        "#!/bin/sh\nby="
            + name
            + "\nwhile [ "
            + isOption
            + " ]; do by=\"$by $1\"; shift; done\nshell=$1; shift\nBY=$by exec \"$shell\" "
            + (name.equals("su") ? "-c \"$2\"" : "\"$@\"")
            + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private List<String> run(String text) {
    List<String> told = playbooks.run(text);
    assertEquals("", playbooks.problems);
    return told;
  }

  @Test
  void keywordsSayByWhatOneBecomesAnotherUser() {
    List<String> told =
        run(
            """
            - hosts: h1
              become: yes
              become_user: deploy
              tasks:
                - {sh: "echo $BY", register: plain}
                - {sh: "echo $BY", register: flags, become_flags: -H -E}
                - {sh: "echo $BY", register: program, become_exe: mysudo}
                - {sh: "echo $BY", register: su, become_method: su}
                - {sh: "echo $BY", register: none, become: no}
                - name: told
                  debug:
                    msg: "${[plain, flags, program, su, none]?map(r -> r.stdout)?join('; ')}"
            """);
    assertEquals(
        "told h1 ok [sudo -H -n -u deploy; sudo -H -E -n -u deploy; mysudo -H -n -u deploy; su -s;"
            + " ]",
        told.get(told.size() - 1));
  }

  @Test
  void variablesBeatKeywords() {
    playbooks.write(
        "hosts.ini",
        """
        [web]
        h1 ansible_become_flags="-H -E" ansible_become_exe=mysudo
        [all:vars]
        ansible_connection=local
        """);
    List<String> told =
        run(
            """
            - hosts: h1
              become: yes
              become_user: deploy
              become_flags: -H
              become_exe: sudo
              tasks:
                - {sh: "echo $BY", register: r}
                - {name: told, debug: {msg: "${r.stdout}"}}
            """);
    assertEquals("told h1 ok [mysudo -H -E -n -u deploy]", told.get(told.size() - 1));
  }

  @Test
  void aMethodThatThereIsNotIsRefused() {
    playbooks.run(
        """
        - hosts: h1
          become_method: doas
          tasks: [{debug: {msg: x}}]
        """);
    assertTrue(
        playbooks.problems.contains("becoming another user by `doas` is not supported"),
        playbooks.problems);
    assertTrue(playbooks.problems.contains("there are `sudo` and `su`"), playbooks.problems);
    List<String> told =
        run(
            """
            - hosts: h1
              vars: {ansible_become_method: doas}
              become: yes
              tasks: [{name: x, sh: "true"}]
            """);
    assertEquals("x h1 failed: becoming another user by `doas` is not supported", told.get(1));
  }

  @Test
  void aUserThatNobodyBecomesIsTold() {
    playbooks.run(
        """
        - hosts: h1
          tasks:
            - {name: x, sh: "true", become_user: deploy}
            - block: [{name: y, sh: "true", become: yes}]
              become_user: deploy
        """);
    assertTrue(
        playbooks.problems.contains("warning: `become_user` does nothing without `become`"),
        playbooks.problems);
    assertTrue(playbooks.problems.contains("play.yml:3:"), playbooks.problems);
    assertTrue(playbooks.problems.contains("1 warning"), playbooks.problems);
  }
}
