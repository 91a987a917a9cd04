package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines that are resources of the cluster become guest nodes, and plain machines again. */
class GuestNodeTest {
  private final Lab lab = Labs.shared();
  private final List<Host> hosts = new ArrayList<>();

  @AfterEach
  void removeTheHosts() {
    GuestNodes.clear(lab, hosts);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void twoMachinesBecomeGuestNodesRunAResourceAndBecomePlainMachinesAgain() {
    boot(2);
    Host first = hosts.get(0);
    String started = startsOf(first);

    succeeds(GuestNodes.add(lab, hosts));
    GuestNodes.assertOnline(lab, hosts);
    String cib = lab.cib();
    assertTrue(cib.contains("name=\"remote-port\" value=\"3131\""), cib);
    assertTrue(!cib.contains("outpost-"), "no quarantine and no probe are left: " + cib);

    changesNothing(GuestNodes.add(lab, hosts, "--output", "jsonl"));

    String resource = "runs-on-" + GuestNodes.node(first);
    lab.clusterSays("pcs resource create " + resource + " ocf:pacemaker:Dummy --disabled");
    try {
      lab.clusterSays("pcs constraint location " + resource + " prefers " + GuestNodes.node(first));
      lab.clusterSays("pcs resource enable " + resource + " --wait=120");
      String where = lab.clusterSays("crm_resource --resource " + resource + " --locate");
      assertTrue(where.contains("is running on: " + GuestNodes.node(first)), where);
      first.must("ls /run/*/Dummy-%1$s.state /run/Dummy-%1$s.state | grep .".formatted(resource));

      succeeds(GuestNodes.remove(lab, hosts));
      GuestNodes.assertGone(lab, hosts);
      assertEquals(started, startsOf(first), "the machine was not started anew");
      String after = lab.clusterSays("crm_resource --resource " + resource + " --locate");
      assertTrue(after.matches("(?s).*is running on: n[12]\\b.*"), after);
      first.must("! ls /run/*/Dummy-%1$s.state /run/Dummy-%1$s.state".formatted(resource));
    } finally {
      lab.clusterSays("pcs resource delete " + resource);
    }
    changesNothing(GuestNodes.remove(lab, hosts, "--output", "jsonl"));
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // all twenty, on a machine that is busy
  void aRunThatWasKilledIsCarriedOnByTheNext() {
    assumeTrue(Profile.also("kills of a run with guest nodes"));
    boot(1);
    long seed = Long.getLong("lab.seed", System.nanoTime());
    Random random = new Random(seed);
    Labs.say("the controller is killed at instants from -Dlab.seed=" + seed);
    int adding = undisturbed(GuestNodes.add(lab, hosts));
    int removing = undisturbed(GuestNodes.remove(lab, hosts));
    int kills = Profile.count("kills of the controller with guest nodes", 3, 20);
    for (int kill = 1; kill <= kills; kill++) {
      killedAfter(random.nextInt(adding), GuestNodes.add(lab, hosts));
      succeeds(GuestNodes.add(lab, hosts));
      GuestNodes.assertOnline(lab, hosts);

      killedAfter(random.nextInt(removing), GuestNodes.remove(lab, hosts));
      succeeds(GuestNodes.remove(lab, hosts));
      GuestNodes.assertGone(lab, hosts);
      RemoteNodes.assertNothingFenced(lab);
    }
  }

  private void boot(int count) {
    for (int i = 0; i < count; i++) hosts.add(lab.addBlank());
    GuestNodes.start(lab, hosts);
  }

  /** When the machine was started, and where. */
  private String startsOf(Host host) {
    return lab.clusterSays("crm_resource --list-operations --resource " + GuestNodes.machine(host))
        .lines()
        .filter(line -> line.contains("_start_0"))
        .map(line -> line.replaceAll(".*(node=\\S+).*(last-rc-change='[^']*').*", "$1 $2"))
        .sorted()
        .toList()
        .toString();
  }

  private void succeeds(String... arguments) {
    Result run = lab.engine(arguments);
    assertEquals(0, run.status(), run::all);
  }

  private void changesNothing(String... arguments) {
    Events events = Events.of(lab.engine(arguments));
    assertTrue(
        events.counts("changed").values().stream().allMatch(count -> count == 0),
        () -> events.statuses().toString());
  }

  /** How long a run takes that nothing happens to, in milliseconds. */
  private int undisturbed(String... arguments) {
    long start = System.nanoTime();
    succeeds(arguments);
    return millisecondsSince(start);
  }

  private void killedAfter(int milliseconds, String... arguments) {
    long start = System.nanoTime();
    EngineRun run = lab.startEngine(arguments);
    while (run.isRunning() && millisecondsSince(start) < milliseconds) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabFailed("interrupted");
      }
    }
    if (run.isRunning()) run.kill();
    Labs.say(
        "killed after "
            + milliseconds
            + " ms: "
            + run.toEnd().out().lines().reduce("", (a, b) -> b));
  }

  private static int millisecondsSince(long start) {
    return (int) ((System.nanoTime() - start) / 1_000_000);
  }
}
