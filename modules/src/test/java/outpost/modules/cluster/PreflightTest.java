package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static outpost.modules.cluster.Recorded.clusterHost;
import static outpost.modules.cluster.Recorded.host;
import static outpost.modules.cluster.Recorded.node;
import static outpost.modules.cluster.Recorded.remotes;
import static outpost.modules.cluster.Recorded.seen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outpost.api.Problem;

/** What is said of a node that must not be joined: the true cause, and where it is. */
class PreflightTest {
  private final Map<String, ClusterHost> hosts = new HashMap<>(Recorded.hosts());
  private final Map<String, String> b1 = host("b1", "198.19.77.21");
  private final Map<String, String> b2 = host("b2", "198.19.77.22");
  private final Map<String, Seen> seen = new HashMap<>();
  private Cib cib = Recorded.cib("fresh");
  private List<RemoteNode> nodes = List.of(node("b1"), node("b2"));

  private Preflight preflight() {
    return new Preflight(
        List.of("c1", "c2"),
        hosts,
        remotes(b1, b2),
        seen,
        new Coverage(Map.of("b1", Set.of("fence"), "b2", Set.of("fence"))),
        cib,
        Recorded.state("fresh"));
  }

  private String said(int number) {
    return preflight().ofNode(nodes, number, true).map(Problem::message).orElse("nothing");
  }

  private List<String> saidOfCluster() {
    return new Readiness(List.of("c1", "c2"), hosts, cib, Recorded.state("fresh"))
        .problems().stream().map(Problem::message).toList();
  }

  private static ClusterHost with(ClusterHost host, Optional<String> key, Optional<String> node) {
    return new ClusterHost(
        host.unreachable(),
        node,
        key,
        host.keyLocation(),
        host.port(),
        host.addresses(),
        host.identity(),
        host.resolves(),
        Optional.empty());
  }

  @Test
  void hasNothingToSayOfGoodHosts() {
    assertEquals("nothing", said(0));
    assertEquals("nothing", said(1));
    assertEquals(List.of(), saidOfCluster());
  }

  @Test
  void saysWhichNameIsTaken() {
    nodes = List.of(node("C1"), node("D1"));
    cib = Recorded.cib("integrated");
    assertEquals("the name `C1` is taken: a cluster node has it", said(0));
    assertEquals("the name `D1` is taken: the primitive `d1` has it", said(1));
    nodes = List.of(node("B1"), node("cib-bootstrap-options"));
    assertEquals("the name `B1` is taken: the remote node `b1` has it", said(0));
    assertEquals(
        "the name `cib-bootstrap-options` is taken: the cluster property set"
            + " `cib-bootstrap-options` has it",
        said(1));
  }

  @Test
  void saysWhichGuestHasTheName() {
    cib =
        Cib.of(
            """
            <cib><configuration><nodes/><resources><group id="g"><primitive id="vm" class="ocf" provider="heartbeat" type="VirtualDomain">
            <meta_attributes id="m"><nvpair id="n" name="remote-node" value="b1"/></meta_attributes></primitive></group></resources></configuration></cib>\
            """
                .getBytes());
    assertEquals("the name `b1` is taken: a guest node has it", said(0));
  }

  @Test
  void doesNotTouchAConnectionThatIsTied() {
    String group =
        "<cib><configuration><resources><group"
            + " id='web'>%s</group></resources></configuration></cib>";
    String order =
        "<cib><configuration><resources>%s</resources><constraints><rsc_order id='o' first='b1'"
            + " then='d1'/></constraints></configuration></cib>";
    String set =
        "<cib><configuration><resources>%s</resources><constraints><rsc_colocation"
            + " id='c'><resource_set id='s'><resource_ref"
            + " id='b1'/></resource_set></rsc_colocation></constraints></configuration></cib>";
    String connection = "<primitive id='b1' class='ocf' provider='pacemaker' type='remote'/>";
    cib = Cib.of(group.formatted(connection).getBytes());
    assertEquals("the connection `b1` is in the group `web`", said(0));
    cib = Cib.of(order.formatted(connection).getBytes());
    assertEquals("the connection `b1` is in the order constraint `o`", said(0));
    cib = Cib.of(set.formatted(connection).getBytes());
    assertEquals("the connection `b1` is in the colocation constraint `c`", said(0));
  }

  @Test
  void saysThatAHostCannotBeAsked() {
    b1.put("unreachable", "connection refused");
    assertEquals("`b1` cannot be asked: connection refused", said(0));
  }

  @Test
  void saysThatAHostIsInAClusterOfItsOwn() {
    b1.put("member", "corosync is running there");
    assertEquals("`b1` is, or was, a node of a cluster itself: corosync is running there", said(0));
  }

  @Test
  void saysWhichMachineIsNamedTwice() {
    b2.put("identity", "b1");
    assertEquals("nothing", said(0));
    assertEquals("`b2` is the same machine as `b1`", said(1));
    b1.put("addresses", "127.0.0.1 198.19.77.12");
    assertEquals("`b1` is the cluster node `c2` itself", said(0));
    cib = Recorded.cib("integrated");
    nodes = List.of(node("b1"), node("b9"));
    b2.put("identity", "b2");
    b2.put("addresses", "198.19.77.21 10.0.0.1");
    assertEquals("`b9` is the remote node `b1` already, at 198.19.77.21", said(1));
  }

  @Test
  void saysWhatIsWrongWithTheDaemon() {
    b1.put("load", "not-found");
    assertEquals("pacemaker_remote is not installed on `b1`", said(0));
    b1.put("load", "masked");
    assertEquals("the unit pacemaker_remote is masked on `b1`", said(0));
    b1.put("load", "loaded");
    b1.put("keyLocation", "/etc/k");
    assertEquals(
        "PCMK_authkey_location on `b1` is set to /etc/k, not to /etc/pacemaker/authkey", said(0));
    b1.remove("keyLocation");
    b1.put("port", "3131");
    assertEquals(
        "PCMK_remote_port on `b1` is set to 3131, but the cluster connects to 3121", said(0));
    b1.remove("port");
    b1.put("listeners", "nc");
    assertEquals("port 3121 on `b1` is held by another program, `nc`", said(0));
    b1.put("active", "failed");
    b1.remove("listeners");
    assertEquals("pacemaker_remote is not running on `b1`", said(0));
    b1.put("active", "active");
    assertEquals("pacemaker_remote on `b1` does not listen on port 3121", said(0));
  }

  @Test
  void knowsThePortFromTheNodeOrTheClustersSettings() {
    b1.put("port", "3131");
    nodes =
        List.of(
            new RemoteNode(
                "b1",
                Optional.empty(),
                Optional.empty(),
                Optional.of(3131),
                Optional.empty(),
                Map.of()),
            node("b2"));
    assertEquals("nothing", said(0));
    nodes = List.of(node("b1"), node("b2"));
    ClusterHost c1 = hosts.get("0");
    hosts.put(
        "0",
        new ClusterHost(
            c1.unreachable(),
            c1.node(),
            c1.key(),
            c1.keyLocation(),
            Optional.of("3131"),
            c1.addresses(),
            c1.identity(),
            c1.resolves(),
            Optional.empty()));
    assertEquals(3121, preflight().port(nodes.get(0)), "a new connection says its port itself");
    cib = Recorded.cib("integrated");
    assertEquals(3131, preflight().port(nodes.get(0)), "one without a port means the setting");
  }

  @Test
  void saysHowTheKeyDiffers() {
    b1.put("key", "ffffffffffffffff");
    assertEquals("the authkey of `b1` is ffffffffffff, that of the cluster 0123456789ab", said(0));
    b1.remove("key");
    assertEquals("`b1` has no authkey", said(0));
  }

  @Test
  void saysThatCertificatesCountThereAndNotTheKey() {
    b1.put("x509", "yes");
    b1.remove("key");
    assertEquals(
        "`b1` is set to X.509, and cluster node `c1` uses the authkey: neither lets the other in",
        said(0));
  }

  @Test
  void saysWhereTheServerDoesNotResolve() {
    ClusterHost c2 = clusterHost("c2", "198.19.77.12");
    hosts.put(
        "1",
        new ClusterHost(
            c2.unreachable(),
            c2.node(),
            c2.key(),
            c2.keyLocation(),
            c2.port(),
            c2.addresses(),
            c2.identity(),
            Map.of("0", " ", "1", "198.19.77.22"),
            Optional.empty()));
    assertEquals("`server` of `b1`, `b1`, does not resolve on cluster node `c2`", said(0));
    cib = Recorded.cib("integrated");
    assertEquals("nothing", said(0), "a connection that exists is the cluster's own matter");
  }

  @Test
  void saysWhoElseUsesTheNode() {
    b1.put("peers", "[::ffff:198.19.77.12]:4711 [fd00::9]:4712 10.9.9.9:4713");
    assertEquals("`b1` is in use by 10.9.9.9, fd00::9, which is no node of this cluster", said(0));
    b1.put("peers", "[::ffff:198.19.77.12]:4711");
    assertEquals("nothing", said(0));
  }

  @Test
  void saysWhatStandsOnThePath() {
    seen.put("0-0", seen("key-right"));
    seen.put("0-1", seen("dropped"));
    assertEquals(
        "port 3121 of `b1` is dropped on the path from cluster node `c2`: pacemaker_remote listens"
            + " there, and no answer comes back",
        said(0));
    seen.put("0-1", seen("no-route"));
    assertEquals(
        "port 3121 of `b1` is closed by a firewall, or there is no route, from cluster node `c2`",
        said(0));
    seen.put("0-1", seen("refused"));
    assertEquals(
        "port 3121 of `b1` refuses connections from cluster node `c2`, although pacemaker_remote"
            + " listens there",
        said(0));
    seen.put("0-1", seen("key-differs"));
    assertEquals(
        "pacemaker_remote on `b1` still uses another authkey than the file there: it was not"
            + " restarted",
        said(0));
    seen.put("0-1", seen("speaks-ssh"));
    assertEquals("said speaks-ssh, seen from cluster node `c2`", said(0));
    seen.put("0-1", seen("registered"));
    assertEquals("nothing", said(0));
  }

  @Test
  void saysWhatTheClusterLacks() {
    hosts.put(
        "1",
        new ClusterHost(
            Optional.of("timed out"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty()));
    assertEquals(List.of("cluster node `c2` cannot be asked: timed out"), saidOfCluster());
    hosts.put(
        "1",
        with(clusterHost("c2", "198.19.77.12"), Optional.of("0123456789abcdef"), Optional.empty()));
    assertEquals(List.of("Pacemaker is not running on cluster node `c2`"), saidOfCluster());
    hosts.put("1", with(clusterHost("c2", "198.19.77.12"), Optional.empty(), Optional.of("c2")));
    assertEquals(List.of("cluster node `c2` has no authkey"), saidOfCluster());
    hosts.put(
        "1",
        with(
            clusterHost("c2", "198.19.77.12"), Optional.of("ffffffffffffffff"), Optional.of("c2")));
    assertEquals(
        List.of(
            "the authkeys of the cluster nodes differ: `c1` has 0123456789ab; `c2` has"
                + " ffffffffffff"),
        saidOfCluster());
    hosts.put("0", with(clusterHost("c1", "198.19.77.11"), Optional.empty(), Optional.of("c1")));
    hosts.put("1", with(clusterHost("c2", "198.19.77.12"), Optional.empty(), Optional.of("c2")));
    assertEquals(List.of("no cluster node has an authkey"), saidOfCluster());
  }

  @Test
  void saysWhichClusterNodeIsNotNamed() {
    hosts.put(
        "1",
        with(
            clusterHost("c2", "198.19.77.12"), Optional.of("0123456789abcdef"), Optional.of("c1")));
    assertEquals(
        List.of("`c2` is a node of this cluster, but `cluster` does not name it"), saidOfCluster());
  }
}
