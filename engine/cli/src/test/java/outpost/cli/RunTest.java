package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Secret;

/** Runs whole playbooks on this very machine. */
class RunTest {
  private static final String[] HERE = {"-i", "here,", "-e", "ansible_connection=local"};

  private @TempDir Path folder;

  @BeforeEach
  void writeAPlaybook() throws IOException {
    playbook(
        """
        - name: Greet
          hosts: all
          tasks:
            - name: Say hello
              debug:
                msg: "hello ${who}"
        """);
  }

  @Test
  void aRunThatIsWellExitsWithZero() {
    Invocation run = here("-e", "who=world", "site.yml");
    assertEquals("", run.err());
    assertTrue(run.out().contains("  ok: here\n    hello world\n"), run.out());
    assertTrue(run.out().contains("  here  ok=1  changed=0  failed=0"), run.out());
    assertEquals(0, run.status());
  }

  @Test
  void theMistakesOfAllPlaybooksAreTold() throws IOException {
    playbook("- hosts: all\n  becom: yes\n");
    Files.writeString(folder.resolve("more.yml"), "- hosts: all\n  taks: []\n");
    Invocation run = here("site.yml", "more.yml");
    assertTrue(run.err().contains("no keyword `becom`"), run.err());
    assertTrue(run.err().contains("no keyword `taks`"), run.err());
  }

  @Test
  void aCheckAsksNoLookupThatDoesSomething() throws IOException {
    Path trace = folder.resolve("trace");
    Files.createDirectory(folder.resolve("group_vars"));
    Files.writeString(
        folder.resolve("group_vars/all.yml"), "x: \"${lookup('pipe', 'touch " + trace + "')}\"\n");
    playbook(
        """
        - hosts: all
          tasks:
            - debug: {msg: "own ${x}"}
            - debug: {msg: "seen ${hostvars.here.x}"}
        """);
    assertEquals(0, Invocation.of(folder, "check", "-i", "here,", "site.yml").status());
    assertTrue(Files.notExists(trace));
    assertEquals(0, here("site.yml").status());
    assertTrue(Files.exists(trace));
  }

  @Test
  void aConnectionThatOtherTasksTieOrTakeForAResourceIsToldBeforeTheRun() throws IOException {
    playbook(
        """
        - hosts: all
          tasks:
            - pacemaker_remote_node: {nodes: [r1], cluster: [here]}
            - pacemaker_constraint: {colocation: {resource: web, with: r1}}
            - pacemaker_constraint: {order: {first: R1, then: web}}
            - pacemaker_resource: {name: r1, group: g}
            - pacemaker_constraint: {location: {resource: web, node: r1}}
            - pacemaker_resource: {name: vm1, meta: {priority: "1"}}
            - pacemaker_guest_node: {guests: [{name: VM1, resource: vm}], cluster: [here]}
        """);
    Invocation check = Invocation.of(folder, "check", "-i", "here,", "site.yml");
    assertEquals(65, check.status());
    String tied = "is part of a group, a colocation or an order here, and a remote node at ";
    assertTrue(check.err().contains("`r1` " + tied), check.err());
    assertTrue(check.err().contains("`R1` " + tied), check.err());
    assertTrue(check.err().contains("`r1` is a resource here"), check.err());
    assertTrue(check.err().contains("`VM1` is a guest node here, and a resource"), check.err());
    assertTrue(check.err().endsWith("\n4 errors\n"), check.err());
  }

  @Test
  void aFailedHostExitsWithTwo() throws IOException {
    playbook(
        """
        - hosts: all
          tasks:
            - name: Hope
              assert:
                that: who == "me"
        """);
    Invocation run = here("-e", "who=you", "site.yml");
    assertTrue(run.out().contains("failed: here · Hope (assert)\n  --> site.yml:3:7\n"), run.out());
    assertEquals(2, run.status());
  }

  @Test
  void whatFollowsAFailedPlaybookIsNotBegun() throws IOException {
    Files.writeString(
        folder.resolve("fails.yml"), "- hosts: all\n  tasks: [{ fail: { msg: broken } }]\n");
    Invocation run = here("-e", "who=world", "fails.yml", "site.yml");
    assertTrue(run.out().contains("broken"), run.out());
    assertTrue(!run.out().contains("hello"), run.out());
    assertEquals(2, run.status());
  }

  @Test
  void anUnreachableHostExitsWithFour() throws IOException {
    playbook("- hosts: all\n  tasks: [{ systemd: { name: sshd } }]\n");
    Invocation run =
        Invocation.of(
            folder,
            "-i",
            "there,",
            "-e",
            "ansible_host=127.0.0.1 ansible_port=" + closedPort(),
            "site.yml");
    assertTrue(run.out().contains("unreachable: there · systemd\n"), run.out());
    assertEquals(4, run.status());
  }

  @Test
  void everyMistakeIsToldAtOnceOnStandardErrorAndExitsWith65() throws IOException {
    playbook(
        """
        - name: Greet
          hosts: all
          taks: []
          tasks:
            - systmd: { name: x }
            - debug: { msg: "${who}" }
        """);
    for (String form : List.of("human", "jsonl")) {
      Invocation run = here("--output", form, "site.yml");
      assertEquals("", run.out());
      assertTrue(run.err().contains("  --> site.yml:3:3\n"), run.err());
      assertTrue(run.err().contains("   = did you mean `systemd`?\n"), run.err());
      assertTrue(run.err().contains("error: `who` is not defined"), run.err());
      assertTrue(run.err().endsWith("\n3 errors\n"), run.err());
      assertEquals(65, run.status());
    }
  }

  @Test
  void noInventoryExitsWith65AndAHint() {
    Invocation run = Invocation.of(folder, "-e", "who=x", "site.yml");
    assertTrue(run.err().startsWith("error: no inventory is named"), run.err());
    assertTrue(run.err().contains("name one with `-i FILE`"), run.err());
    assertEquals(65, run.status());
  }

  @Test
  void theInventoryThatWasFoundIsNamed() throws IOException {
    Files.createDirectory(folder.resolve("inventories"));
    Files.writeString(
        folder.resolve("inventories/hosts"), "here ansible_connection=local who=found\n");
    Invocation run = Invocation.of(folder, "site.yml");
    assertTrue(
        run.out().contains("inventory inventories (of the working directory, as no -i is given)\n"),
        run.out());
    assertTrue(run.out().contains("hello found"), run.out());
  }

  @Test
  void aListIsMadeWithoutTouchingAHost() {
    Invocation run =
        Invocation.of(
            folder, "-i", "a,b,", "-e", "who=x", "--list-hosts", "--list-tasks", "site.yml");
    assertEquals(
        """
        site.yml: nothing wrong · 1 play, 1 task, 1 file, 2 hosts
        play Greet · 2 hosts
          a
          b
          task Say hello (debug)  site.yml:4:7
        """,
        run.out());
    assertEquals(0, run.status());
  }

  @Test
  void aCheckTakesTheOptionsThatARunConnectsWith() {
    Invocation check =
        Invocation.of(
            folder,
            "check",
            "-i",
            "a,",
            "-c",
            "local",
            "-u",
            "me",
            "-b",
            "-K",
            "-e",
            "who=x",
            "site.yml");
    assertEquals(
        "site.yml: nothing wrong · 1 play, 1 task, 1 file, 1 host\n", check.out(), check.err());
  }

  @Test
  void itemsAreShownAsYamlHasThem() throws IOException {
    playbook(
        """
        - hosts: all
          gather_facts: false
          tasks:
            - debug:
              loop: [{ name: x, ports: [80, "a, b"], text: "it's" }, [one two], three]
        """);
    String told = here("site.yml").out();
    assertTrue(told.contains("item {name: x, ports: [80, 'a, b'], text: 'it''s'}: ok\n"), told);
    assertTrue(told.contains("item [one two]: ok\n"), told);
    assertTrue(told.contains("item three: ok\n"), told);
  }

  @Test
  void aCommandThatFailedIsToldOnce() throws IOException {
    playbook(
        """
        - hosts: all
          gather_facts: false
          tasks:
            - shell: "echo no >&2; exit 3"
        """);
    String told = here("site.yml").out();
    assertTrue(
        told.contains(
            """
               = no
               = ran     echo no >&2; exit 3
               = exit 3, no

            """),
        told);
  }

  @Test
  void aCheckSaysWhatItCouldNotLookInto() throws IOException {
    Files.writeString(
        folder.resolve("site.yml"),
        """
        - hosts: a,b
          tasks:
            - include_vars: "${ansible_facts.os_family}.yml"
            - include_tasks: "${inventory_hostname}.yml"
            - include_tasks: "${ansible_facts.os_family}.yml"
            - include_role: { name: "${item}" }
              loop: "${ansible_facts.mounts?map(m -> m.fstype)}"
        """);
    Files.writeString(folder.resolve("a.yml"), "- debug:\n");
    Files.writeString(folder.resolve("b.yml"), "- include_tasks: ${ansible_facts.os_family}.yml\n");
    Invocation check = Invocation.of(folder, "check", "-i", "a,b,", "site.yml");
    assertEquals(
        """
        site.yml: nothing wrong · 1 play, 4 tasks, 3 files, 2 hosts
        not looked into, as what they bring is known in the run only:
          include_vars  site.yml:3:7
          include_tasks  b.yml:1:3
          include_tasks  site.yml:5:7
          include_role  site.yml:6:7
        """,
        check.out(),
        check.err());
  }

  @Test
  void aCheckSaysHowMuchItLookedAt() {
    for (String[] how : new String[][] {{"check"}, {"run", "--syntax-check"}, {"--syntax-check"}}) {
      List<String> args = new ArrayList<>(List.of(how));
      args.addAll(List.of("-i", "a,b,", "-e", "who=x", "site.yml"));
      Invocation check = Invocation.of(folder, args.toArray(String[]::new));
      assertEquals("site.yml: nothing wrong · 1 play, 1 task, 1 file, 2 hosts\n", check.out());
      assertEquals(0, check.status());
    }
  }

  @Test
  void aPlaybookMayHaveTheNameOfACommand() throws IOException {
    Files.move(folder.resolve("site.yml"), folder.resolve("check"));
    assertTrue(here("-e", "who=me", "check").out().contains("hello me"), "after an option");
    assertTrue(
        Invocation.of(folder, "run", "-i", "h,", "-e", "who=me ansible_connection=local", "check")
            .out()
            .contains("hello me"));
    assertTrue(
        Invocation.of(folder, "./check", "-i", "h,", "-e", "who=me ansible_connection=local")
            .out()
            .contains("hello me"));
  }

  @Test
  void jsonLinesAreAllThereIsOnStandardOutput() {
    Invocation run = here("-e", "who=world", "--output", "jsonl", "site.yml");
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.stream().allMatch(l -> l.startsWith("{\"event\":\"")), run.out());
    assertTrue(
        lines
            .get(lines.size() - 1)
            .startsWith("{\"event\":\"recap\",\"hosts\":{\"here\":{\"ok\":1,"));
    assertEquals("", run.err());
  }

  @Test
  void aTypedPasswordNeverComesOut() throws IOException {
    playbook(
        """
        - hosts: all
          tasks:
            - debug: { msg: "hunter22 and ${'hunter22'?upper_case}" }
        """);
    Invocation run =
        Invocation.of(
            folder,
            Map.of(),
            Optional.of(Secret.of("hunter22")),
            "-i",
            "here,",
            "-e",
            "ansible_connection=local",
            "-K",
            "site.yml");
    assertTrue(run.out().contains("    *** and HUNTER22"), run.out());
  }

  @Test
  void aPasswordThatNobodyCanTypeExitsWith64() {
    Invocation run = here("-e", "who=x", "-K", "site.yml");
    assertTrue(run.err().contains("there is no terminal to ask for the sudo password"), run.err());
    assertEquals(64, run.status());
  }

  @Test
  void oneMayBeAskedBeforeEachTask() {
    for (String answer : List.of("y", "c")) {
      Invocation run = typing(answer, "--step", "site.yml");
      assertTrue(run.out().contains("hello world"), run.out());
      assertEquals(0, run.status());
    }
    assertTrue(!typing("n", "--step", "site.yml").out().contains("hello world"));
  }

  private Invocation typing(String answer, String... args) {
    List<String> all = new ArrayList<>(List.of(HERE));
    all.addAll(List.of("-e", "who=world"));
    all.addAll(List.of(args));
    return Invocation.of(
        folder, Map.of(), Optional.of(Secret.of(answer)), all.toArray(String[]::new));
  }

  @Test
  void nobodyCanBeAskedWithoutATerminal() {
    Invocation run = here("-e", "who=x", "--step", "site.yml");
    assertEquals(
        """
        error: there is no terminal to ask before each task, as `--step` wants
           = choose tasks with `--tags` or `--start-at-task`
        """,
        run.err());
    assertEquals(64, run.status());
  }

  @Test
  void aBugOfOursExitsWith70AndSaysWhatToReport() {
    Invocation run = Invocation.of(null, "-i", "here,", "site.yml"); // no working directory
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("bug: this should not have happened"), run.err());
    assertTrue(run.err().contains("NullPointerException"), run.err());
    assertTrue(run.err().contains("\nplease report it as an issue of the project"), run.err());
    assertEquals(70, run.status());
  }

  @Test
  void anInterruptStopsTheRunAndTellsTheRecap() throws Exception {
    playbook(
        """
        - hosts: all
          gather_facts: false
          tasks:
            - name: Wait
              debug: { msg: x }
              until: false
              retries: 1000
              delay: 1000
        """);
    List<String> command =
        new ArrayList<>(
            List.of(
                "env", // a shell's background job, and what it starts, ignores this signal
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "outpost.cli.Main",
                "-i",
                "a,b,",
                "-e",
                "ansible_connection=local",
                "--output",
                "jsonl",
                "site.yml"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    String last = "";
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      boolean signalled = false;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line;
        if (!signalled && line.contains("\"event\":\"waiting\"")) {
          signalled = true;
          new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        }
      }
    }
    assertEquals(130, process.waitFor(), Files.readString(folder.resolve("err")));
    assertTrue(last.startsWith("{\"event\":\"recap\""), last);
    assertTrue(last.contains("\"aborted\":{\"a\":\"interrupted\",\"b\":\"interrupted\"}"), last);
  }

  private void playbook(String text) throws IOException {
    Files.writeString(folder.resolve("site.yml"), text);
  }

  private Invocation here(String... args) {
    List<String> all = new ArrayList<>(List.of(HERE));
    all.addAll(List.of(args));
    return Invocation.of(folder, all.toArray(String[]::new));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
