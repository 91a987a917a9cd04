package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import outpost.api.Secret;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Recap;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;

class ConsoleReporterTest {
  private final Story story = new Story();
  private final TaskInfo install = Story.task("Install the daemon", "dnf");

  @Test
  void tellsARunInPlainLinesWhenPiped() {
    story.plain(0);
    story.join();
    Golden.check("join-plain.txt", story.told());
  }

  @Test
  void tellsMoreWhenAskedTo() {
    story.plain(2);
    story.join();
    Golden.check("join-verbose.txt", story.told());
  }

  @Test
  void tellsARunOnATerminalWithColoursAndALiveLine() {
    story.terminal();
    story.join();
    Golden.check("join-terminal.txt", story.told());
  }

  @Test
  void tellsWhatACheckFoundAsWhatWouldBe() {
    story.plain(0);
    story.begins(true);
    story.play("a", "b", "c");
    story.starts(install, "a", "b", "c");
    Outcome would =
        new Story.Made(Status.WOULD_CHANGE)
            .change("content", "old", "new")
            .diff("/etc/motd", "one\ntwo\nthree\n", "one\n2\nthree")
            .outcome();
    story.ends(install, "a", would);
    story.ends(
        install,
        "b",
        new Story.Made(Status.UNKNOWN)
            .message("it needs what `Read the cluster` would do first")
            .outcome());
    story.ends(install, "c", would);
    story.over(Map.of("a", new Recap.Counts(1, 1, 0, 0, 0, 0, 0, 0, 1)));
    Golden.check("check.txt", story.told());
  }

  @Test
  void tellsTheItemsOfALoopUnderTheirHosts() {
    story.plain(0);
    story.begins(false);
    story.play("a", "b");
    story.starts(install, "a", "b");
    for (String host : List.of("a", "b")) {
      story.on(new Event.ItemEnded(install, host, "httpd", Story.ok()));
      story.on(
          new Event.ItemEnded(install, host, "nginx", Story.changed("package", "absent", "1.2")));
    }
    story.ends(install, "a", Story.changed("package", "absent", "1.2"));
    story.on(
        new Event.ItemEnded(
            install,
            "b",
            "vsftpd",
            new Story.Made(Status.FAILED).message("no such package").outcome()));
    story.ends(
        install, "b", new Story.Made(Status.FAILED).message("1 of 3 items failed").outcome());
    story.over(Map.of());
    Golden.check("items.txt", story.told());
  }

  @Test
  void foldsHostsThatFailInTheSameWay() {
    story.plain(0);
    story.play("a", "b", "c");
    story.starts(install, "a", "b", "c");
    Outcome failed = new Story.Made(Status.FAILED).message("the disk is full").outcome();
    story.ends(install, "a", failed);
    assertTrue(story.told().contains("failed: a · Install the daemon (dnf)"), "told at once");
    story.ends(install, "b", failed);
    story.ends(install, "c", failed);
    assertTrue(story.told().endsWith("failed: b, c · in the same way as a\n"), story.told());
    assertFalse(story.told().contains("failed: b ·"));
  }

  @Test
  void tellsOfHostsThatAreRescuedTogether() {
    story.plain(0);
    story.play("a", "b", "c");
    story.starts(install, "a", "b", "c");
    Outcome failed = new Story.Made(Status.FAILED).message("the disk is full").outcome();
    for (String host : List.of("a", "b")) {
      story.ends(install, host, failed);
    }
    story.ends(install, "c", Story.ok());
    story.on(new Event.Rescued(install, "a"));
    story.on(new Event.Rescued(install, "b"));
    TaskInfo clean = Story.task("Make room", "command");
    story.starts(clean, "a", "b");
    assertTrue(story.told().endsWith("\nrescued: a, b · Install the daemon (dnf)\n"), story.told());
    story.ends(clean, "a", Story.changed("x", "1", "2"));
    story.ends(clean, "b", Story.changed("x", "1", "2"));
    story.over(Map.of("a", new Recap.Counts(1, 1, 0, 0, 0, 1, 0, 0, 2)));
    assertTrue(story.told().contains("unreachable=0  rescued=1  trips=2\n"), story.told());
  }

  @Test
  void keepsTheOrderOfHostsWhoeverIsDoneFirst() {
    story.plain(0);
    story.starts(install, "a", "b", "c");
    story.ends(install, "c", Story.changed("p", "1", "3"));
    story.ends(install, "b", Story.changed("p", "1", "2"));
    story.ends(install, "a", Story.changed("p", "1", "3"));
    assertTrue(
        story.told().contains("  changed: a, c\n    p: 1 -> 3\n  changed: b\n    p: 1 -> 2\n"),
        story.told());
  }

  @Test
  void tellsWhatIsIncludedInsteadOfItsTask() {
    TaskInfo include = Story.task("include_tasks", "include_tasks");
    story.plain(0);
    story.play("a", "b");
    story.starts(include, "a", "b");
    story.ends(include, "a", Story.ok());
    story.ends(include, "b", Story.ok());
    story.on(new Event.Included(include, "tasks/web.yml", List.of("a", "b")));
    assertTrue(
        story.told().endsWith("play Join · a, b\nincluded: tasks/web.yml for 2 hosts\n"),
        story.told());
  }

  @Test
  void namesTheRoleInFrontOfItsTasks() {
    TaskInfo task = new TaskInfo("Install", "dnf", false, install.place(), Optional.of("web"));
    story.plain(0);
    story.starts(task, "a");
    story.ends(task, "a", Story.changed("p", "1", "2"));
    assertTrue(story.told().startsWith("task web : Install\n  changed: a\n"), story.told());
  }

  @Test
  void namesFewHostsAndCountsMany() {
    story.plain(0);
    List<String> hosts = IntStream.range(0, 20).mapToObj(i -> "h" + i).toList();
    story.starts(install, hosts.toArray(String[]::new));
    hosts.forEach(host -> story.ends(install, host, Story.changed("p", "1", "2")));
    assertTrue(
        story.told().contains("changed: h0, h1, h2, h3, h4, h5 and 14 more\n"), story.told());
  }

  @Test
  void showsNothingOfAHiddenTaskButItsStatus() {
    story.plain(3);
    story.play("a");
    story.starts(install, "a");
    Story.Made made =
        new Story.Made(Status.FAILED)
            .message("letmein")
            .details("letmein")
            .hints("letmein")
            .change("letmein", "letmein", "letmein")
            .diff("letmein", "letmein", "x")
            .notes("letmein")
            .output(1, "letmein", "letmein")
            .hidden();
    story.on(new Event.ItemEnded(install, "a", "letmein", made.outcome()));
    story.ends(install, "a", made.outcome());
    story.starts(install, "b");
    story.ends(install, "b", made.ignored().outcome());
    assertFalse(story.told().contains("letmein"), story.told());
    assertTrue(story.told().contains("failed: a · Install the daemon (dnf) · (hidden)"));
  }

  @Test
  void masksSecretsOfSeveralLinesEverywhere() {
    story.masker.add(Secret.of("first line\nsecond line"));
    story.plain(1);
    story.play("a");
    story.starts(install, "a");
    story.ends(
        install,
        "a",
        new Story.Made(Status.FAILED)
            .message("it said first line\nsecond line")
            .output(1, "x first line\nsecond line y", "")
            .diff("f", "", "first line\nsecond line\n")
            .outcome());
    assertFalse(story.told().contains("second line"), story.told());
    assertTrue(story.told().contains("| x *** y"), story.told());
    assertTrue(story.told().contains("+***"), story.told());
  }

  @Test
  void keepsHostsFromMovingTheCursor() {
    story.plain(0);
    story.starts(install, "a");
    story.ends(
        install,
        "a",
        new Story.Made(Status.FAILED).message("\u001b[2Jgone\rover\u009b1m\r\nnext").outcome());
    assertTrue(
        story.told().contains("   = \\x1b[2Jgone\\x0dover\\x9b1m\n     next\n"), story.told());
  }

  @Test
  void speaksAgainAfterTenSecondsOfSilenceWhenPiped() {
    ConsoleReporter console = story.plain(0);
    story.starts(install, "a", "b");
    story.ends(install, "a", Story.ok());
    story.pass(Duration.ofSeconds(9));
    console.tick();
    assertEquals("", story.told());
    story.pass(Duration.ofSeconds(1));
    console.tick();
    assertEquals("... Install the daemon  1/2 hosts · b, 10 s\n", story.told());
    story.on(new Event.Waiting(install, "b", "not online yet", Duration.ofSeconds(4)));
    story.pass(Duration.ofSeconds(9));
    console.tick();
    story.pass(Duration.ofSeconds(1));
    console.tick();
    assertEquals(
        "... Install the daemon  1/2 hosts · b, 10 s\n"
            + "... Install the daemon  1/2 hosts · b: not online yet, 14 s\n",
        story.told());
  }

  @Test
  void movesTheLiveLineOnWithTime() {
    ConsoleReporter console = story.console(true, false, 0);
    story.starts(install, "a", "b");
    story.pass(Duration.ofMillis(1100));
    console.tick();
    story.ends(install, "a", Story.ok());
    story.ends(install, "b", Story.ok());
    Golden.check("live.txt", story.told());
  }

  @Test
  void keepsQuietAboutSkippedHostsUnlessAsked() {
    story.plain(0);
    story.starts(install, "a");
    story.ends(
        install, "a", new Story.Made(Status.SKIPPED).message("its condition is false").outcome());
    assertEquals("", story.told());
    story.plain(1);
    story.starts(install, "a");
    story.ends(
        install, "a", new Story.Made(Status.SKIPPED).message("its condition is false").outcome());
    assertEquals(
        "task Install the daemon (dnf)\n  skipped: a\n    its condition is false\n", story.told());
  }

  @Test
  void tellsAFailedCommandsOutputOnceAndItsEndOnly() {
    story.plain(0);
    story.starts(install, "a");
    String lines =
        IntStream.range(0, 30).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    story.ends(
        install,
        "a",
        new Story.Made(Status.FAILED)
            .message("no space left")
            .details("exit 1, no space left\n   on device")
            .output(1, lines, "no space left\non device\n")
            .outcome());
    assertEquals(1, story.told().split("on device", -1).length - 1, story.told());
    assertTrue(
        story.told().contains("   | (10 lines before, -v shows them)\n   | line 10\n"),
        story.told());
  }

  @Test
  void saysWhereATaskRanForAHost() {
    story.plain(0);
    story.starts(install, "a");
    story.on(
        new Event.TaskEnded(install, "a", Optional.of("node1"), Story.changed("x", "0", "1"), 2));
    assertTrue(story.told().contains("changed: a (on node1)\n"), story.told());
  }

  @Test
  void tellsNotesUnderOneWordAndWhatDebugSaysAsItIs() {
    story.plain(0);
    Outcome noted = new Story.Made(Status.OK).notes("one", "two\nthree").outcome();
    story.starts(install, "a");
    story.ends(install, "a", noted);
    TaskInfo debug = Story.task("Read the cluster", "debug");
    story.starts(debug, "a");
    story.ends(debug, "a", noted);
    assertEquals(
        """
        task Install the daemon
          ok: a
            note: one
                  two
                  three
        task Read the cluster
          ok: a
            one
            two
            three
        """,
        story.told());
  }

  @Test
  void namesHostsInTheTasksOrderWhoeverEndsFirst() {
    story.plain(0);
    story.starts(install, "a", "b", "c");
    story.ends(install, "c", Story.changed("x", "0", "1"));
    story.on(new Event.TaskEnded(install, "a", Optional.of("a"), Story.changed("x", "0", "1"), 2));
    story.ends(install, "b", Story.ok());
    assertTrue(story.told().contains("changed: a, c\n"), story.told());
  }

  @Test
  void tellsWhyHostsAreStoppedAndClosesWhatTheyDid() {
    story.plain(0);
    story.starts(install, "a", "b");
    story.ends(install, "a", Story.ok());
    story.on(new Event.Aborted(List.of("b"), "`any_errors_fatal`, as c failed"));
    assertEquals(
        "task Install the daemon · ok: a\nstopped: b · `any_errors_fatal`, as c failed\n",
        story.told());
  }

  @Test
  void showsRareCountsOnlyWhereThereAreAny() {
    story.plain(0);
    story.over(Map.of("a", new Recap.Counts(1, 0, 0, 1, 0, 0, 2, 1, 4)));
    assertTrue(
        story
            .told()
            .contains(
                "  a  ok=1  changed=0  failed=0  skipped=1  unreachable=0  ignored=2  unknown=1 "
                    + " trips=4\n"),
        story.told());
    assertTrue(story.told().contains("nothing to change on 1 host, 4 trips, 12.3 s\n"));
  }
}
