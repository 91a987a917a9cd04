package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A remote node goes to another port, and what runs on it does not notice. */
@EveryRelease
class ChangePortTest {
  private static final String PLAYBOOK = "playbooks/change-port.yml";

  private final Lab lab = Labs.shared();
  private final List<Host> hosts = new ArrayList<>();
  private final List<Recorder> recorders = new ArrayList<>();

  @AfterEach
  void removeWhatIsLeft() {
    recorders.forEach(Recorder::delete);
    lab.remove(hosts);
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  void aNodeGoesToAnotherPortAndBackWithoutAStop() {
    Recorder recorder = recorderOn(join());
    Host host = hosts.get(0);
    String since = recorder.since(host);

    Result check = lab.engine(arguments(3131, "--check"));
    assertEquals(0, check.status(), check::all);
    assertOn(3121, host);

    new Foretold(lab, recorder).comesTrue(arguments(3131));
    assertOn(3131, host);
    assertTrue(host.holds("firewall-cmd -q --query-port=3131/tcp"), "the new port is open");
    assertEquals(since, recorder.since(host));

    Events.of(lab.engine(arguments(3131, "--output", "jsonl"))).assertNothingChanged();

    Result back = lab.engine(arguments(3121, "-e", "remote_old_port=3131"));
    assertEquals(0, back.status(), back::all);
    assertOn(3121, host);
    assertFalse(host.holds("firewall-cmd -q --query-port=3131/tcp"), "the old port is closed");
    assertEquals(since, recorder.since(host));
    recorder.assertNeverTwice();
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // all of them, on a machine that is busy
  void aChangeThatWasKilledIsCarriedOnByTheNext() {
    Recorder recorder = recorderOn(join());
    Host host = hosts.get(0);
    String since = recorder.since(host);
    Kills kills = new Kills(lab);
    Result whole = kills.measure(arguments(3131));
    assertEquals(0, whole.status(), whole::all);
    int count = Profile.count("kills of a change of port", 3, 20);
    int port = 3131;
    for (int kill = 1; kill <= count; ) {
      port = port == 3131 ? 3141 : 3131;
      if (kills.strike(arguments(port))) kill++;

      Result again = lab.engine(arguments(port));

      assertEquals(0, again.status(), again::all);
      assertOn(port, host);
      assertEquals(since, recorder.since(host));
      recorder.assertNeverTwice();
      RemoteNodes.assertNothingFenced(lab);
    }
  }

  private Host join() {
    hosts.add(lab.addBlank());
    RemoteNodes.join(lab, hosts);
    return hosts.get(0);
  }

  private Recorder recorderOn(Host host) {
    Recorder recorder = Recorder.create(lab, "unmoved");
    recorders.add(recorder);
    recorder.prefer(host);
    return recorder;
  }

  private String[] arguments(int port, String... options) {
    String[] all =
        Stream.concat(Stream.of("-e", "remote_port=" + port), Stream.of(options))
            .toArray(String[]::new);
    return RemoteNodes.call(PLAYBOOK, lab, hosts, all);
  }

  /**
   * Node and cluster agree on the port, the cluster looks after the node, and nobody is at work.
   */
  private void assertOn(int port, Host host) {
    RemoteNodes.assertOnline(lab, host);
    String listening = host.must("ss -Hltn 'sport = :" + port + "'");
    assertFalse(listening.isBlank(), () -> host.must("ss -ltnp"));
    String connected = host.must("ss -Htn state established 'sport = :" + port + "'");
    assertFalse(connected.isBlank(), () -> host.must("ss -tnp"));
    String cib = lab.cib();
    assertFalse(cib.contains("maintenance"), cib);
    RemoteNodes.assertNothingLeft(lab);
  }
}
