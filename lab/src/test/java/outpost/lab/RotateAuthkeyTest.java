package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The authkey of a cluster in use is exchanged, with fencing on, and nothing is fenced or stopped.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS) // all kills, on a machine that is busy
@EveryRelease
class RotateAuthkeyTest {
  private static final String PLAYBOOK = "playbooks/rotate-authkey.yml";
  private static final List<Host> hosts = new ArrayList<>();
  private static Lab lab;
  private static Recorder recorder;
  private static String since;

  @BeforeAll
  static void twoRemoteNodesWithAResource() {
    lab = Labs.shared();
    hosts.add(lab.addBlank());
    hosts.add(lab.addBlank());
    RemoteNodes.join(lab, hosts);
    recorder = Recorder.create(lab, "lives-on");
  }

  @BeforeEach
  void theResourceRunsOnTheFirst() {
    recorder.prefer(hosts.get(0));
    since = recorder.since(hosts.get(0));
  }

  @AfterAll
  static void removeWhatIsLeft() {
    recorder.delete();
    lab.remove(hosts);
  }

  @Test
  void everyHostGetsTheNewKeyAndNothingIsStopped() {
    String before = onlyKey();

    new Foretold(lab, recorder).comesTrue(rotation("once"));

    assertRotated(before);
    Events.of(lab.engine(rotation("once", "--output", "jsonl"))).assertNothingChanged();
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
    Kills kills = new Kills(lab);
    Result whole = kills.measure(rotation("undisturbed"));
    assertEquals(0, whole.status(), whole::all);
    int count = Profile.count("kills of a key rotation", 3, 20);
    for (int kill = 0, run = 0; kill < count; run++) {
      String before = onlyKey();
      if (kills.strike(rotation("run-" + run))) kill++;

      Result again = lab.engine(rotation("run-" + run));

      assertEquals(0, again.status(), again::all);
      assertRotated(before);
    }
  }

  private static String[] rotation(String name, String... options) {
    String[] all =
        Stream.concat(Stream.of("-e", "authkey_rotation=" + name), Stream.of(options))
            .toArray(String[]::new);
    return RemoteNodes.call(PLAYBOOK, lab, hosts, all);
  }

  private static void assertRotated(String before) {
    assertNotEquals(before, onlyKey());
    assertEquals(since, recorder.since(hosts.get(0)));
    recorder.assertNeverTwice();
    RemoteNodes.assertOnline(lab, hosts.toArray(Host[]::new));
    assertFalse(lab.cib().contains("outpost-hold"), lab::cib);
    RemoteNodes.assertNothingFenced(lab);
  }

  /** The hash of the key that all hosts share. */
  private static String onlyKey() {
    Set<String> keys =
        Stream.concat(lab.cluster().stream(), hosts.stream())
            .map(host -> host.must("sha256sum < /etc/pacemaker/authkey"))
            .collect(Collectors.toSet());
    assertEquals(1, keys.size());
    return keys.iterator().next();
  }
}
