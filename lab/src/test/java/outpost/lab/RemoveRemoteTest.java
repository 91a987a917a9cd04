package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Remote nodes leave a cluster that uses them: nothing runs twice, and nothing is left. */
@EveryRelease
class RemoveRemoteTest {
  private static final String PLAYBOOK = "playbooks/remove-remote.yml";

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
  void nodesInUseAreDrainedAndGoneWithoutATrace() {
    join(2);
    Host first = hosts.get(0);
    Recorder mobile = recorder("mobile", first);
    Recorder pinned = recorder("pinned", first);
    lab.clusterSays("pcs constraint location pinned avoids n1 n2 " + hosts.get(1).name());
    String before = lab.cib();

    Result refused = lab.engine(arguments());
    assertEquals(2, refused.status(), refused::all);
    assertTrue(refused.out().contains("pinned would stop on " + first.name()), refused::all);
    Result check = lab.engine(arguments("--check", "-e", "leaving_allow=stop"));
    assertEquals(0, check.status(), check::all);
    assertEquals(before, lab.cib());

    new Foretold(lab, mobile).comesTrue(arguments("-e", "leaving_allow=stop"));
    hosts.forEach(this::assertGone);
    assertEquals(List.of(), pinned.where());
    assertEquals(1, mobile.where().size());
    String move = " mobile moves from " + first.name() + " to " + mobile.where().get(0);
    assertTrue(check.out().contains(move), () -> move + " was not told\n" + check.all());
    recorders.forEach(Recorder::assertNeverTwice);

    Events.of(lab.engine(arguments("--output", "jsonl"))).assertNothingChanged();

    RemoteNodes.join(lab, hosts);
    RemoteNodes.assertOnline(lab, hosts.toArray(Host[]::new));
  }

  @Test
  void aNodeThatCannotBeAskedGoesOnlyWhenThatIsAccepted() {
    join(1);
    Host silent = hosts.get(0);
    Recorder mobile = recorder("mobile", silent);
    String before = lab.cib();
    silent.must("systemctl stop ssh");

    Result refused = lab.engine(arguments());
    assertEquals(2, refused.status(), refused::all);
    assertTrue(
        refused.out().contains("`" + silent.name() + "` cannot be asked whether anything"),
        refused::all);
    assertEquals(before, lab.cib());

    Result run = lab.engine(arguments("-e", "leaving_allow=unreachable"));
    assertEquals(0, run.status(), run::all);
    assertFalse(lab.crmMon().contains(silent.name()), lab::crmMon);
    assertFalse(lab.cib().contains(silent.name()), lab::cib);
    assertTrue(run.out().contains("is the cluster's word alone"), run::all);
    mobile.assertNeverTwice();
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // all of them, on a machine that is busy
  void aRemovalThatWasKilledIsCarriedOnByTheNext() {
    Kills kills = new Kills(lab);
    int count = Profile.count("kills of a removal", 3, 20);
    for (int kill = 0; kill <= count; ) {
      join(1);
      Host host = hosts.get(0);
      Recorder mobile = recorder("mobile", host);
      if (kill == 0) {
        kills.measure(arguments());
        kill++;
      } else if (kills.strike(arguments())) {
        kill++;
      }

      Result again = lab.engine(arguments());

      assertEquals(0, again.status(), again::all);
      assertGone(host);
      assertEquals(1, mobile.where().size());
      mobile.assertNeverTwice();
      RemoteNodes.assertNothingFenced(lab);
      removeWhatIsLeft();
      recorders.clear();
      hosts.clear();
    }
  }

  private void join(int count) {
    for (int i = 0; i < count; i++) hosts.add(lab.addBlank());
    RemoteNodes.join(lab, hosts);
  }

  private Recorder recorder(String id, Host on) {
    Recorder recorder = Recorder.create(lab, id);
    recorders.add(recorder);
    recorder.prefer(on);
    return recorder;
  }

  private String[] arguments(String... options) {
    String leaving = hosts.stream().map(Host::name).collect(Collectors.joining(":"));
    String[] all =
        Stream.concat(Stream.of("-e", "leaving=" + leaving), Stream.of(options))
            .toArray(String[]::new);
    return RemoteNodes.call(PLAYBOOK, lab, hosts, all);
  }

  /** The cluster knows nothing of it, it knows nothing of the cluster, and pcs has forgotten it. */
  private void assertGone(Host host) {
    assertFalse(lab.clusterSays("cibadmin --query").contains("\"" + host.name() + "\""), lab::cib);
    assertFalse(lab.crmMon().contains("\"" + host.name() + "\""), lab::crmMon);
    assertEquals("inactive", host.run("systemctl is-active pacemaker_remote").out().strip());
    assertEquals("disabled", host.run("systemctl is-enabled pacemaker_remote").out().strip());
    host.must("test ! -e /etc/pacemaker/authkey");
    for (Host node : lab.cluster()) {
      String known = node.read("/var/lib/pcsd/known-hosts");
      assertFalse(known.contains("\"" + host.name() + "\""), known);
    }
  }
}
