package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is wrong with a host is mended and said so, or else its true cause is told before the
 * cluster's configuration is touched.
 */
class FaultsTest {
  private static Lab lab;

  /** Never joins: it is broken in another way by each test. */
  private static Host broken;

  private List<Host> joined = List.of();

  @BeforeAll
  static void boot() {
    lab = Labs.shared();
    broken = lab.addBlank();
  }

  @AfterAll
  static void removeTheBrokenHost() {
    lab.remove(broken);
  }

  @AfterEach
  void removeWhatJoined() {
    joined.forEach(lab::remove);
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  void anotherKeyClosedPortsAndAStoppedDaemonAreMendedAndItIsSaid() {
    joined = List.of(prepared(), prepared(), prepared());
    Host otherKey = joined.get(0);
    Host portsClosed = joined.get(1);
    Host stopped = joined.get(2);
    Fault.OTHER_KEY.on(otherKey);
    Fault.PORTS_CLOSED.on(portsClosed);
    Fault.DAEMON_STOPPED.on(stopped);

    Result run = RemoteNodes.add(lab, "root", joined, "--output", "jsonl");

    assertEquals(0, run.status(), run::all);
    RemoteNodes.assertOnline(lab, otherKey, portsClosed, stopped);
    Events told = Events.of(run);
    assertEquals(List.of("authkey"), told.changes("The authkey is the cluster's", otherKey));
    assertEquals(
        List.of("permanent service high-availability", "runtime service high-availability"),
        told.changes("Let the cluster through the firewall", portsClosed));
    assertEquals(
        List.of("running"), told.changes("pacemaker_remote runs, now and at boot", stopped));
    assertEquals(List.of(), told.changes("The authkey is the cluster's", stopped));
    assertEquals(List.of(), told.changes("Let the cluster through the firewall", stopped));
  }

  @Test
  void closedPortsOfAnIntegratedNodeAreMendedAndItsKeyIsNotReplaced() {
    Host host = lab.addBlank();
    joined = List.of(host);
    assertEquals(0, RemoteNodes.add(lab, "root", joined).status());

    Fault.PORTS_CLOSED.on(host);
    Events mended = Events.of(RemoteNodes.add(lab, "root", joined, "--output", "jsonl"));
    assertEquals(2, mended.changes("Let the cluster through the firewall", host).size());
    assertEquals(List.of(), mended.failures());

    host.must(
        "cp -p /etc/pacemaker/authkey /root/ && head -c 256 /dev/urandom > /etc/pacemaker/authkey");
    String before = lab.cib();
    Result refused = RemoteNodes.add(lab, "root", joined, "--output", "jsonl");
    assertEquals(2, refused.status(), refused::all);
    String why = Events.of(refused).failures().toString();
    assertTrue(why.contains("`" + host.name() + "` has another authkey"), why);
    assertEquals(before, lab.cib());
    RemoteNodes.assertOnline(lab, host);
    host.must("cp -p /root/authkey /etc/pacemaker/");
  }

  @Test
  void aPortDroppedOnThePathIsToldAndAPlainRerunJoinsOnceItIsMended() {
    Host host = prepared();
    joined = List.of(host);
    Fault.PORT_DROPPED.on(host);
    isTold(host, "port 3121 of `%s` is dropped on the path from cluster node `n1`");

    Fault.PORT_DROPPED.mend(host);
    Result again = RemoteNodes.add(lab, "root", joined);
    assertEquals(0, again.status(), again::all);
    RemoteNodes.assertOnline(lab, host);
  }

  @Test
  void aMaskedUnitIsTold() {
    isTold(Fault.UNIT_MASKED, "the unit pacemaker_remote is masked on `%s`");
  }

  @Test
  void aKeyElsewhereIsTold() {
    isTold(
        Fault.KEY_ELSEWHERE,
        "PCMK_authkey_location on `%s` is set to /etc/elsewhere/authkey, not to"
            + " /etc/pacemaker/authkey");
  }

  @Test
  void anotherPortIsTold() {
    isTold(
        Fault.PORT_ELSEWHERE,
        "PCMK_remote_port on `%s` is set to 3999, but the cluster connects to 3121");
  }

  @Test
  void anotherProgramOnThePortIsTold() {
    isTold(Fault.OTHER_PROGRAM, "port 3121 on `%s` is held by another program, `nc`");
  }

  @Test
  void aServerThatDoesNotResolveIsTold() {
    isTold(
        broken,
        "`server` of `%s`, `nowhere.invalid`, does not resolve on cluster node `n1`",
        "-e",
        "remote_server=nowhere.invalid");
  }

  private static void isTold(Fault fault, String sentence) {
    fault.on(broken);
    try {
      isTold(broken, sentence);
    } finally {
      fault.mend(broken);
    }
  }

  /** The cause is the one thing that is told, and the cluster's configuration is as it was. */
  private static void isTold(Host host, String sentence, String... options) {
    String before = lab.cib();

    Result run = RemoteNodes.add(lab, "root", List.of(host), options);

    assertEquals(2, run.status(), run::all);
    String cause = sentence.formatted(host.name());
    assertTrue(run.out().contains(cause), run::all);
    assertEquals(
        1, run.out().lines().filter(line -> line.startsWith("failed: ")).count(), run::all);
    assertEquals(before, lab.cib());
  }

  /** A host that has all that a remote node needs, and that no cluster uses. */
  private static Host prepared() {
    Host host = lab.addBlank();
    host.must("dnf install -y pacemaker-remote resource-agents pcs");
    String key = lab.cluster().get(0).must("base64 -w0 /etc/pacemaker/authkey");
    host.must(
        "install -d -g haclient -m 0750 /etc/pacemaker && echo "
            + key
            + " | base64 -d > /etc/pacemaker/authkey");
    host.must(
        "chown hacluster:haclient /etc/pacemaker/authkey && chmod 0400 /etc/pacemaker/authkey");
    host.must(
        "firewall-cmd -q --permanent --add-service=high-availability && firewall-cmd -q --reload");
    host.must("systemctl -q enable --now pacemaker_remote");
    return host;
  }
}
