package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a blank host is, and that it behaves as such a host does out there. */
@EveryRelease
class BlankHostTest {
  private static final String PACKAGES = "pacemaker-remote resource-agents pcs";

  private static Lab lab;
  private static Host blank;
  private static Host neighbour;

  @BeforeAll
  static void boot() {
    lab = Lab.bootBlanks("test-blank", Labs.RELEASE, 2, Labs::say);
    blank = lab.host("remote1");
    neighbour = lab.host("remote2");
  }

  @AfterAll
  static void remove() {
    lab.down();
  }

  @Test
  void hasNothingOfAClusterOnIt() {
    assertEquals(3, blank.run("rpm -q " + PACKAGES).status(), "three packages missing");
    assertFalse(
        blank.holds("command -v pacemaker-remoted || command -v pcs || command -v crm_mon"));
    assertFalse(blank.holds("ls -d /etc/pacemaker /etc/corosync /var/lib/pcsd /etc/sysconfig"));
    assertFalse(blank.holds("getent passwd hacluster || getent group haclient"));
    assertFalse(blank.holds("systemctl cat pacemaker_remote || systemctl cat pcsd"));
  }

  @Test
  void saysThatItIsOfTheRhelFamily() {
    assertEquals("rhel 9.4", blank.must(". /etc/os-release; echo $ID $VERSION_ID").strip());
    assertTrue(blank.holds("test -f /etc/redhat-release && ! command -v apt-get"));
  }

  @Test
  void firewalldKeepsTheClusterPortsShutUntilTheyAreOpened() {
    Host host = lab.addBlank();
    host.must("systemd-run -q --unit=listener nc -lk 3121");
    host.await(10, "nc -z -w 2 localhost 3121");

    assertFalse(reaches(neighbour, host, 3121), "open before it was opened");
    host.must("firewall-cmd -q --add-service=high-availability");
    assertTrue(reaches(neighbour, host, 3121), "shut after it was opened");
    host.must("firewall-cmd -q --reload");
    assertFalse(reaches(neighbour, host, 3121), "a runtime opening outlived the reload");
  }

  @Test
  void dnfInstallsThePackagesOnceAndEnablesNothing() {
    Host host = lab.addBlank();

    host.must("dnf install -y " + PACKAGES);
    assertTrue(host.run("dnf install -y " + PACKAGES).out().contains("Nothing to do"));

    assertEquals(
        "disabled\ndisabled\n", host.run("systemctl is-enabled pcsd pacemaker_remote").out());
    assertFalse(
        host.holds("systemctl -q is-active pcsd || systemctl -q is-active pacemaker_remote"));
    assertFalse(host.holds("test -e /etc/pacemaker/authkey"), "a package brings no key");
    assertTrue(host.holds("rpm -V " + PACKAGES));
  }

  @Test
  void anUpgradeRestartsARunningDaemonAndLeavesAStoppedOneAlone() {
    Host host = lab.addBlank();
    host.must("dnf install -y " + PACKAGES);
    host.must("head -c 256 /dev/urandom > /etc/pacemaker/authkey");
    host.must("systemctl start pacemaker_remote");
    String before = host.must("systemctl show -p MainPID pacemaker_remote");

    host.must("dnf upgrade -y --enablerepo=lab-updates pacemaker-remote");
    assertTrue(host.holds("rpm -q pacemaker-remote | grep -q 2.lab"));
    assertTrue(host.holds("systemctl -q is-active pacemaker_remote"));
    assertNotEquals(before, host.must("systemctl show -p MainPID pacemaker_remote"));

    host.must("systemctl stop pacemaker_remote");
    host.must("dnf reinstall -y --enablerepo=lab-updates pacemaker-remote");
    assertFalse(host.holds("systemctl -q is-active pacemaker_remote"));
  }

  @Test
  void everyUserLogsInWithTheLabsKey() throws Exception {
    assertEquals("0", ssh("root@remote1", "id -u"));
    assertEquals("0", ssh("labuser@remote1", "sudo -n id -u"));
    assertEquals("no", ssh("opsuser@remote1", "sudo -n id -u 2>/dev/null || echo no"));
    assertEquals("0", ssh("opsuser@remote1", "echo ops-pass | sudo -S -p '' id -u"));
  }

  @Test
  void comesBackAfterAReboot() {
    Host host = lab.addBlank();
    host.must("echo kept > /root/file");
    String before = host.must("systemctl show -p UserspaceTimestampMonotonic");

    host.run("systemctl reboot");
    Host.await(
        60,
        "another boot",
        () -> {
          Result now = host.run("systemctl show -p UserspaceTimestampMonotonic");
          return now.ok() && !now.out().equals(before);
        });
    host.await(60, "systemctl -q is-active ssh firewalld");
    assertEquals("kept\n", host.must("cat /root/file"));
    assertEquals(host.address(), lab.host(host.name()).address());
  }

  @Test
  void aSnapshotTellsWhatWasWritten() {
    Host host = lab.addBlank();
    host.must("echo one > /etc/written");
    Map<String, String> before = host.snapshot();
    assertEquals(before, host.snapshot());

    host.must("echo two > /etc/written");
    assertNotEquals(before.get("/etc/written"), host.snapshot().get("/etc/written"));
    host.must("rm /etc/hosts.allow; chmod 600 /etc/services");
    assertEquals("removed", host.snapshot().get("/etc/hosts.allow"));
    assertTrue(host.snapshot().get("/etc/services").contains(" 600 root:root "));
  }

  @Test
  void aWatchSeesShortLivedCommandLines() throws Exception {
    try (ProcessWatch watch = blank.watchProcesses()) {
      blank.must("env CANARY=in-the-environment sleep 0.1");
      assertTrue(watch.seen().stream().anyMatch(line -> line.contains("sleep 0.1")));
      assertTrue(watch.seen().stream().anyMatch(line -> line.contains("in-the-environment")));
    }
  }

  private static boolean reaches(Host from, Host to, int port) {
    return from.holds("nc -z -w 2 " + to.name() + " " + port);
  }

  private static String ssh(String target, String command) throws Exception {
    Process ssh =
        new ProcessBuilder(
                "ssh", "-F", lab.folder().resolve("ssh_config").toString(), target, command)
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
