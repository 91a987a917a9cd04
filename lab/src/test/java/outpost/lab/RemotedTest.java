package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The protocol as a tool: on a node that a cluster uses, and on one that none does. */
@EveryRelease
class RemotedTest {
  private static Lab lab;
  private static Host used;
  private static Host unused;

  @BeforeAll
  static void boot() {
    lab = Labs.shared();
    used = lab.addBlank();
    RemoteNodes.join(lab, List.of(used));
    unused = RemoteNodes.prepared(lab);
  }

  @AfterAll
  static void remove() {
    lab.remove(List.of(used, unused));
  }

  @AfterEach
  void theClusterHasNotNoticed() {
    RemoteNodes.assertOnline(lab, used);
    assertFalse(lab.clusterLog().contains("unexpected client takeover"));
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  void theKeyIsProvedOnANodeInUseAsWellAsOnAnother() {
    Result probe = remoted("probe", used.name(), unused.name());

    assertEquals(0, probe.status(), probe::all);
    assertEquals(2, probe.out().lines().filter(line -> line.startsWith("ok: ")).count());
  }

  @Test
  void anotherKeyIsTold() throws IOException {
    Path key = Files.createTempFile("authkey", "");
    Files.writeString(key, "another key");
    try {
      Result probe = lab.engine("remoted", "probe", "--authkey-file", "" + key, used.address());

      assertEquals(2, probe.status(), probe::all);
      assertTrue(probe.out().contains("differs from this one, or is missing"), probe::all);
    } finally {
      Files.delete(key);
    }
  }

  @Test
  void aDaemonThatDoesNotRunIsTold() {
    unused.must("systemctl stop pacemaker_remote");
    try {
      Result probe = remoted("probe", unused.name());

      assertEquals(2, probe.status(), probe::all);
      assertTrue(probe.out().contains("port 3121 on"), probe::all);
      assertTrue(probe.out().contains("refuses connections"), probe::all);
    } finally {
      unused.must("systemctl start pacemaker_remote");
      unused.await(60, "ss -Hltn '( sport = :3121 )' | grep -q .");
    }
  }

  @Test
  void aNodeInUseIsNotConnectedTo() {
    for (String[] command :
        List.of(
            new String[] {"register", used.name()},
            new String[] {"exec", used.name(), "ocf:pacemaker:Dummy", "monitor"})) {
      Result refused = remoted(command);

      assertEquals(2, refused.status(), refused::all);
      assertTrue(refused.out().contains("has a connection to port 3121 already"), refused::all);
    }
  }

  @Test
  void aNodeThatNobodyUsesIsRegisteredWith() {
    Result register = remoted("register", unused.name());

    assertEquals(0, register.status(), register::all);
    assertTrue(register.out().contains("accepts executor protocol 1."), register::all);
  }

  @Test
  void anAgentRunsThereAndNothingIsLeftOfIt() {
    Result exec =
        remoted("exec", unused.name(), "ocf:pacemaker:Dummy", "monitor", "start", "monitor");

    assertEquals(2, exec.status(), exec::all);
    List<String> lines = exec.out().lines().filter(line -> !line.startsWith("  ")).toList();
    assertEquals(4, lines.size(), exec::all);
    assertTrue(lines.get(0).startsWith("failed: monitor · exit 7, not running"), exec::all);
    assertTrue(lines.get(1).startsWith("ok: start · exit 0"), exec::all);
    assertTrue(lines.get(2).startsWith("ok: monitor · exit 0"), exec::all);
    assertTrue(lines.get(3).startsWith("ok: stop, as nothing is to be left"), exec::all);
    assertFalse(unused.holds("ls /run/resource-agents/*outpost-exec* /run/*outpost-exec*"));
  }

  /** As a person would who names the inventory and a node of the cluster. */
  private static Result remoted(String... command) {
    Path inventory = lab.inventory("remoted.yml", "root", used, unused);
    Stream<String> options =
        Stream.of("remoted", command[0], "-i", "" + inventory, "--cluster", "n1");
    return lab.engine(Stream.concat(options, Stream.of(command).skip(1)).toArray(String[]::new));
  }
}
