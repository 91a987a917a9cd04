package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Recorded.host;
import static outpost.modules.cluster.Recorded.node;
import static outpost.modules.cluster.Recorded.seen;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import outpost.api.Action;
import outpost.api.Change;
import outpost.api.Plan;
import outpost.modules.cluster.PacemakerVerify.Args;
import outpost.modules.cluster.PacemakerVerify.Depth;
import outpost.modules.cluster.PacemakerVerify.Found;

/** What a verification takes for proven, and what not. */
class VerifyTest {
  private final Map<String, String> b1 = host("b1", "198.19.77.21");
  private final Map<String, String> b2 = host("b2", "198.19.77.22");
  private final Map<String, Seen> seen = new HashMap<>();
  private final Map<String, String> coverage =
      new HashMap<>(Map.of("b1", "- fence", "b2", "- fence other"));
  private List<RemoteNode> nodes = List.of(node("b1"), node("b2"));
  private Depth depth = Depth.PASSIVE;
  private List<String> probeOn = List.of();
  private String cib = Recorded.cibText("integrated");
  private String mon = new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8);
  private Optional<Boolean> idle = Optional.of(true);

  @BeforeEach
  void everythingIsWell() {
    b1.put("peers", "[::ffff:198.19.77.11]:4711");
    b2.put("peers", "[::ffff:198.19.77.12]:4712");
    for (String pair : List.of("0-0", "0-1", "1-0", "1-1")) seen.put(pair, seen("key-right"));
  }

  private Plan plan() {
    View view =
        Recorded.view(cib.getBytes(StandardCharsets.UTF_8), mon.getBytes(StandardCharsets.UTF_8));
    View whole =
        new View(
            view.trouble(), view.cib(), view.monitor(), idle, Optional.empty(), Optional.empty());
    return new PacemakerVerify()
        .plan(
            new Args(nodes, List.of("c1", "c2"), depth, probeOn),
            new Found(whole, coverage, Recorded.hosts(), Recorded.remotes(b1, b2), seen));
  }

  private Map<?, ?> evidence(String node) {
    return (Map<?, ?>) ((Map<?, ?>) plan().results().get("evidence")).get(node);
  }

  private String fault() {
    return plan().obstacle().orElseThrow().message();
  }

  private String awaited() {
    Plan plan = plan();
    assertEquals(Optional.empty(), plan.obstacle());
    return plan.pending().orElseThrow().what();
  }

  @Test
  void tellsTheEvidenceForEachNode() {
    Plan plan = plan();
    assertTrue(plan.isEmpty(), plan::toString);
    assertEquals(
        List.of("`b1` is integrated: 11 checks hold", "`b2` is integrated: 11 checks hold"),
        plan.notes());
    Map<String, String> checks = new LinkedHashMap<>();
    checks.put("V1 cluster", "quorate, controller c1, idle");
    checks.put("V2 configuration", "198.19.77.21:3121, reconnect_interval 60s");
    checks.put("V3 authkey", "sha256 0123456789ab on all cluster nodes and the node");
    checks.put("V4 pacemaker_remote", "active, enabled, listening on port 3121");
    checks.put("V5, V7, V13 handshake", "key proven from c1, c2");
    checks.put("V6 session", "one, from 198.19.77.11 on c1");
    checks.put("V8, V9 connection", "started and monitored, no failure, in two looks");
    checks.put("V10 node", "member, online, not fenced");
    checks.put("V11 executor", "2 operations answered by agents there");
    checks.put("V14 fencing", "enabled, by fence");
    checks.put("V15 limits", "no vote, fences nobody, never the controller");
    assertEquals(checks, evidence("b1"));
    assertEquals("enabled, by fence, other", evidence("b2").get("V14 fencing"));
  }

  @Test
  void findsWhatIsConfiguredOtherwise() {
    nodes =
        List.of(
            new RemoteNode(
                "b1",
                Optional.empty(),
                Optional.of("10.0.0.1"),
                Optional.of(3131),
                Optional.empty(),
                Map.of()));
    assertTrue(fault().startsWith("`b1`: V2: its server is 198.19.77.21, not 10.0.0.1"), fault());
    nodes = List.of(node("b9"));
    assertEquals("`b9`: V2: the cluster has no connection `b9`", fault());
  }

  @Test
  void findsAConnectionThatIsTiedOrDisabled() {
    cib =
        cib.replace(
            "<constraints/>",
            "<constraints><rsc_order id='o' first='b1' then='d1'/></constraints>");
    assertEquals("`b1`: V2: the connection is in the order constraint `o`", fault());
    cib =
        Recorded.cibText("integrated")
            .replaceFirst(
                "<operations>\\s*<op [^>]*id=\"b2-",
                "<meta_attributes id='m'><nvpair id='t' name='target-role' value='Stopped'/></meta_attributes>$0");
    assertEquals("`b2`: V2: the connection is disabled", fault());
  }

  @Test
  void findsAKeyThatDiffers() {
    b2.put("key", "ffffffffffffffff");
    assertEquals(
        "`b2`: V3: its authkey is ffffffffffff, that of the cluster 0123456789ab", fault());
    b2.remove("key");
    assertEquals("`b2`: V3: its authkey is none, that of the cluster 0123456789ab", fault());
  }

  @Test
  void findsADaemonThatDoesNotSurviveABoot() {
    b1.put("enabled", "disabled");
    assertEquals("`b1`: V4: pacemaker_remote is active, disabled, listening on port 3121", fault());
    b1.put("enabled", "enabled");
    b1.put("active", "inactive");
    assertEquals(
        "`b1`: V4: pacemaker_remote is inactive, enabled, listening on port 3121", fault());
    b1.put("active", "active");
    b1.remove("listeners");
    assertEquals("`b1`: V4: pacemaker_remote is active, enabled, not listening", fault());
  }

  @Test
  void findsAClusterNodeThatCannotTakeOver() {
    seen.put("1-1", seen("dropped"));
    assertEquals("`b2`: V7: from cluster node `c2`: said dropped", fault());
    seen.remove("1-1");
    assertEquals("`b2`: V7: from cluster node `c2`: it has no authkey", fault());
  }

  @Test
  void waitsForTheOneSession() {
    b1.remove("peers");
    assertEquals("`b1`: V6: nobody is connected to it, the connection is on c1", awaited());
    b1.put("peers", "[::ffff:198.19.77.12]:4711");
    assertEquals(
        "`b1`: V6: [::ffff:198.19.77.12]:4711 is connected to it, the connection is on c1",
        awaited());
    b1.put("peers", "[::ffff:198.19.77.11]:4711 [::ffff:198.19.77.11]:4712");
    assertTrue(awaited().startsWith("`b1`: V6: "));
  }

  @Test
  void waitsUntilTheClusterHasSettled() {
    idle = Optional.of(false);
    assertEquals("V1: the cluster is still busy", awaited());
    idle = Optional.empty();
    assertEquals("V1: the cluster is still busy", awaited());
  }

  @Test
  void waitsForTheConnection() {
    mon = mon.replaceAll("(<resource id=\"b1\"[^>]*) role=\"Started\"", "$1 role=\"Starting\"");
    assertEquals("`b1`: V8-V11: the connection is starting", awaited());
    assertEquals(90, plan().within().toSeconds());
  }

  @Test
  void findsWhatIsWrongWithTheCluster() {
    mon = mon.replace("with_quorum=\"true\"", "with_quorum=\"false\"");
    assertEquals("the cluster has no quorum", fault());
  }

  @Test
  void saysThatAHostCannotBeAsked() {
    b1.put("unreachable", "timed out");
    assertEquals("`b1`: `b1` cannot be asked: timed out", fault());
  }

  @Test
  void wantsANodeThatCannotBeFencedToComeBackByItself() {
    cib = Recorded.askingItsAgent(cib);
    coverage.put("b1", "-");
    assertEquals("none; a lost connection is tried again", evidence("b1").get("V14 fencing"));
    cib = cib.replaceAll("<nvpair id=\"b1-instance_attributes-reconnect_interval\"[^>]*/>", "");
    assertEquals(
        "`b1`: V14: nothing can fence it, and without reconnect_interval a lost node stays lost",
        fault());
  }

  @Test
  void findsANodeThatTakesPartInTheClustersOwnWork() {
    b1.put("member", "corosync is running there");
    assertEquals(
        "`b1`: V15: it must take no part in the cluster's own work: corosync is running there",
        fault());
    b1.remove("member");
    mon =
        mon.replaceFirst(
            "<resource id=\"b1\"",
            "<resource id='fence' resource_agent='stonith:fence_x' role='Started'>"
                + "<node name='b1'/></resource>$0");
    assertTrue(fault().endsWith("the fence device `fence` runs on it"), fault());
    mon = mon.replaceFirst("name=\"c1\"( [^>]*with_quorum)", "name=\"b1\"$1");
    assertTrue(fault().contains("it is the controller, the fence device"), fault());
  }

  private List<String> changes() {
    return plan().changes().stream().map(Change::toString).toList();
  }

  private static final String PROBE =
      "<primitive id='outpost-probe-b1' class='ocf' provider='pacemaker' type='Dummy'/>";

  @Test
  void neverWritesUnlessAsked() {
    cib = cib.replace("</resources>", PROBE + "</resources>");
    assertTrue(plan().isEmpty());
  }

  @Test
  void placesAResourceOnEachNode() {
    depth = Depth.PROBE;
    assertEquals(
        List.of("probe resource on b1, b2: absent -> started there, then deleted"), changes());
    Xml patch = Xml.parse(JoinTest.patch(plan()).getBytes(StandardCharsets.UTF_8));
    assertEquals(2, patch.all("primitive").count());
    assertEquals(
        "<rsc_location id=\"outpost-probe-b2-location\" rsc=\"outpost-probe-b2\" node=\"b2\" score=\"INFINITY\" resource-discovery=\"exclusive\"/>\n",
        patch.all("rsc_location").reduce((a, b) -> b).orElseThrow().text());
    assertEquals(List.of(), plan().actions());
    probeOn = List.of("b2");
    assertEquals(List.of("probe resource on b2: absent -> started there, then deleted"), changes());
    probeOn = List.of();
    cib = cib.replace("</resources>", PROBE + "</resources>");
    assertEquals(List.of("probe resource on b2: absent -> started there, then deleted"), changes());
  }

  private static String ran(String node, String role, String rc) {
    return "<resource id=\"outpost-probe-"
        + node
        + "\" role=\""
        + role
        + "\"><node name=\""
        + node
        + "\"/></resource>";
  }

  private void probing(String role, String start, String monitor) {
    depth = Depth.PROBE;
    nodes = List.of(node("b1"));
    cib =
        Recorded.cibText("integrated")
            .replace("</resources>", PROBE + "</resources>")
            .replaceAll(
                "(<lrm id=\"b1\">\\s*<lrm_resources>)",
                "$1<lrm_resource id='outpost-probe-b1'><lrm_rsc_op operation='start' interval='0' rc-code='"
                    + start
                    + "'/><lrm_rsc_op operation='monitor' interval='10000' rc-code='"
                    + monitor
                    + "'/></lrm_resource>");
    mon =
        new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8)
            .replace("</resources>", ran("b1", role, start) + "</resources>");
  }

  @Test
  void waitsUntilTheResourceReallyRuns() {
    String waits = "V12: the probe resource is not running on `b1` yet";
    probing("Starting", "0", "0");
    assertEquals(waits, awaited());
    probing("Started", "193", "0");
    assertEquals(waits, awaited());
    probing("Started", "0", "193");
    assertEquals(waits, awaited());
    assertTrue(plan().pending().get().giveUp().orElseThrow().text().contains("cibadmin --delete"));
  }

  @Test
  void deletesTheResourceOnceItRan() {
    probing("Started", "0", "0");
    Plan plan = plan();
    assertEquals(
        List.of("delete the probe resource"), plan.actions().stream().map(Action::what).toList());
    assertEquals(List.of(), plan.changes());
    assertEquals(Optional.empty(), plan.pending());
    assertEquals("started and monitored there", evidence("b1").get("V12 probe resource"));
    assertEquals(List.of("`b1` is integrated: 12 checks hold"), plan.notes());
    assertTrue(plan.actions().get(0).script().text().contains("set -- 'b1'"));
  }

  @Test
  void saysWhyTheResourceDoesNotRunAndDeletesIt() {
    probing("Stopped", "5", "0");
    mon =
        mon.replace(
            "</pacemaker-result>",
            "<failures><failure op_key='outpost-probe-b1_start_0' node='b1' exitstatus='not installed' exitreason=''/></failures></pacemaker-result>");
    Plan plan = plan();
    assertEquals(
        "V12: no resource runs on `b1`: outpost-probe-b1_start_0 on b1: not installed",
        plan.obstacle().orElseThrow().message());
    assertTrue(plan.mend().orElseThrow().text().contains("outpost-probe-$node"));
  }

  @Test
  void placesNothingOnANodeInStandby() {
    depth = Depth.PROBE;
    nodes = List.of(node("b1"));
    cib =
        cib.replace(
            "</nodes>",
            "<node id='b1' uname='b1' type='remote'><instance_attributes id='i'><nvpair id='s' name='standby' value='on'/></instance_attributes></node></nodes>");
    Plan plan = plan();
    assertTrue(plan.isEmpty());
    assertEquals("no probe resource: every node is in standby", plan.notes().get(1));
    assertEquals("member, online, not fenced, in standby", evidence("b1").get("V10 node"));
    assertFalse(plan.results().isEmpty());
  }
}
