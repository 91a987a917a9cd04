package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Reach;
import outpost.core.connect.Become;
import outpost.core.connect.Connection;
import outpost.core.connect.Connections;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.connect.Shell;
import outpost.core.connect.local.LocalConnection;

/**
 * Which connections are opened while a program is still being checked, and what becomes of them.
 */
class BeforehandTest {
  @TempDir Path folder;
  private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void inventory() throws IOException {
    Files.writeString(
        folder.resolve("hosts.ini"), "h1\nh2 ansible_user=ann\nh3 ansible_connection=local\n");
  }

  @Test
  void eachHostIsConnectedToOnceAndBeforeItsTurn() throws IOException {
    Invocation run = run("", "- ping:");
    assertEquals(0, run.status(), run.out() + run.err());
    assertEquals(List.of("early ann@h2", "early h1", "h3"), sorted(opened));
    assertEquals(List.of("ann@h2", "h1", "h3"), sorted(closed));
  }

  @Test
  void theLoginIsThatOfTheFirstTask() throws IOException {
    Invocation run = run("", "- ping:\n  remote_user: eve");
    assertEquals(0, run.status(), run.out() + run.err());
    assertEquals(List.of("early ann@h2", "early eve@h1", "eve@h3"), sorted(opened));
  }

  @Test
  void nothingIsLeftOpenWhereTheCheckFindsAMistake() throws IOException {
    Invocation run = run("", "- ping:\n- debug: {msg: \"${nowhere}\"}");
    assertEquals(65, run.status(), run.out() + run.err());
    for (int i = 0; i < 500 && closed.size() < 2; i++) pause();
    assertEquals(List.of("early ann@h2", "early h1"), sorted(opened));
    assertEquals(List.of("ann@h2", "h1"), sorted(closed));
  }

  @Test
  void theFirstBatchIsBegunAlone() throws IOException {
    assertEquals(0, run("serial: 1", "- ping:").status());
    assertEquals(List.of("ann@h2", "early h1", "h3"), sorted(opened));
  }

  @Test
  void whereNobodyMayBeAskedAnythingNobodyIsConnectedToBeforehand() throws IOException {
    String[] firsts = {
      "- ping:\n  when: inventory_hostname == 'h1'",
      "- debug:\n- ping:\n  delegate_to: h1",
      "- ping:\n  run_once: true",
      "- ping:\n  loop: \"${[1]}\"",
      "- pause: {seconds: 0}\n- ping:",
      "- set_fact: {ansible_user: eve}\n- ping:",
      "- assert: {that: 1 == 1}\n- ping:",
    };
    for (String first : firsts) {
      Invocation run = run("", first);
      assertEquals(0, run.status(), run.out() + run.err());
      assertTrue(opened.stream().noneMatch(one -> one.startsWith("early")), first + opened);
    }
    opened.clear();
    assertEquals(0, run("", "- ping:", "--list-tasks").status());
    assertEquals(List.of(), opened);
  }

  @Test
  void whatALaterPlaybookBeginsWithIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("later.yml"), "- hosts: h2\n  tasks: [ping: ]\n");
    run("", "- ping:\n  when: false", "later.yml");
    assertEquals(List.of("ann@h2"), opened);
  }

  @Test
  void aLoginThatCannotBeMadeIsToldWhenItIsDue() throws IOException {
    Files.writeString(folder.resolve("hosts.ini"), "h1\nh2 ansible_port=many\n");
    Invocation run = run("", "- ping:");
    assertTrue(run.status() == 65 || run.status() == 4, run.out() + run.err());
    assertTrue((run.out() + run.err()).contains("ansible_port"), run.out() + run.err());
  }

  @Test
  void nobodyAsksTheControlNodeBeforehand() throws IOException {
    Path asked = folder.resolve("asked");
    Files.writeString(
        folder.resolve("hosts.yml"),
        "all: {hosts: {h1: {ansible_user: \"${lookup('pipe', 'echo ann; echo >>"
            + asked
            + "')}\"}}}");
    Files.writeString(
        folder.resolve("bad.yml"), "- hosts: all\n  tasks: [ping: , {debug: {msg: \"${no}\"}}]\n");
    Invocation run = Invocation.of(folder, Recording::new, "-i", "hosts.yml", "bad.yml");
    assertEquals(65, run.status(), run.out() + run.err());
    assertTrue(Files.notExists(asked));
    assertEquals(List.of(), opened);
  }

  @Test
  void aHostThatCannotBeReachedIsToldWhenItIsDue() throws IOException {
    Files.writeString(folder.resolve("hosts.ini"), "h1\nlost\n");
    Invocation run = run("", "- debug:\n- ping:");
    assertEquals(4, run.status(), run.out() + run.err());
    assertTrue(run.out().contains("nobody answers"), run.out());
    assertEquals(List.of("early h1", "early lost"), sorted(opened));
  }

  private Invocation run(String keywords, String tasks, String... options) throws IOException {
    Files.writeString(
        folder.resolve("play.yml"),
        "- hosts: all\n  gather_facts: no\n" + keywords.indent(2) + "  tasks:\n" + tasks.indent(4));
    List<String> words = new ArrayList<>(List.of("-i", "hosts.ini", "play.yml"));
    words.addAll(List.of(options));
    return Invocation.of(folder, Recording::new, words.toArray(String[]::new));
  }

  private static List<String> sorted(List<String> some) {
    return some.stream().sorted().toList();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hosts that are all this machine, whatever their names are. */
  private final class Recording implements Connections {
    @Override
    public Connection open(Login login) {
      String who = login.user().map(user -> user + "@").orElse("") + login.name();
      boolean early = Thread.currentThread().getName().equals("early");
      opened.add((early ? "early " : "") + who);
      if (login.name().equals("lost")) throw new HostUnreachable("nobody answers", "look there");
      return new Open(who, new LocalConnection(login.name(), System.getenv()));
    }

    @Override
    public void close() {
      // each is closed by itself
    }
  }

  private final class Open implements Connection {
    private final String who;
    private final Connection connection;

    Open(String who, Connection connection) {
      this.who = who;
      this.connection = connection;
    }

    @Override
    public Shell shell(Become become) {
      return connection.shell(become);
    }

    @Override
    public Reach.Line dial(String address, int port, Duration timeout) throws IOException {
      return connection.dial(address, port, timeout);
    }

    @Override
    public Reach.Line run(Become become, String script) throws IOException {
      return connection.run(become, script);
    }

    @Override
    public void close() {
      closed.add(who);
      connection.close();
    }
  }
}
