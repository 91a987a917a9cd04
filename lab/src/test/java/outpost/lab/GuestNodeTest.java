package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines that are resources of the cluster become guest nodes, and plain machines again. */
@EveryRelease
class GuestNodeTest {
  private final Lab lab = Labs.shared();
  private final List<Host> hosts = new ArrayList<>();
  private final List<Recorder> recorders = new ArrayList<>();

  @AfterEach
  void removeWhatIsLeft() {
    recorders.forEach(Recorder::delete);
    GuestNodes.clear(lab, hosts);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void twoMachinesBecomeGuestNodesRunAResourceAndBecomePlainMachinesAgain() {
    boot(2);
    Host first = hosts.get(0);
    String started = startsOf(first);

    new Foretold(lab).comesTrue(GuestNodes.add(lab, hosts));
    GuestNodes.assertOnline(lab, hosts);
    String cib = lab.cib();
    assertTrue(cib.contains("name=\"remote-port\" value=\"3131\""), cib);
    RemoteNodes.assertNothingLeft(lab);

    Events.of(lab.engine(GuestNodes.add(lab, hosts, "--output", "jsonl"))).assertNothingChanged();

    Recorder recorder = recorderOn(first);
    new Foretold(lab, recorder).comesTrue(GuestNodes.remove(lab, hosts));
    assertLeftAlone(started, recorder);
    Events.of(lab.engine(GuestNodes.remove(lab, hosts, "--output", "jsonl")))
        .assertNothingChanged();
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // all twenty, on a machine that is busy
  void aRunThatWasKilledIsCarriedOnByTheNext() {
    boot(1);
    Host host = hosts.get(0);
    String started = startsOf(host);
    String[] add = GuestNodes.add(lab, hosts);
    String[] remove = GuestNodes.remove(lab, hosts);
    Kills adding = new Kills(lab);
    Kills removing = new Kills(lab);
    assertEquals(0, adding.measure(add).status());
    Recorder recorder = recorderOn(host);
    assertEquals(0, removing.measure(remove).status());
    int count = Profile.count("kills of the controller with guest nodes", 3, 20);
    for (int kills = 0; kills < 2 * count; ) {
      if (adding.strike(add)) kills++;
      succeeds(add);
      GuestNodes.assertOnline(lab, hosts);
      recorder.prefer(GuestNodes.node(host), host);

      if (removing.strike(remove)) kills++;
      succeeds(remove);
      assertLeftAlone(started, recorder);
      RemoteNodes.assertNothingFenced(lab);
    }
  }

  @Test
  void aMachineThatCannotBeReachedIsToldBeforeItsResourceIsTouched() {
    boot(1);
    Host host = hosts.get(0);
    String started = startsOf(host);
    String before = lab.cib();
    Fault.PORT_DROPPED.on(host);

    Result run = lab.engine(GuestNodes.add(lab, hosts));

    assertEquals(2, run.status(), run::all);
    String cause = "port 3121 of `%s` is dropped on the path from cluster node `n1`";
    assertTrue(run.out().contains(cause.formatted(host.name())), run::all);
    assertEquals(before, lab.cib());
    assertEquals(started, startsOf(host));

    Fault.PORT_DROPPED.mend(host);
    succeeds(GuestNodes.add(lab, hosts));
    GuestNodes.assertOnline(lab, hosts);
  }

  @Test
  void aMachineWhoseDaemonIsLostIsStartedAnewByTheClusterAndTheNextRunMendsWhatIsLeft() {
    boot(1);
    Host host = hosts.get(0);
    succeeds(GuestNodes.add(lab, hosts));
    String started = startsOf(host);

    host.must("kill -9 $(systemctl show -P MainPID pacemaker_remote)");
    Host.await(300, "the machine is started anew", () -> !startsOf(host).equals(started));

    succeeds(GuestNodes.add(lab, hosts));
    GuestNodes.assertOnline(lab, hosts);
    Events.of(lab.engine(GuestNodes.add(lab, hosts, "--output", "jsonl"))).assertNothingChanged();
    RemoteNodes.assertNothingFenced(lab);
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

  private Recorder recorderOn(Host host) {
    Recorder recorder = Recorder.create(lab, "runs-on-a-guest");
    recorders.add(recorder);
    recorder.prefer(GuestNodes.node(host), host);
    return recorder;
  }

  /** The machines are no nodes any more and were not started anew; what ran there runs here. */
  private void assertLeftAlone(String started, Recorder recorder) {
    GuestNodes.assertGone(lab, hosts);
    assertEquals(started, startsOf(hosts.get(0)));
    assertEquals(1, recorder.where().size());
    assertTrue(lab.cluster().stream().map(Host::name).toList().containsAll(recorder.where()));
    recorder.assertNeverTwice();
  }
}
