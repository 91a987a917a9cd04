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
@EveryRelease
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
    lab.remove(joined);
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  void keysPortsDaemonsAndPasswordsAreMendedAndItIsSaid() {
    joined = List.of(prepared(), prepared(), prepared(), prepared());
    Host otherKey = joined.get(0);
    Host portsClosed = joined.get(1);
    Host stopped = joined.get(2);
    Host forgotten = joined.get(3);
    Fault.OTHER_KEY.on(otherKey);
    Fault.PORTS_CLOSED.on(portsClosed);
    Fault.DAEMON_STOPPED.on(stopped);
    forgotten.must("rm /etc/pacemaker/authkey && echo hacluster:forgotten | chpasswd");

    Result run = RemoteNodes.add(lab, "root", joined, "--output", "jsonl");

    assertEquals(0, run.status(), run::all);
    RemoteNodes.assertOnline(lab, otherKey, portsClosed, stopped, forgotten);
    Events told = Events.of(run);
    assertEquals(List.of("authkey"), told.changes("The authkey is the cluster's", otherKey));
    assertEquals(
        List.of("permanent service high-availability", "runtime service high-availability"),
        told.changes("Let the cluster through the firewall", portsClosed));
    assertEquals(
        List.of("running"), told.changes("pacemaker_remote runs, now and at boot", stopped));
    assertEquals(List.of(), told.changes("The authkey is the cluster's", stopped));
    assertEquals(List.of(), told.changes("Let the cluster through the firewall", stopped));
    assertEquals(List.of("authkey"), told.changes("The authkey is the cluster's", forgotten));
    assertEquals(List.of("password of hacluster"), told.changes("Let pcs log in", forgotten));
  }

  @Test
  void closedPortsAndALostTokenOfAnIntegratedNodeAreMendedAndItsKeyIsNotReplaced() {
    Host host = lab.addBlank();
    joined = List.of(host);
    assertEquals(0, RemoteNodes.add(lab, "root", joined).status());

    Fault.PORTS_CLOSED.on(host);
    host.must("rm /var/lib/pcsd/pcs_users.conf");
    Events mended = Events.of(RemoteNodes.add(lab, "root", joined, "--output", "jsonl"));
    assertEquals(2, mended.changes("Let the cluster through the firewall", host).size());
    assertEquals(
        List.of("hosts known to pcs"), mended.changes("pcs knows the hosts", lab.host("n1")));
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
  void aPcsdThatCannotBeReachedIsTold() {
    isTold(Fault.PCSD_DROPPED, "pcsd of `%s` cannot be reached");
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

  private static void isTold(Host host, String sentence, String... options) {
    RemoteNodes.assertTold(sentence.formatted(host.name()), lab, List.of(host), options);
  }

  private static Host prepared() {
    return RemoteNodes.prepared(lab);
  }
}
