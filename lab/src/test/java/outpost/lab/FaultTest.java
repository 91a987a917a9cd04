package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault really breaks the host, in the way that it says, and can be taken back. */
class FaultTest {
  // ss shows fifteen characters of a program's name
  private static final String LISTENS = "ss -Hltnp | grep ':%d .*%s'";

  private static Lab lab;
  private static Host host;
  private static Host neighbour;

  @BeforeAll
  static void boot() {
    lab = Lab.bootBlanks("test-fault", Labs.RELEASE, 2, Labs::say);
    host = lab.host("remote1");
    neighbour = lab.host("remote2");
    host.must("dnf install -y pacemaker-remote resource-agents pcs");
    host.must("head -c 256 /dev/urandom > /etc/pacemaker/authkey");
    host.must("firewall-cmd -q --permanent --add-service=high-availability");
    host.must("firewall-cmd -q --reload");
    host.must("systemctl start pacemaker_remote");
    awaitWell();
  }

  @AfterAll
  static void remove() {
    lab.down();
  }

  /** systemd refuses the sixth start in ten seconds. */
  @BeforeEach
  void forgetEarlierStarts() {
    host.run("systemctl reset-failed pacemaker_remote");
  }

  @Test
  void aStoppedDaemonDoesNotListen() {
    Fault.DAEMON_STOPPED.on(host);
    assertFalse(daemonListensOn(3121));
    Fault.DAEMON_STOPPED.mend(host);
    awaitWell();
  }

  @Test
  void aMaskedUnitCannotBeStarted() {
    Fault.UNIT_MASKED.on(host);
    assertFalse(host.holds("systemctl start pacemaker_remote"));
    Fault.UNIT_MASKED.mend(host);
    host.must("systemctl start pacemaker_remote");
    awaitWell();
  }

  @Test
  void anotherKeyIsAnotherKey() {
    host.must("cp -p /etc/pacemaker/authkey /root/authkey");
    Fault.OTHER_KEY.on(host);
    assertFalse(host.holds("cmp -s /etc/pacemaker/authkey /root/authkey"));
    Fault.OTHER_KEY.mend(host);
    host.must("mv /root/authkey /etc/pacemaker/ && systemctl restart pacemaker_remote");
    awaitWell();
  }

  @Test
  void portsClosedAreRefusedByFirewalldNowAndAfterAReload() {
    Fault.PORTS_CLOSED.on(host);
    assertFalse(reached());
    host.must("firewall-cmd -q --reload");
    assertFalse(reached());
    Fault.PORTS_CLOSED.mend(host);
    awaitWell();
  }

  @Test
  void aDroppedPortIsOpenToFirewalldAndSilent() {
    Fault.PORT_DROPPED.on(host);
    assertTrue(host.holds("firewall-cmd --query-service=high-availability"));
    Result attempt = neighbour.run("nc -z -v -w 2 remote1 3121");
    assertTrue(attempt.err().contains("timed out"), attempt::all);
    Fault.PORT_DROPPED.mend(host);
    awaitWell();
  }

  @Test
  void aDroppedPcsdIsSilentAndTheDaemonIsReached() {
    Fault.PCSD_DROPPED.on(host);
    Result attempt = neighbour.run("nc -z -v -w 2 remote1 2224");
    assertTrue(attempt.err().contains("timed out"), attempt::all);
    assertTrue(reached());
    Fault.PCSD_DROPPED.mend(host);
    attempt = neighbour.run("nc -z -v -w 2 remote1 2224");
    assertTrue(attempt.err().contains("refused"), attempt::all);
  }

  @Test
  void aKeyElsewhereIsWhatTheDaemonIsTold() {
    Fault.KEY_ELSEWHERE.on(host);
    assertTrue(daemonIsTold("PCMK_authkey_location=/etc/elsewhere/authkey"));
    Fault.KEY_ELSEWHERE.mend(host);
    assertFalse(daemonIsTold("PCMK_authkey_location"));
    awaitWell();
  }

  @Test
  void aPortElsewhereIsWhereTheDaemonListens() {
    Fault.PORT_ELSEWHERE.on(host);
    host.await(20, listens(3999, "pacemaker-remot"));
    assertFalse(daemonListensOn(3121));
    Fault.PORT_ELSEWHERE.mend(host);
    awaitWell();
  }

  @Test
  void anotherProgramHasThePort() {
    Fault.OTHER_PROGRAM.on(host);
    host.await(20, listens(3121, "nc"));
    host.run("systemctl start pacemaker_remote");
    assertFalse(daemonListensOn(3121));
    Fault.OTHER_PROGRAM.mend(host);
    host.must("systemctl restart pacemaker_remote");
    awaitWell();
  }

  private static void awaitWell() {
    host.await(20, listens(3121, "pacemaker-remot"));
    assertTrue(reached());
  }

  private static boolean reached() {
    return neighbour.holds("nc -z -w 2 remote1 3121");
  }

  private static boolean daemonListensOn(int port) {
    return host.holds(listens(port, "pacemaker-remot"));
  }

  private static String listens(int port, String program) {
    return LISTENS.formatted(port, program);
  }

  private static boolean daemonIsTold(String setting) {
    return host.holds(
        "tr '\\0' '\\n' < /proc/$(systemctl show -P MainPID pacemaker_remote)/environ | grep "
            + setting);
  }
}
