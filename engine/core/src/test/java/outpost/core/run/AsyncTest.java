package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that go on by themselves, on real shells. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsyncTest {
  @TempDir Path folder;
  private Playbooks playbooks;

  @BeforeEach
  void makeFolder() {
    playbooks = new Playbooks(folder).environment("HOME", folder.toString());
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private List<String> run(String text) {
    List<String> told = playbooks.run(text);
    assertEquals("", playbooks.problems);
    return told;
  }

  private List<Path> jobs() throws IOException {
    try (Stream<Path> jobs = Files.list(folder.resolve(".outpost_async"))) {
      return jobs.toList();
    }
  }

  /** Returns once a process is gone, or is only not yet taken notice of; else time runs out. */
  private static void awaitEnd(String pid) throws IOException {
    Path stat = Path.of("/proc", pid, "stat");
    while (Files.exists(stat) && !Files.readString(stat).contains(") Z ")) Thread.onSpinWait();
  }

  @Test
  void waitsForWhatGoesOnByItselfAndLeavesNothingBehind() throws IOException {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: slow, sh: "sleep 1; echo out; echo err >&2", async: 60, poll: 1, register: r}
                - name: told
                  debug: {msg: "${r.rc} ${r.stdout} ${r.stderr} ${r.changed?c} ${r.finished}"}
            """);
    assertEquals(List.of("play h1 [h1]", "slow h1 changed", "told h1 ok [0 out err true 1]"), told);
    assertEquals(List.of(), jobs());
  }

  @Test
  void saysHowItFailed() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: slow, sh: "echo no such luck >&2; exit 3", async: 60, poll: 1, register: r,
                   ignore_errors: yes}
                - {name: told, debug: {msg: "${r.rc}"}}
            """);
    assertEquals("slow h1 failed ignored: no such luck", told.get(1));
    assertEquals("told h1 ok [3]", told.get(2));
  }

  @Test
  void endsWhatOverrunsItsTimeWithAllThatItStarted() throws IOException {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - name: slow
                  sh: "sleep 1000 & echo $! >DIR/pid; echo begun; wait"
                  async: 1
                  poll: 1
                  register: r
                  ignore_errors: yes
                - {name: told, debug: {msg: "${r.stdout} ${r.timedout.period}"}}
            """);
    assertEquals("slow h1 failed ignored: took longer than 1 s and was ended", told.get(1));
    assertEquals("told h1 ok [begun 1]", told.get(2));
    awaitEnd(read("pid").strip());
    assertEquals(List.of(), jobs());
  }

  @Test
  void returnsAtOnceAndIsJoinedLater() throws IOException {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - name: start
                  sh: "until [ -e DIR/go ]; do sleep 0.1; done; echo ${item}"
                  async: 60
                  poll: 0
                  loop: [a, b]
                  register: jobs
                - name: begun
                  debug:
                    msg: "${jobs.results?map(r -> '${r.started} ${r.finished} ${r.changed?c}')?join(',')}"
                - {name: early, async_status: {jid: "${jobs.results[0].ansible_job_id}"}, register: e}
                - {name: open, debug: {msg: "${e.finished?c}"}, when: "!e.finished && e.finished == 0"}
                - {name: go, sh: "touch DIR/go"}
                - name: join
                  async_status: {jid: "${item.ansible_job_id}"}
                  loop: ${jobs.results}
                  loop_control: {label: "${item.item}"}
                  register: done
                  until: done.finished
                  retries: 100
                  delay: 1
                - name: got
                  debug: {msg: "${done.results?map(r -> '${r.stdout} ${r.rc}')?join(',')}"}
                - name: forget
                  async_status: {jid: "${item.ansible_job_id}", mode: cleanup}
                  loop: ${jobs.results}
                  loop_control: {label: "${item.item}"}
            """);
    assertEquals(
        List.of(
            "play h1 [h1]",
            "start h1[a] changed",
            "start h1[b] changed",
            "start h1 changed",
            "begun h1 ok [1 0 true,1 0 true]",
            "early h1 ok",
            "open h1 ok [0]",
            "go h1 changed",
            "join h1[a] changed",
            "join h1[b] changed",
            "join h1 changed",
            "got h1 ok [a 0,b 0]",
            "forget h1[a] ok",
            "forget h1[b] ok",
            "forget h1 ok"),
        told);
    assertEquals(List.of(), jobs());
  }

  @Test
  void keepsItsFilesFromOthers() throws IOException {
    run(
        """
        - hosts: h1
          tasks:
            - {name: start, sh: "until [ -e DIR/go ]; do sleep 0.1; done", async: 60, poll: 0}
        """);
    for (Path path : List.of(folder.resolve(".outpost_async"), jobs().get(0))) {
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      assertEquals("rwx------", mode, path.toString());
    }
    Files.createFile(folder.resolve("go"));
  }

  @Test
  void outlivesTheConnection() throws IOException {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - name: slow
                  sh: "kill -9 $(cat DIR/shell); sleep 1; echo still here"
                  async: 60
                  poll: 1
                  register: r
                - {name: told, debug: {msg: "${r.stdout}"}}
              pre_tasks:
                - {name: shell, sh: "echo $$ >DIR/shell"}
            """);
    assertEquals(List.of("slow h1 changed", "told h1 ok [still here]"), told.subList(2, 4));
  }

  @Test
  void belongsToTheUserThatTheTaskBecomes() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Path sudo = Files.createDirectories(folder.resolve("bin")).resolve("sudo");
    Files.writeString(
        sudo,
        "#!/bin/sh\nwhile [ \"$1\" != sh ]; do shift; done\nHOME=" + other + " exec \"$@\"\n");
    assertTrue(sudo.toFile().setExecutable(true));
    playbooks.environment("PATH", sudo.getParent() + ":" + System.getenv("PATH"));
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: start, sh: "echo $HOME", async: 60, poll: 0, register: job, become: yes,
                   become_user: deploy}
                - name: mine
                  async_status: {jid: "${job.ansible_job_id}"}
                  ignore_errors: yes
                - name: theirs
                  async_status: {jid: "${job.ansible_job_id}"}
                  become: yes
                  become_user: deploy
                  register: r
                  until: r.finished
                  delay: 1
                - {name: told, debug: {msg: "${r.stdout}"}}
            """);
    assertTrue(told.get(2).startsWith("mine h1 failed ignored: there is no job `j"), told.get(2));
    assertEquals("told h1 ok [" + other + "]", told.get(4));
    assertTrue(Files.isDirectory(other.resolve(".outpost_async")));
  }

  @Test
  void saysWhatItWouldStartInCheckMode() throws IOException {
    List<String> told =
        playbooks
            .check()
            .run(
                """
                - hosts: h1
                  tasks:
                    - {name: waited, sh: "touch DIR/a", async: 60, poll: 1}
                    - {name: left, sh: "touch DIR/a", async: 60, poll: 0, register: job}
                    - name: join
                      async_status: {jid: "${job.ansible_job_id}"}
                      register: r
                      until: r.finished
                    - {name: use, debug: {msg: "${r.stdout}"}}
                """);
    assertEquals("", playbooks.problems);
    assertEquals(
        List.of(
            "play h1 [h1]",
            "waited h1 would_change [would run: touch DIR/a]",
            "left h1 would_change [would run: touch DIR/a]",
            "join h1 unknown: whether it is done hangs on a result that is not known without doing"
                + " it"),
        told.subList(0, 4).stream().map(l -> l.replace(folder.toString(), "DIR")).toList());
    assertTrue(told.get(4).startsWith("use h1 "), told.toString());
    assertEquals(0, playbooks.counts("h1").failed());
    assertFalse(Files.exists(folder.resolve(".outpost_async")));
  }

  @Test
  void anUnknownJobFailsAtOnceAndSaysWhere() {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - name: join
                  async_status: {jid: j1.2}
                  register: r
                  until: r.finished
                  ignore_errors: yes
                - {name: bad, async_status: {jid: ../x}, ignore_errors: yes}
                - {name: mode, async_status: {jid: j1.2, mode: look}, ignore_errors: yes}
            """);
    assertEquals(
        List.of(
            "play h1 [h1]",
            "join h1 failed ignored: there is no job `j1.2` there",
            "bad h1 failed ignored: `../x` is not the name of a job",
            "mode h1 failed ignored: `mode` cannot be `look`"),
        told);
  }

  @Test
  void aJobThatWasKilledIsNotWaitedFor() throws IOException {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: start, sh: "sleep 1000", async: 1000, poll: 0, register: job}
                - {name: kill, sh: "read pid boot <${job.results_file}/pid; kill -9 -$pid"}
                - name: join
                  async_status: {jid: "${job.ansible_job_id}"}
                  register: r
                  until: r.finished
                  delay: 1
            """);
    assertEquals(
        "join h1 failed: it ended without a result: something killed it, or the host was restarted",
        told.get(told.size() - 1));
  }

  @Test
  void aKeeperThatIsToldToEndEndsItsJob() throws IOException {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {name: start, sh: "sleep 1000 & echo $! >DIR/pid; wait", async: 1000, poll: 0,
                   register: job}
                - name: kill
                  sh: >-
                    while ! [ -s DIR/pid ]; do sleep 0.1; done;
                    read pid boot <${job.results_file}/pid; kill $pid
                - name: join
                  async_status: {jid: "${job.ansible_job_id}"}
                  register: r
                  until: r.finished
                  delay: 1
                  ignore_errors: yes
                - {name: told, debug: {msg: "${r.rc}"}}
            """);
    assertEquals("told h1 ok [143]", told.get(told.size() - 1));
    awaitEnd(read("pid").strip());
  }

  @Test
  void onlyWhatRunsSomethingCanGoOnByItself() {
    playbooks.run(
        """
        - hosts: h1
          tasks:
            - {name: write, content: {path: DIR/a, line: x}, async: 60}
            - {name: tell, debug: {msg: x}, async: 60, poll: 0}
            - {name: fine, content: {path: DIR/a, line: x}, async: 0}
        """);
    assertTrue(
        playbooks.problems.contains(
            "`content` cannot go on by itself, and `async` asks that of it"),
        playbooks.problems);
    assertTrue(playbooks.problems.contains("`debug` cannot go on by itself"), playbooks.problems);
    assertTrue(playbooks.problems.contains("by `timeout`, in seconds"), playbooks.problems);
    assertTrue(playbooks.problems.contains("2 errors"), playbooks.problems);
  }

  @Test
  void aScriptIsGoneFromTheDiskAsSoonAsItRuns() throws IOException {
    List<String> told =
        run(
            """
            - hosts: h1
              tasks:
                - {sh: "ls ~/.outpost_async/j*", async: 60, poll: 1, register: r}
                - {name: told, debug: {msg: "${r.stdout_lines?join(' ')}"}}
            """);
    assertEquals("told h1 ok [err keeper out pid]", told.get(told.size() - 1));
  }
}
