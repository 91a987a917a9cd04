package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The authkey of a cluster in use is exchanged, with fencing on, and nothing is fenced or stopped.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS) // all kills, on a machine that is busy
class RotateAuthkeyTest {
  private static final String RESOURCE = "lives-on";

  private final Lab lab = Labs.shared();
  private final List<Host> hosts = new ArrayList<>();

  @BeforeEach
  void twoRemoteNodesWithAResource() {
    hosts.add(lab.addBlank());
    hosts.add(lab.addBlank());
    Result added = RemoteNodes.add(lab, "root", hosts);
    assertEquals(0, added.status(), added::all);
    lab.clusterSays("pcs resource create " + RESOURCE + " ocf:pacemaker:Dummy");
    lab.clusterSays(
        "pcs constraint location " + RESOURCE + " prefers " + hosts.get(0).name() + "=INFINITY");
    hosts.get(0).await(120, "ls /run/Dummy-" + RESOURCE + ".state");
  }

  @AfterEach
  void removeWhatIsLeft() {
    lab.clusterSays("pcs resource delete " + RESOURCE);
    hosts.forEach(lab::remove);
  }

  @Test
  void everyHostGetsTheNewKeyAndNothingIsStopped() {
    assumeTrue(Profile.also("a rotation of the authkey"));
    String before = onlyKey();
    String started = started();

    Result run = lab.engine(rotation("once"));

    assertEquals(0, run.status(), run::all);
    assertRotated(before, started);
    Result again = lab.engine(rotation("once"));
    assertEquals(0, again.status(), again::all);
    assertTrue(again.out().contains("nothing to change on"), again::all);
    for (Host host : hosts) {
      // the next connection is made with the new key, and from nothing that was kept
      lab.clusterSays("pcs resource disable " + host.name() + " --wait=120");
      lab.clusterSays("pcs resource enable " + host.name() + " --wait=120");
    }
    RemoteNodes.assertOnline(lab, hosts.toArray(Host[]::new));
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  void aRotationThatWasKilledIsCarriedOnByTheNext() {
    assumeTrue(Profile.also("kills of a key rotation"));
    long seed = Long.getLong("lab.seed", System.nanoTime());
    Random random = new Random(seed);
    Labs.say("the controller is killed at instants from -Dlab.seed=" + seed);
    int kills = Profile.count("kills of a key rotation", 3, 20);
    for (int kill = 1; kill <= kills; kill++) {
      String before = onlyKey();
      String started = started();
      String name = "kill-" + kill + "-" + Math.abs(seed % 10_000);
      killed(name, random.nextInt(90_000));

      Result again = lab.engine(rotation(name));

      assertEquals(0, again.status(), again::all);
      assertRotated(before, started);
    }
  }

  private void killed(String name, int after) {
    long start = System.nanoTime();
    EngineRun run = lab.startEngine(rotation(name));
    while (run.isRunning() && TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) < after) {
      sleep(20);
    }
    if (run.isRunning()) run.kill();
    Labs.say("killed after " + after + " ms at the latest");
    run.toEnd();
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailed("interrupted");
    }
  }

  private void assertRotated(String before, String started) {
    assertNotEquals(before, onlyKey());
    assertEquals(started, started());
    RemoteNodes.assertOnline(lab, hosts.toArray(Host[]::new));
    assertFalse(lab.cib().contains("outpost-hold"), lab::cib);
    RemoteNodes.assertNothingFenced(lab);
  }

  private String[] rotation(String name) {
    String[] same = RemoteNodes.arguments(lab, "root", hosts);
    return new String[] {
      "-i", same[1], "playbooks/rotate-authkey.yml", "-e", "authkey_rotation=" + name
    };
  }

  /** What tells one start of the resource from another. */
  private String started() {
    return hosts.get(0).must("stat -c '%i %Y' /run/Dummy-" + RESOURCE + ".state");
  }

  /** The hash of the key that all hosts share. */
  private String onlyKey() {
    Set<String> keys =
        Stream.concat(lab.cluster().stream(), hosts.stream())
            .map(host -> host.must("sha256sum < /etc/pacemaker/authkey"))
            .collect(Collectors.toSet());
    assertEquals(1, keys.size());
    return keys.iterator().next();
  }
}
