package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import outpost.remoted.ClusterView;
import outpost.remoted.Dialer;
import outpost.remoted.Endpoint;
import outpost.remoted.NodeInUse;
import outpost.remoted.NodeView;
import outpost.remoted.RemoteSession;
import outpost.remoted.RemotedServer;
import outpost.remoted.UnusedNode;

/** What is wrong with the cluster, or between it and a good host, is told as well. */
@EveryRelease
class ClusterFaultsTest {
  private static final String AUTHKEY = "/etc/pacemaker/authkey";

  private static Lab lab;
  private static Host first;
  private static Host second;

  /** Never joins: a good host, in a bad place. */
  private static Host good;

  @BeforeAll
  static void boot() {
    lab = Labs.shared();
    first = lab.cluster().get(0);
    second = lab.cluster().get(1);
    first.must("[ -s %1$s ] || head -c 256 /dev/urandom > %1$s".formatted(AUTHKEY));
    good = RemoteNodes.prepared(lab);
  }

  @AfterAll
  static void removeTheHost() {
    lab.remove(good);
  }

  @AfterEach
  void nothingWasFenced() {
    RemoteNodes.assertNothingFenced(lab);
  }

  @Test
  void aClusterNodeWithoutTheKeyGetsItAndANameInCapitalsIsANameLikeAnyOther() {
    Host host = lab.addBlank();
    // not the host's own name in capitals: Pacemaker remembers a node that has left, in any case
    String name = "NODE-" + host.name().toUpperCase();
    second.must("rm -f " + AUTHKEY);
    try {
      Result run =
          RemoteNodes.add(
              lab, "root", List.of(host), "--output", "jsonl", "-e", "remote_name=" + name);

      assertEquals(0, run.status(), run::all);
      Events told = Events.of(run);
      assertEquals(List.of("authkey"), told.changes("The authkey is the cluster's", second));
      assertEquals(RemoteNodes.key(lab), second.must("base64 -w0 " + AUTHKEY));
      RemoteNodes.assertOnline(lab, new Host(name, host.address(), host.container()));
    } finally {
      lab.remove(new Host(name, host.address(), host.container()));
    }
  }

  @Test
  void clusterNodesWithDifferentKeysAreTold() {
    second.must("[ ! -e %1$s ] || cp -p %1$s %1$s.before".formatted(AUTHKEY));
    second.must("head -c 256 /dev/urandom > " + AUTHKEY);
    try {
      isTold("the authkeys of the cluster nodes differ: ");
    } finally {
      second.must("rm %1$s; [ ! -e %1$s.before ] || mv %1$s.before %1$s".formatted(AUTHKEY));
    }
  }

  @Test
  void theNameOfAClusterNodeIsToldBeforePcsTakesItForAnother() {
    isTold("the name `n1` is taken: cluster node `n1` has it", "-e", "remote_name=n1");
    assertTrue(lab.clusterSays("pcs pcsd status n1 n2").contains("n1: Online"));
  }

  @Test
  void oneMachineUnderTwoNamesIsTold() {
    Host twin = new Host("twin", good.address(), good.container());
    RemoteNodes.assertTold(
        "`twin` is the same machine as `" + good.name() + "`",
        lab,
        List.of(good, twin),
        "-e",
        "{\"remote_server\": \"${(inventory_hostname == 'twin')?then('%s', ansible_host)}\"}"
            .formatted(good.name()));

    Result run = RemoteNodes.add(lab, "root", List.of(good, twin));
    assertEquals(65, run.status(), run::all);
    assertTrue(
        run.err().contains("the server `" + good.address() + "` is to be two nodes"), run::all);
  }

  @Test
  void aHostThatAnotherClusterIsConnectedToIsTold() throws IOException, NodeInUse {
    Endpoint at = new Endpoint(good.address(), 3121);
    Instant now = Instant.now();
    UnusedNode unused =
        UnusedNode.from(
            new NodeView(at, Set.of(good.name(), good.address()), List.of(), now),
            new ClusterView("elsewhere", List.of(), now),
            now);
    byte[] key = Base64.getDecoder().decode(RemoteNodes.key(lab));
    try (RemoteSession session =
        RemoteSession.open(unused, Dialer.direct(Duration.ofSeconds(5)), key)) {
      isTold("is in use by " + gateway() + ", which is no node of this cluster");
      session.poke(); // it was not thrown out either
    }
  }

  @Test
  void anExecutorOfAnotherProtocolIsTold() throws IOException {
    byte[] key = Base64.getDecoder().decode(RemoteNodes.key(lab));
    try (RemotedServer server =
        RemotedServer.listen(
            new InetSocketAddress(gateway(), 3121),
            () -> Optional.of(key),
            RemotedServer.dummies(),
            RemotedServer.Fault.VERSION_REFUSED)) {
      isTold(
          "pacemaker_remote on `%s` refuses protocol version 1.1, seen from cluster node `n1`"
              .formatted(gateway()),
          "-e",
          "remote_server=" + gateway());
      assertTrue(server.handshakes() > 0, "it was met");
    }
  }

  @Test
  void aConnectionThatAResourceIsPlacedByIsTold() {
    Host host = lab.addBlank();
    try {
      Result run = RemoteNodes.add(lab, "root", List.of(host));
      assertEquals(0, run.status(), run::all);
      lab.clusterSays("pcs resource create beside ocf:pacemaker:Dummy --disabled");
      lab.clusterSays("pcs constraint colocation add beside with " + host.name());

      RemoteNodes.assertTold(
          "`" + host.name() + "`: V2: the connection is in the colocation", lab, List.of(host));
    } finally {
      first.run("pcs resource delete beside");
      lab.remove(host);
    }
  }

  /** As fence devices often are: kept from the node that they are to fence. */
  @Test
  void aFenceDeviceCountsWhereverItMayRun() {
    first.must("pcs constraint location fencing avoids " + first.name());
    try {
      Host.await(
          60,
          "the fencer asked to know of no device",
          () -> first.run("stonith_admin --list " + first.name()).out().startsWith("0 "));

      Result run = RemoteNodes.add(lab, "root", List.of(good), "--check");

      assertEquals(0, run.status(), run::all);
      assertTrue(run.out().contains("absent -> connected"), run::all);
    } finally {
      first.run("pcs constraint remove location-fencing-" + first.name() + "--INFINITY");
    }
  }

  private static void isTold(String cause, String... options) {
    RemoteNodes.assertTold(cause, lab, List.of(good), options);
  }

  /** This machine, as the lab's hosts see it. */
  private static String gateway() {
    return first.must("ip route show default").split(" ")[2];
  }
}
