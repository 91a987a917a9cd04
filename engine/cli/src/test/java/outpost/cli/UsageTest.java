package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
  private @TempDir Path folder;

  @Test
  void helpGroupsTheOptionsAndEndsWithExamples() {
    Invocation help = Invocation.of(folder, "--help");
    Golden.check("help.txt", help.out());
    assertEquals(0, help.status());
    assertEquals("", help.err());
  }

  @Test
  void everyCommandHasAHelpOfItsOwn() {
    for (String name : Commands.names()) {
      Invocation help = Invocation.of(folder, name, "--help");
      Golden.check("help-" + name + ".txt", help.out());
      assertEquals(0, help.status());
      assertEquals("", help.err());
    }
  }

  @Test
  void aCommandThatIsNotTheFirstWordIsNoPlaybook() {
    wrong(
        """
        error: there is no playbook `check`
           = the command `check` comes first: `java -jar engine.jar check …`
        """,
        "-i",
        "a,",
        "check",
        "site.yml");
  }

  @Test
  void aCommandThatIsMisspeltIsNoPlaybook() {
    wrong(
        """
        error: there is no playbook `chekc`, and no command of that name
           = did you mean `check`?
           = `java -jar engine.jar --help` lists what there is
        """,
        "chekc",
        "site.yml");
  }

  @Test
  void theHelpThatIsNamedIsTheCommandsOwn() {
    wrong(
        """
        error: there is no option `--limt`
           = did you mean `--limit`?
           = `java -jar engine.jar check --help` lists what there is
        """,
        "check",
        "--limt=x",
        "site.yml");
  }

  @Test
  void checkAsksForAPlaybook() {
    wrong(
        """
        error: no playbook is named
           = as in `java -jar engine.jar check site.yml`
           = `java -jar engine.jar check --help` lists what there is
        """,
        "check");
  }

  @Test
  void versionTellsWhatAReportNeeds() {
    Invocation version = Invocation.of(folder, "-V");
    assertEquals(0, version.status());
    assertTrue(version.out().matches("outpost \\d+\\.\\d+\\.\\d+\njava    .+\nsystem  .+\n"));
  }

  @Test
  void asksForAPlaybook() {
    wrong(
        """
        error: no playbook is named
           = as in `java -jar engine.jar site.yml`
           = `java -jar engine.jar --help` lists what there is
        """);
  }

  @Test
  void suggestsTheOptionThatWasMeant() {
    wrong(
        """
        error: there is no option `--inventry`
           = did you mean `--inventory`?
           = `java -jar engine.jar --help` lists what there is
        """,
        "--inventry=x",
        "site.yml");
  }

  @Test
  void namesAShortOptionThatIsNone() {
    wrong(
        """
        error: there is no option `-Z`
           = `java -jar engine.jar --help` lists what there is
        """,
        "-Z",
        "site.yml");
  }

  @Test
  void wantsTheValueOfAnOption() {
    wrong(
        """
        error: `--forks` needs a value
           = `java -jar engine.jar --help` lists what there is
        """,
        "site.yml",
        "-f");
  }

  @Test
  void wantsNumbersWhereNumbersBelong() {
    wrong(
        """
        error: `--forks` must be a whole number and not `many`
        """,
        "-f",
        "many",
        "site.yml");
  }

  @Test
  void wantsAtLeastOneFork() {
    wrong(
        """
        error: `--forks` must be at least 1 and not `0`
        """,
        "-f",
        "0",
        "site.yml");
  }

  @Test
  void knowsTheMeansToBecomeAnother() {
    wrong(
        """
        error: `--become-method` must be one of `sudo`, `su` and not `doas`
        """,
        "--become-method",
        "doas",
        "site.yml");
  }

  @Test
  void knowsTheWaysToConnect() {
    wrong(
        """
        error: `--connection` must be one of `ssh`, `local` and not `lokal`
           = did you mean `local`?
        """,
        "-c",
        "lokal",
        "site.yml");
  }

  @Test
  void listsTheChoicesOfAnOption() {
    wrong(
        """
        error: `--host-key-checking` must be one of `strict`, `accept-new`, `off` and not `accept_new`
           = did you mean `accept-new`?
        """,
        "--host-key-checking=accept_new",
        "site.yml");
  }

  private void wrong(String told, String... args) {
    Invocation invocation = Invocation.of(folder, args);
    assertEquals(told, invocation.err());
    assertEquals("", invocation.out());
    assertEquals(64, invocation.status());
  }
}
