package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs single tasks on this very machine. */
class ExecTest {
  private @TempDir Path folder;

  @BeforeEach
  void writeAnInventory() throws IOException {
    Files.writeString(
        folder.resolve("hosts"),
        """
        [all:vars]
        ansible_connection=local
        [web]
        a n=1
        b n=1
        c n=2
        """);
  }

  @Test
  void hostsThatAnswerAlikeAreToldOfTogether() {
    Invocation exec = exec("web", "--", "echo", "n is", "${n}");
    assertEquals(
        """
        changed: a, b · exit 0
          n is 1
        changed: c · exit 0
          n is 2
        """,
        withoutVerdict(exec));
    assertTrue(exec.out().matches("(?s).*\n3 hosts: 3 changed · \\d+ m?s\n"), exec.out());
    assertEquals(0, exec.status());
  }

  @Test
  void failuresAreToldLastWithAllThatWasPrinted() {
    Invocation exec =
        exec("web", "-m", "command", "-a", "sh -c 'echo out; echo err >&2; exit $((${n} - 1))'");
    assertEquals(
        """
        changed: a, b · exit 0
          out
          err
        failed: c · exit 1
          out
          err
        """,
        withoutVerdict(exec));
    assertEquals(2, exec.status());
  }

  @Test
  void aLineForEachHostSaysItAll() {
    Invocation exec = exec("-o", "a", "-a", "printf 'x\\ny\\n'");
    assertEquals("a | changed | exit 0 | x\\ny\n", exec.out());
  }

  @Test
  void aModuleThatPrintsNothingTellsWhatItFound() {
    Invocation exec = exec("a", "-m", "file", "-a", "path=" + folder + " state=directory");
    assertTrue(exec.out().startsWith("ok: a\n"), exec.out());
    assertTrue(exec.out().contains("\n  path: " + folder + "\n"), exec.out());
  }

  @Test
  void aCheckChangesNothing() {
    Path file = folder.resolve("new");
    Invocation exec = exec("-CD", "a", "-m", "copy", "-a", "{content: hello, dest: " + file + "}");
    assertTrue(
        exec.out().startsWith("check mode: nothing is changed\nwould change: a\n"), exec.out());
    assertTrue(exec.out().contains("\n  +hello\n"), exec.out());
    assertTrue(Files.notExists(file));
  }

  @Test
  void aTreeHasAFileForEachHost() throws IOException {
    exec("-t", "results", "web", "--", "echo", "${n}");
    assertEquals("rwx------", mode("results"));
    assertEquals("rw-------", mode("results/c"));
    try (var files = Files.list(folder.resolve("results"))) {
      assertEquals(3, files.count());
    }
    String json = Files.readString(folder.resolve("results/c"));
    assertTrue(json.startsWith("{\"status\":\"changed\","), json);
    assertTrue(json.contains("\"stdout\":\"2\\n\""), json);
  }

  @Test
  void programsGetTheEventsOfARun() {
    List<String> lines = exec("--output", "jsonl", "a", "--", "true").out().lines().toList();
    assertTrue(lines.get(0).startsWith("{\"event\":\"run\""), lines.get(0));
    assertTrue(lines.get(lines.size() - 1).startsWith("{\"event\":\"recap\""));
  }

  @Test
  void aMistakeIsShownInThePlaybookThatStandsForTheCommand() {
    Invocation exec = exec("a", "-m", "systemd", "-a", "nmae=sshd");
    assertEquals(
        """
        error: `systemd` has no argument `nmae`
          --> command line:4:9
           |
         4 |         nmae: sshd
           |         ^^^^
           = did you mean `name`?

        1 error
        """,
        exec.err());
    assertEquals("", exec.out());
    assertEquals(65, exec.status());
  }

  @Test
  void hostsThatNobodyKnowsAreAMistake() {
    Invocation exec = exec("wbe", "--", "true");
    assertTrue(exec.err().startsWith("error: no host or group is called `wbe`\n"), exec.err());
    assertEquals(65, exec.status());
  }

  @Test
  void asksForHosts() {
    wrong(
        """
        error: no hosts are named
           = as in `java -jar engine.jar exec all -- uptime`
           = `java -jar engine.jar exec --help` lists what there is
        """);
  }

  @Test
  void asksForACommand() {
    wrong(
        """
        error: no command is named
           = as in `java -jar engine.jar exec web -- uptime`
           = `java -jar engine.jar exec --help` lists what there is
        """,
        "web");
  }

  @Test
  void takesOneCommandOnly() {
    wrong(
        """
        error: `-a` gives a command already, and `uptime -p` is another
           = drop one of them
        """,
        "web",
        "-a",
        "date",
        "--",
        "uptime",
        "-p");
  }

  @Test
  void handsArgumentsOfAModuleOverAsSuch() {
    wrong(
        """
        error: only a command may follow the hosts, and not arguments of `systemd`
           = hand them over with `-a`
        """,
        "web",
        "-m",
        "systemd",
        "name=sshd");
  }

  @Test
  void looksOnlyAtWhatRunsByItself() {
    wrong(
        """
        error: `--poll` goes with `--background`
           = say how long it may run: `-B 3600`
        """,
        "web",
        "-P",
        "5",
        "--",
        "date");
  }

  @Test
  void linesAreForPeople() {
    wrong(
        """
        error: `--one-line` is for people
           = leave out one of it and `--output jsonl`
        """,
        "web",
        "-o",
        "--output",
        "jsonl",
        "--",
        "date");
  }

  @Test
  void resultsNeedAFolder() throws IOException {
    Files.writeString(folder.resolve("taken"), "");
    Invocation exec = exec("-t", "taken", "a", "--", "true");
    assertEquals(
        "error: `"
            + folder.resolve("taken")
            + "` is a file, and results need a folder\n\n1 error\n",
        exec.err());
    assertEquals(64, exec.status());
  }

  private String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
  }

  private void wrong(String told, String... args) {
    Invocation exec = exec(args);
    assertEquals(told, exec.err());
    assertEquals("", exec.out());
    assertEquals(64, exec.status());
  }

  private static String withoutVerdict(Invocation exec) {
    return exec.out().replaceFirst("[^\n]*\n\\z", "");
  }

  private Invocation exec(String... args) {
    List<String> all = new ArrayList<>(List.of("exec", "-i", "hosts"));
    all.addAll(List.of(args));
    return Invocation.of(folder, all.toArray(String[]::new));
  }
}
