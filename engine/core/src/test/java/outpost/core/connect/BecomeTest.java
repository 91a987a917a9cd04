package outpost.core.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Secret;
import outpost.core.connect.local.LocalConnection;

/**
 * The conversation with {@code sudo}, played by a script that asks and refuses in sudo's words; the
 * lab has the real one.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BecomeTest {
  @TempDir Path folder;
  private LocalConnection connection;

  @BeforeEach
  void start() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PATH", folder + ":" + System.getenv("PATH"));
    environment.put("CALLS", folder.resolve("calls").toString());
    connection = new LocalConnection("here", environment);
  }

  @AfterEach
  void end() {
    connection.close();
  }

  @Test
  void answersThePromptOnceAndKeepsTheShell() throws Exception {
    sudo(
        """
        printf 'lecture\\n%s' "$prompt" >&2
        IFS= read -r answer
        [ "$answer" = 'pass word' ] || { echo "got: $answer" >&2; exit 1; }
        """);
    Shell shell = connection.shell(as("deploy", "pass word"));
    assertEquals("hello\n", ask(shell, "echo hello"));
    assertSame(shell, connection.shell(as("deploy", "pass word")));
    String calls = Files.readString(folder.resolve("calls"));
    assertEquals(1, calls.lines().count(), calls);
    assertTrue(calls.startsWith("-H -S -p "), calls);
    assertTrue(calls.contains(" -u deploy sh -c "), calls);
    assertFalse(calls.contains("pass word"), calls);
  }

  @Test
  void aPasswordThatIsNotAskedForIsNotSent() throws Exception {
    sudo("");
    Shell shell = connection.shell(as("deploy", "pass word"));
    assertEquals("hello\n", ask(shell, "echo hello"));
  }

  @Test
  void withoutAPasswordSudoIsToldNotToAsk() throws Exception {
    sudo("echo 'sudo: a password is required' >&2; exit 1\n");
    BecomeFailed e =
        assertThrows(
            BecomeFailed.class,
            () -> connection.shell(new Become(Optional.of("deploy"), Optional.empty())));
    assertEquals(cannot("deploy") + "sudo asks for a password", e.getMessage());
    assertTrue(e.hint().contains("ansible_become_password"), e.hint());
    assertTrue(Files.readString(folder.resolve("calls")).startsWith("-H -n -u deploy "));
  }

  @Test
  void aWrongPasswordIsNeverTriedAgain() throws Exception {
    sudo(
        """
        for turn in 1 2 3; do
          printf %s "$prompt" >&2
          IFS= read -r answer || exit 1
          echo x >>"$CALLS.tries"
          echo 'Sorry, try again.' >&2
        done
        exit 1
        """);
    for (int i = 0; i < 3; i++) {
      BecomeFailed e =
          assertThrows(BecomeFailed.class, () -> connection.shell(as("deploy", "wrong")));
      assertEquals(cannot("deploy") + "sudo refused the password", e.getMessage());
    }
    assertEquals(1, Files.readAllLines(folder.resolve("calls.tries")).size());
  }

  @Test
  void refusalsAreExplained() throws Exception {
    Map<String, String> refusals =
        Map.of(
            "me is not in the sudoers file.", "sudoers does not name it",
            "sudo: sorry, you must have a tty to run sudo", "sudo wants a terminal there",
            "sudo: unknown user deploy4", "there is no such user",
            "Sorry, user me is not allowed to execute 'sh' as x on y.", "sudoers does not allow it",
            "something new", "something new");
    int number = 0;
    for (Map.Entry<String, String> refusal : refusals.entrySet()) {
      sudo("echo \"" + refusal.getKey() + "\" >&2; exit 1\n");
      String user = "user" + number++;
      BecomeFailed e = assertThrows(BecomeFailed.class, () -> connection.shell(as(user, "right")));
      assertEquals(cannot(user) + refusal.getValue(), e.getMessage());
      assertFalse(e.hint().isBlank());
    }
  }

  @Test
  void aHostWithoutSudoSaysSo() throws IOException {
    Path programs = Files.createDirectories(Path.of("target", "programs").toAbsolutePath());
    for (Path program : List.of(Path.of("/bin/sh"), Machine.program("env", "coreutils"))) {
      Path link = programs.resolve(program.getFileName());
      if (!Files.isSymbolicLink(link)) Files.createSymbolicLink(link, program);
    }
    Map<String, String> environment = Map.of("PATH", programs.toString());
    try (LocalConnection bare = new LocalConnection("here", environment)) {
      BecomeFailed e = assertThrows(BecomeFailed.class, () -> bare.shell(as("deploy", "right")));
      assertEquals(cannot("deploy") + "sudo is not installed", e.getMessage());
    }
  }

  @Test
  void theUserWhoLoggedInNeedsNoSudo() throws Exception {
    sudo("echo must not run >&2; exit 1\n");
    Shell shell = connection.shell(as(System.getProperty("user.name"), "right"));
    assertEquals("hello\n", ask(shell, "echo hello"));
    assertSame(shell, connection.shell(Become.NO));
    assertFalse(Files.exists(folder.resolve("calls")));
  }

  @Test
  void everyUserHasAShellOfTheirOwn() throws Exception {
    sudo("");
    Shell deploy = connection.shell(as("deploy", "right"));
    Shell other = connection.shell(as("other", "right"));
    assertNotEquals(ask(deploy, "echo $$"), ask(other, "echo $$"));
  }

  @Test
  void flagsTakeThePlaceOfOurs() throws Exception {
    sudo("");
    Means means = Means.of(Optional.empty(), Optional.empty(), Optional.of("-H -S -n -E"));
    Secret password = Secret.of("right");
    Become bare = new Become(Optional.of("deploy"), Optional.empty(), means);
    Become told = new Become(Optional.of("other"), Optional.of(password), means);
    assertEquals("hello\n", ask(connection.shell(bare), "echo hello"));
    assertEquals("hello\n", ask(connection.shell(told), "echo hello"));
    List<String> calls = Files.readAllLines(folder.resolve("calls"));
    assertTrue(calls.get(0).startsWith("-H -E -n -u deploy sh -c "), calls.get(0));
    assertTrue(calls.get(1).startsWith("-H -E -S -p "), calls.get(1));
  }

  @Test
  void anotherProgramMayTakeItsPlace() throws Exception {
    sudo("");
    Files.move(folder.resolve("sudo"), folder.resolve("mysudo"));
    Optional<String> program = Optional.of(folder.resolve("mysudo").toString());
    Means means = Means.of(Optional.of("sudo"), program, Optional.empty());
    Shell shell = connection.shell(new Become(Optional.of("deploy"), Optional.empty(), means));
    assertEquals("hello\n", ask(shell, "echo hello"));
  }

  @Test
  void otherFlagsMakeAnotherShell() throws Exception {
    sudo("");
    Means login = Means.of(Optional.empty(), Optional.empty(), Optional.of("-i"));
    Shell plain = connection.shell(new Become(Optional.of("deploy"), Optional.empty()));
    Shell other = connection.shell(new Become(Optional.of("deploy"), Optional.empty(), login));
    assertNotEquals(ask(plain, "echo $$"), ask(other, "echo $$"));
    List<String> calls = Files.readAllLines(folder.resolve("calls"));
    assertTrue(calls.get(0).startsWith("-H -n -u deploy sh -c "), calls.get(0));
    assertTrue(calls.get(1).startsWith("-H -n -u deploy sh -l -c "), calls.get(1));
  }

  @Test
  void flagsThatWouldAskOtherwiseAreRefused() {
    for (String flags : List.of("-H -u x", "-A", "-p x:", "-E$(id)", "'-H'")) {
      BecomeFailed e =
          assertThrows(
              BecomeFailed.class,
              () -> Means.of(Optional.empty(), Optional.empty(), Optional.of(flags)));
      assertTrue(e.getMessage().contains("become_flags"), e.getMessage());
    }
    BecomeFailed e =
        assertThrows(
            BecomeFailed.class,
            () -> Means.of(Optional.of("doas"), Optional.empty(), Optional.empty()));
    assertEquals("becoming another user by `doas` is not supported", e.getMessage());
  }

  @Test
  void rootBecomesAnyoneBySuWithoutAPassword() throws Exception {
    su("", "root");
    Shell shell = connection.shell(bySu("deploy", Optional.empty()));
    assertEquals("hello\n", ask(shell, "echo hello"));
    assertTrue(Files.readString(folder.resolve("calls")).startsWith("-s /bin/sh -c echo "));
    assertTrue(Files.readString(folder.resolve("calls")).strip().endsWith(" - deploy"));
  }

  @Test
  void theRealSuRunsAShellAsAnotherUser() throws Exception {
    Machine.program("su", "util-linux");
    try (LocalConnection real = new LocalConnection("here", System.getenv())) {
      Means means = Means.of(Optional.of("su"), Optional.empty(), Optional.empty());
      Become nobody = new Become(Optional.of("nobody"), Optional.empty(), means);
      if (System.getProperty("user.name").equals("root")) {
        assertEquals("nobody\n", ask(real.shell(nobody), "id -un"));
      } else { // others are asked for a password
        assertThrows(BecomeFailed.class, () -> real.shell(nobody));
      }
    }
  }

  @Test
  void suGetsItsPasswordOnceOnStandardInput() throws Exception {
    su(
        """
        printf 'Passwort: ' >&2
        IFS= read -r answer
        [ "$answer" = 'pass word' ] || { echo 'su: Authentication failure' >&2; exit 1; }
        """,
        "deploy");
    Shell shell = connection.shell(bySu("other", Optional.of(Secret.of("pass word"))));
    assertEquals("hello\n", ask(shell, "echo hello"));
    assertFalse(Files.readString(folder.resolve("calls")).contains("pass word"));
    BecomeFailed e =
        assertThrows(
            BecomeFailed.class,
            () -> connection.shell(bySu("third", Optional.of(Secret.of("wrong")))));
    assertEquals("`deploy` cannot become `third`: su refused the password", e.getMessage());
  }

  @Test
  void suWithoutAPasswordIsNotEvenTriedByOthers() throws Exception {
    su("", "deploy");
    BecomeFailed e =
        assertThrows(BecomeFailed.class, () -> connection.shell(bySu("other", Optional.empty())));
    assertEquals(
        "`deploy` cannot become `other`: su asks for the password of `other`", e.getMessage());
    assertFalse(Files.exists(folder.resolve("calls")));
  }

  @Test
  void refusalsOfSuAreExplained() throws Exception {
    Map<String, String> refusals =
        Map.of(
            "su: must be run from a terminal", "su wants a terminal there",
            "su: user x does not exist or the user entry does not contain all the required fields",
                "there is no such user",
            "su: Permission denied", "su is not allowed to it",
            "This account is currently not available.", "the account has no shell",
            "something new", "something new");
    int number = 0;
    for (Map.Entry<String, String> refusal : refusals.entrySet()) {
      su("echo \"" + refusal.getKey() + "\" >&2; exit 1\n", "deploy");
      String user = "user" + number++;
      BecomeFailed e =
          assertThrows(
              BecomeFailed.class,
              () -> connection.shell(bySu(user, Optional.of(Secret.of("right")))));
      assertEquals("`deploy` cannot become `" + user + "`: " + refusal.getValue(), e.getMessage());
      assertFalse(e.hint().isBlank());
    }
  }

  @Test
  void whatIsNoUserNameNeverReachesTheHost() {
    for (String name : List.of("-u", "a b", "a'b", "", "a;b", "$(id)")) {
      BecomeFailed e = assertThrows(BecomeFailed.class, () -> connection.shell(as(name, "x")));
      assertTrue(e.getMessage().endsWith("is not a user name"), e.getMessage());
    }
  }

  /** Puts a sudo in place that does this before it runs its command. */
  private void sudo(String behaviour) throws IOException {
    Path sudo = folder.resolve("sudo");
    Files.writeString(
        sudo,
        """
        #!/bin/sh
        echo "$*" >>"$CALLS"
        while [ $# -gt 0 ]; do
          case $1 in
            -p) prompt=$2; shift 2 ;;
            -u) shift 2 ;;
            -*) shift ;;
            *) break ;;
          esac
        done
        """
            + behaviour
            + "exec \"$@\"\n");
    assertTrue(sudo.toFile().setExecutable(true));
  }

  /** Puts a su in place that does this first, for one who logged in under a name. */
  private void su(String behaviour, String login) throws IOException {
    Path su = folder.resolve("su");
    Files.writeString(
        su,
        """
        #!/bin/sh
        printf '%s\\n' "$*" >>"$CALLS"
        shell=$2 command=$4
        """
            + behaviour
            + "exec \"$shell\" -c \"$command\"\n");
    assertTrue(su.toFile().setExecutable(true));
    connection.close();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PATH", folder + ":" + System.getenv("PATH"));
    environment.put("CALLS", folder.resolve("calls").toString());
    connection = new LocalConnection("here", login, environment);
  }

  private static Become bySu(String user, Optional<Secret> password) {
    Means means = Means.of(Optional.of("su"), Optional.empty(), Optional.of("-"));
    return new Become(Optional.of(user), password, means);
  }

  private static String cannot(String user) {
    return "`" + System.getProperty("user.name") + "` cannot become `" + user + "`: ";
  }

  private static Become as(String user, String password) {
    return new Become(Optional.of(user), Optional.of(Secret.of(password)));
  }

  private static String ask(Shell shell, String script) {
    Request request = new Request(script, new byte[0], Duration.ofSeconds(20));
    return shell.exchange(List.of(List.of(request))).get(0).get(0).out();
  }
}
