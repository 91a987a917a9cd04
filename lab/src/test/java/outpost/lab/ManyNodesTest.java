package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import outpost.remoted.RemotedServer;

/** Many hosts are one change of the cluster's configuration, and one authentication. */
@Timeout(value = 2, unit = TimeUnit.HOURS) // of twenty hosts, on a machine that is busy
class ManyNodesTest {
  private static final int STAND_INS = 36;

  private final Lab lab = Labs.shared();
  private final Host first = lab.cluster().get(0);
  private final List<Host> hosts = new ArrayList<>();
  private final List<RemotedServer> standIns = new ArrayList<>();

  @AfterEach
  void removeThem() throws IOException {
    if (!standIns.isEmpty()) dismissTheStandIns();
    lab.remove(hosts);
  }

  @Test
  void manyBlankHostsAreAddedByOneAuthenticationAndOnePatch() {
    boot(Profile.count("blank hosts added in one run", 8, 20));
    List<String> ran;
    Events told;
    try (ProcessWatch watch = first.watchProcesses()) {
      told = add();
      ran = watch.seen();
    }

    assertEquals(1, ran.stream().filter(c -> c.contains("/pcs host auth ")).count(), ran::toString);
    String all = "remote node " + hosts.stream().map(Host::name).collect(Collectors.joining(", "));
    // one patch with which all of them join, and one that has all of them used
    assertEquals(List.of(all, all), told.changes("The nodes are integrated", first));
    assertOnline();
    add().assertNothingChanged();
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  void aNodeIsAddedToAClusterThatHasFortyThen() throws IOException {
    assumeTrue(Profile.also("40 remote nodes in one cluster, most of them stand-ins"));
    boot(3);
    add();
    callTheStandIns();

    boot(1);
    add();

    assertOnline();
    add().assertNothingChanged();
    RemoteNodes.assertNothingFenced(lab);
  }

  private void boot(int count) {
    IntStream.range(0, count).forEach(i -> hosts.add(lab.addBlank()));
  }

  private Events add() {
    Events told = Events.of(RemoteNodes.add(lab, "root", hosts, "--output", "jsonl"));
    assertEquals(List.of(), told.failures());
    return told;
  }

  private void assertOnline() {
    RemoteNodes.assertOnline(lab, hosts.toArray(Host[]::new));
  }

  /** Nodes that are no hosts: this machine answers for them, on a port for each. */
  private void callTheStandIns() throws IOException {
    byte[] key = Base64.getDecoder().decode(RemoteNodes.key(lab));
    String gateway = first.must("ip route show default").split(" ")[2];
    StringBuilder connections = new StringBuilder("<resources>");
    for (int i = 0; i < STAND_INS; i++) {
      InetSocketAddress at = new InetSocketAddress(gateway, 14000 + i);
      standIns.add(RemotedServer.listen(at, () -> Optional.of(key), RemotedServer.dummies()));
      connections.append(connection(name(i), at));
    }
    first.put("/root/stand-ins.xml", connections + "</resources>", 0600);
    first.must("cibadmin --modify --allow-create -o resources --xml-file /root/stand-ins.xml");
    first.await(300, "[ $(crm_mon -1 -r | grep -c '^ *. stand-in.*Started') = " + STAND_INS + " ]");
  }

  private static String connection(String name, InetSocketAddress at) {
    return """
        <primitive id="%1$s" class="ocf" provider="pacemaker" type="remote">
          <instance_attributes id="%1$s-options">
            <nvpair id="%1$s-server" name="server" value="%2$s"/>
            <nvpair id="%1$s-port" name="port" value="%3$d"/>
          </instance_attributes>
          <operations>
            <op id="%1$s-monitor" name="monitor" interval="60s" timeout="30s"/>
          </operations>
        </primitive>
        """
        .formatted(name, at.getAddress().getHostAddress(), at.getPort());
  }

  private static String name(int number) {
    return "stand-in" + number;
  }

  private void dismissTheStandIns() throws IOException {
    lab.dismiss(IntStream.range(0, standIns.size()).mapToObj(ManyNodesTest::name).toList());
    for (RemotedServer server : standIns) server.close();
  }
}
