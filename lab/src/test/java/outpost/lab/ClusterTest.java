package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cluster that the scenarios start from. */
@EveryRelease
class ClusterTest {
  private final Lab lab = Labs.shared();

  @Test
  void isOnlineWithFencingEnabledForNodesOfAnyName() {
    assertTrue(lab.clusterSays("crm_mon -1").contains("Online: [ n1 n2 ]"));
    assertTrue(lab.cib().contains("name=\"stonith-enabled\" value=\"true\""), lab.cib());
    assertTrue(lab.clusterSays("stonith_admin --list remote1").contains("fencing"));
    assertFalse(lab.cib().contains("no-quorum-policy"), "the default");
    assertFalse(lab.cib().contains("<status"));
  }

  @Test
  void bothNodesHaveTheSameKey() {
    List<String> sums =
        lab.cluster().stream().map(node -> node.must("sha256sum /etc/pacemaker/authkey")).toList();
    assertEquals(sums.get(0), sums.get(1));
  }

  @Test
  void theFenceAgentWritesDownWhatItIsAskedFor() {
    List<String> before = lab.fenceCalls();

    lab.clusterSays("stonith_admin --reboot nobody");

    List<String> after = lab.fenceCalls();
    lab.cluster().forEach(node -> node.run("sed -i '/ nobody$/d' /var/log/fence_lab.log"));
    assertEquals(before.size() + 1, after.size(), after::toString);
    assertTrue(after.get(after.size() - 1).endsWith(" reboot nobody"), after::toString);
    assertEquals(before, lab.fenceCalls());
  }

  /** The documented procedure by hand, as a measure for what the engine does. */
  @Test
  void aBlankHostBecomesARemoteNodeByHandAndLeavesAgain() {
    Host host = lab.addBlank();
    host.must("firewall-cmd -q --permanent --add-service=high-availability");
    host.must("firewall-cmd -q --reload");
    host.must("dnf install -y pacemaker-remote resource-agents pcs");
    host.put("/root/pw", lab.haclusterPassword() + "\n", 0600);
    host.must("(printf hacluster:; cat /root/pw) | chpasswd && rm /root/pw");
    host.must("systemctl enable --now pcsd");
    Host n1 = lab.host("n1");
    n1.put("/root/pw", lab.haclusterPassword() + "\n", 0600);
    n1.await(60, "pcs host auth " + host.name() + " -u hacluster < /root/pw");
    n1.must("rm /root/pw; pcs cluster node add-remote " + host.name() + " --wait=60");
    n1.await(60, "crm_mon -1 | grep -q 'RemoteOnline: \\[ " + host.name() + " \\]'");
    assertTrue(lab.cib().contains("type=\"remote\""));

    lab.remove(host);

    assertFalse(lab.cib().contains("type=\"remote\""), lab.cib());
    assertFalse(lab.crmMon().contains("\"" + host.name() + "\""), lab.crmMon());
    assertEquals(List.of(), lab.fenceCalls());
  }

  @Test
  void onlyTheOwnerMayReadThePasswordOfTheCluster() throws Exception {
    Path vars = lab.folder().resolve("group_vars/all.yml");
    assertTrue(Files.readString(vars).contains(lab.haclusterPassword()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(vars)));
  }

  @Test
  void downRemovesItsOwnHostsAndNoOthers() {
    Lab other = Lab.bootBlanks("test-down", Labs.RELEASE, 1, Labs::say);
    List<Host> before = lab.hosts();
    assertEquals(1, other.hosts().size());

    assertEquals(1, other.down());

    assertEquals(List.of(), other.hosts());
    assertFalse(Files.exists(other.folder()));
    assertEquals(before, lab.hosts());
    assertTrue(lab.clusterSays("crm_mon -1").contains("Online: [ n1 n2 ]"));
    assertEquals(0, other.down());
  }
}
