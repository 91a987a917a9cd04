package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Recorded.args;
import static outpost.modules.cluster.Recorded.found;
import static outpost.modules.cluster.Recorded.host;
import static outpost.modules.cluster.Recorded.node;
import static outpost.modules.cluster.Recorded.remotes;
import static outpost.modules.cluster.Recorded.seen;
import static outpost.modules.cluster.Recorded.view;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import outpost.api.Change;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.modules.cluster.PacemakerRemoteNode.Allow;
import outpost.modules.cluster.PacemakerRemoteNode.Args;
import outpost.modules.cluster.PacemakerRemoteNode.Found;

/** The way of nodes into the cluster, moment by moment, as the cluster described them. */
class JoinTest {
  private final PacemakerRemoteNode module = new PacemakerRemoteNode();

  private Plan plan(Args want, Found is) {
    return module.plan(want, is);
  }

  private Plan plan(String moment, String... nodes) {
    RemoteNode[] all = new RemoteNode[nodes.length];
    for (int i = 0; i < nodes.length; i++) all[i] = node(nodes[i]);
    return plan(args(all), found(view(moment)));
  }

  private static List<String> changes(Plan plan) {
    return plan.changes().stream().map(Change::toString).toList();
  }

  static String patch(Plan plan) {
    Payload payload = plan.changes().get(0).fix().stdin().orElseThrow();
    return new String(((Payload.Bytes) payload).bytes(), StandardCharsets.UTF_8);
  }

  private static String message(Plan plan) {
    return plan.obstacle().orElseThrow().message();
  }

  @Test
  void makesAllNewConnectionsInOnePatch() {
    Plan plan = plan("fresh", "b1", "b2");
    assertEquals(List.of("remote node b1, b2: absent -> connected, in quarantine"), changes(plan));
    assertEquals(List.of("b1", "b2"), plan.results().get("joined"));
    assertTrue(plan.staged());
    assertEquals(Duration.ofSeconds(152), plan.within());
    Xml patch = Xml.parse(patch(plan).getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("b1", "b2"), patch.all("primitive").map(p -> p.attribute("id")).toList());
  }

  @Test
  void makesAConnectionThatNeitherRunsThingsNorGetsItsNodeFenced() {
    Xml patch = Xml.parse(patch(plan("fresh", "b1")).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "/cib/configuration/resources /cib/status /cib/configuration/nodes",
        patch.children("change").map(c -> c.attribute("path")).collect(Collectors.joining(" ")));
    assertEquals(
        """
        <primitive id="b1" class="ocf" provider="pacemaker" type="remote">
          <instance_attributes id="b1-instance_attributes">
            <nvpair id="b1-instance_attributes-server" name="server" value="b1"/>
            <nvpair id="b1-instance_attributes-reconnect_interval" name="reconnect_interval" value="60s"/>
          </instance_attributes>
          <operations>
            <op id="b1-migrate_from-interval-0s" name="migrate_from" interval="0s" timeout="60s"/>
            <op id="b1-migrate_to-interval-0s" name="migrate_to" interval="0s" timeout="60s"/>
            <op id="b1-monitor-interval-60s" name="monitor" interval="60s" timeout="30s"/>
            <op id="b1-reload-interval-0s" name="reload" interval="0s" timeout="60s"/>
            <op id="b1-reload-agent-interval-0s" name="reload-agent" interval="0s" timeout="60s"/>
            <op id="b1-start-interval-0s" name="start" interval="0s" timeout="60s" on-fail="block"/>
            <op id="b1-stop-interval-0s" name="stop" interval="0s" timeout="60s"/>
          </operations>
        </primitive>
        """,
        patch.all("primitive").findFirst().orElseThrow().text());
    assertEquals(
        """
        <node_state id="b1" uname="b1" remote_node="true" in_ccm="false" node_fenced="0"/>
        """,
        patch.all("node_state").findFirst().orElseThrow().text());
    assertEquals(
        """
        <node id="b1" uname="b1" type="remote">
          <instance_attributes id="nodes-b1">
            <nvpair id="nodes-b1-standby" name="standby" value="on"/>
            <nvpair id="nodes-b1-outpost-join" name="outpost-join" value="quarantine"/>
          </instance_attributes>
        </node>
        """,
        patch.all("node").findFirst().orElseThrow().text());
  }

  @Test
  void givesAConnectionTheOptionsThatAreWanted() {
    RemoteNode node =
        new RemoteNode(
            "b1",
            Optional.of("host1"),
            Optional.of("198.19.77.21"),
            Optional.of(3131),
            Optional.of(Duration.ofSeconds(20)),
            Map.of("resource-stickiness", "100"));
    Found is = found(view("fresh"));
    Map<String, String> host = host("b1", "198.19.77.21");
    host.put("port", "3131");
    Plan plan =
        plan(
            args(node),
            new Found(
                is.view(), is.forecast(), is.coverage(), is.hosts(), remotes(host), is.seen()));
    Xml primitive =
        Xml.parse(patch(plan).getBytes(StandardCharsets.UTF_8))
            .all("primitive")
            .findFirst()
            .orElseThrow();
    Cib.Connection connection = new Cib.Connection(primitive);
    assertEquals("198.19.77.21", connection.server());
    assertEquals(Optional.of(3131), connection.port());
    assertEquals(Optional.of("20s"), connection.option("reconnect_interval"));
    assertEquals(Optional.of("100"), connection.meta("resource-stickiness"));
  }

  @Test
  void saysThePortWhereTheClusterNodesWouldTakeAnother() {
    Found is = found(view("fresh"));
    ClusterHost c1 = is.hosts().get("0");
    ClusterHost other =
        new ClusterHost(
            c1.unreachable(),
            c1.node(),
            c1.key(),
            c1.keyLocation(),
            Optional.of("3999"),
            c1.addresses(),
            c1.identity(),
            c1.resolves(),
            Optional.empty());
    Map<String, ClusterHost> hosts = Map.of("0", other, "1", other);
    String mon = new String(Recorded.file("fresh-mon"), StandardCharsets.UTF_8);
    String cib = Recorded.cibText("fresh").replaceAll("<node id=\"2\"[^>]*/>", "");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), mon.getBytes(StandardCharsets.UTF_8));
    Plan plan =
        plan(
            args(node("b1")),
            new Found(view, is.forecast(), is.coverage(), hosts, is.remotes(), is.seen()));
    assertTrue(patch(plan).contains("name=\"port\" value=\"3121\""), patch(plan));
    assertFalse(patch(plan("fresh", "b1")).contains("name=\"port\""));
  }

  @Test
  void waitsWhileTheClusterConnects() {
    Plan plan = plan("joining", "b1", "b2");
    assertEquals(List.of(), plan.changes());
    assertEquals(Optional.empty(), plan.obstacle());
    assertTrue(
        plan.pending().orElseThrow().what().startsWith("`b1` is not integrated: "),
        plan.pending().get().what());
    String giveUp = plan.pending().get().giveUp().map(Script::text).orElseThrow();
    assertTrue(giveUp.contains("set -- 'b1' 'b2'"), giveUp);
    assertTrue(giveUp.contains("--parameter-value Stopped"), giveUp);
    assertTrue(giveUp.contains("--cleanup"), giveUp);
  }

  @Test
  void waitsForTheOthersBeforeItReleasesOne() {
    // b2's executor has not answered any probe yet
    String cib = Recorded.cibText("quarantine").replaceAll("(?s)<lrm id=\"b2\">.*?</lrm>", "");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("quarantine-mon"));
    Plan plan = plan(args(node("b1"), node("b2")), found(view));
    assertEquals(
        "`b2` is not integrated: the executor has not answered any probe yet",
        plan.pending().orElseThrow().what());
    assertEquals(List.of(), plan.changes());
  }

  @Test
  void doesNotTrustTheFirstGoodLook() {
    View now = view("quarantine");
    View twice =
        new View(
            now.trouble(),
            now.cib(),
            now.monitor(),
            now.idle(),
            Optional.of(Recorded.file("joining-cib")),
            Optional.of(Recorded.file("joining-mon")));
    assertTrue(plan(args(node("b1"), node("b2")), found(twice)).pending().isPresent());
  }

  @Test
  void liftsTheQuarantineOfAllInOnePatch() {
    Plan plan = plan("quarantine", "b1", "b2");
    assertEquals(List.of("remote node b1, b2: in quarantine -> in use"), changes(plan));
    Xml patch = Xml.parse(patch(plan).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of(
            "delete /cib/configuration/nodes/node[@id='b1']",
            "modify"
                + " /cib/configuration/resources/primitive[@id='b1']/operations/op[@id='b1-start-interval-0s']",
            "delete /cib/configuration/nodes/node[@id='b2']",
            "modify"
                + " /cib/configuration/resources/primitive[@id='b2']/operations/op[@id='b2-start-interval-0s']"),
        patch
            .children("change")
            .map(c -> c.attribute("operation") + " " + c.attribute("path"))
            .toList());
    assertTrue(
        patch
            .all("change-result")
            .noneMatch(r -> r.all("op").anyMatch(o -> o.attributes().containsKey("on-fail"))));
    assertEquals(List.of("b1", "b2"), plan.results().get("joined"));
  }

  @Test
  void leavesWhatOthersSetForANodeInQuarantine() {
    String cib =
        Recorded.cibText("quarantine")
            .replace(
                "<nvpair id=\"nodes-b1-standby\"",
                "<nvpair id=\"nodes-b1-rack\" name=\"rack\" value=\"7\"/><nvpair"
                    + " id=\"nodes-b1-standby\"");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("quarantine-mon"));
    Xml patch =
        Xml.parse(patch(plan(args(node("b1")), found(view))).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of(
            "/cib/configuration/nodes/node[@id='b1']/instance_attributes[@id='nodes-b1']/nvpair[@id='nodes-b1-standby']",
            "/cib/configuration/nodes/node[@id='b1']/instance_attributes[@id='nodes-b1']/nvpair[@id='nodes-b1-outpost-join']"),
        patch
            .children("change")
            .filter(c -> c.is("operation", "delete"))
            .map(c -> c.attribute("path"))
            .toList());
  }

  @Test
  void tellsWhatMovesWhenTheQuarantineIsLifted() {
    Found is = found(view("quarantine"));
    Plan plan = plan(args(node("b1"), node("b2")), released(is, Recorded.file("quarantine-after")));
    assertEquals(List.of("with b1, b2 in use d1 moves from c2 to b1"), plan.notes());
    assertEquals(1, plan.changes().size());
  }

  private static Found released(Found is, byte[] simulation) {
    return new Found(
        is.view(), Optional.of(simulation), is.coverage(), is.hosts(), is.remotes(), is.seen());
  }

  @Test
  void keepsTheQuarantineWhereLiftingItStopsSomething() {
    byte[] simulation =
        "<r><actions><rsc_action action='stop' resource='d1' node='c2'/><node_action task='Fence (reboot)' node='b2'/></actions></r>"
            .getBytes(StandardCharsets.UTF_8);
    Found is = released(found(view("quarantine")), simulation);
    assertEquals(
        "b1, b2 stays in quarantine: lifting it has a price: b2 would be fenced; d1 would stop on"
            + " c2",
        message(plan(args(node("b1"), node("b2")), is)));
    Plan accepted = plan(args(Allow.STOP, node("b1"), node("b2")), is);
    assertEquals(List.of("remote node b1, b2: in quarantine -> in use"), changes(accepted));
  }

  @Test
  void hasNothingToDoForIntegratedNodes() {
    Plan plan = plan("integrated", "b1", "b2");
    assertTrue(plan.isEmpty(), () -> plan.toString());
    assertFalse(plan.results().containsKey("joined"));
    assertEquals(List.of(), plan.notes());
  }

  @Test
  void leavesAnAdministratorsStandbyAndSaysSo() {
    String cib =
        Recorded.cibText("integrated")
            .replace(
                "</nodes>",
                "<node id='b1' uname='b1' type='remote'><instance_attributes id='nodes-b1'><nvpair"
                    + " id='x' name='standby' value='on'/></instance_attributes></node></nodes>");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("integrated-mon"));
    Plan plan = plan(args(node("b1")), found(view));
    assertTrue(plan.isEmpty());
    assertEquals(List.of("`b1` is in standby, and stays so"), plan.notes());
  }

  @Test
  void leavesAnAdministratorsDisabledConnection() {
    String cib =
        Recorded.cibText("integrated")
            .replaceFirst(
                "<operations>\\s*<op id=\"b1-",
                "<meta_attributes id=\"m\"><nvpair id=\"n\" name=\"target-role\""
                    + " value=\"Stopped\"/></meta_attributes><operations><op id=\"b1-");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("integrated-mon"));
    assertEquals(
        "the connection `b1` is disabled by an administrator",
        message(plan(args(node("b1"), node("b2")), found(view))));
    String marked =
        cib.replace(
            "</nodes>",
            "<node id='b1' uname='b1' type='remote'><instance_attributes id='nodes-b1'><nvpair"
                + " id='x' name='outpost-hold'"
                + " value='disable'/></instance_attributes></node></nodes>");
    View held = view(marked.getBytes(StandardCharsets.UTF_8), Recorded.file("integrated-mon"));
    assertEquals(
        "the connection `b1` is disabled for maintenance, or to be removed",
        message(plan(args(node("b1"), node("b2")), found(held))));
  }

  @Test
  void stopsAJoinWhoseCauseIsKnownAndDisablesTheConnection() {
    Found is = found(view("blocked"));
    Map<String, String> b3 = host("b3", "198.19.77.23");
    b3.put("key", "fedcba9876543210");
    Plan plan =
        plan(
            args(node("b3")),
            new Found(is.view(), is.forecast(), is.coverage(), is.hosts(), remotes(b3), is.seen()));
    assertEquals(
        "the cluster could not connect to `b3` (Key was rejected by service): the authkey of `b3`"
            + " is fedcba987654, that of the cluster 0123456789ab",
        message(plan));
    String mend = plan.mend().orElseThrow().text();
    assertTrue(mend.contains("set -- 'b3'") && mend.contains("target-role"), mend);
    assertTrue(mend.indexOf("target-role") < mend.indexOf("--cleanup"), "disabled first: " + mend);
  }

  @Test
  void triesAJoinAgainWhoseCauseIsGone() {
    Plan plan = plan("blocked", "b1", "b2", "b3");
    assertEquals(List.of("failures of b3: remembered -> forgotten"), changes(plan));
    assertEquals(
        "the cluster cannot connect to `b3` (Key was rejected by service)",
        plan.pending().orElseThrow().what());
    assertTrue(plan.pending().get().giveUp().isPresent());
  }

  @Test
  void carriesOnWithAConnectionThatAnEarlierRunDisabled() {
    String cib =
        Recorded.cibText("blocked")
            .replaceFirst(
                "<operations>\\s*<op [^>]*id=\"b3-",
                "<meta_attributes id=\"b3-meta_attributes\"><nvpair id=\"t\" name=\"target-role\""
                    + " value=\"Stopped\"/></meta_attributes>$0");
    String mon =
        new String(Recorded.file("blocked-mon"), StandardCharsets.UTF_8)
            .replaceAll("(?s)<failures>.*?</failures>", "")
            .replaceAll("fail-count=\"[^\"]*\"", "")
            .replaceAll("failed=\"true\"", "failed=\"false\"");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), mon.getBytes(StandardCharsets.UTF_8));
    Found is = found(view);
    Map<String, RemoteHost> remotes = remotes(host("b3", "198.19.77.23"));
    Plan plan =
        plan(
            args(node("b3")),
            new Found(is.view(), is.forecast(), is.coverage(), is.hosts(), remotes, is.seen()));
    assertEquals(
        List.of("remote node b3: disabled, in quarantine -> connected, in quarantine"),
        changes(plan));
    assertTrue(
        patch(plan)
            .contains(
                "operation=\"delete\""
                    + " path=\"/cib/configuration/resources/primitive[@id='b3']/meta_attributes[@id='b3-meta_attributes']\""),
        patch(plan));
  }

  @Test
  void reconnectsANodeThatWasLostOnceItsCauseIsGone() {
    Plan plan = plan("lost", "b1", "b2", "b3");
    assertEquals(List.of("failures of b2: remembered -> forgotten"), changes(plan));
    assertEquals(
        "set -- 'b2'; for node; do crm_resource --cleanup --resource \"$node\" || exit; done",
        plan.changes().get(0).fix().text());
    assertEquals(Optional.empty(), plan.pending());
    assertFalse(plan.results().containsKey("joined"));
  }

  @Test
  void namesTheCauseWhyANodeIsLost() {
    Found is = found(view("lost"));
    Map<String, String> b2 = host("b2", "198.19.77.22");
    b2.put("active", "inactive");
    Map<String, RemoteHost> remotes = remotes(host("b1", "198.19.77.21"), b2);
    assertEquals(
        "pacemaker_remote is not running on `b2`",
        message(
            plan(
                args(node("b1"), node("b2")),
                new Found(
                    is.view(), is.forecast(), is.coverage(), is.hosts(), remotes, is.seen()))));
  }

  @Test
  void asksNothingOfTheHostsOfIntegratedNodes() {
    Found is = found(view("integrated"));
    Map<String, RemoteHost> remotes =
        remotes(Map.of("unreachable", "no route"), Map.of("unreachable", "no route"));
    assertTrue(
        plan(
                args(node("b1"), node("b2")),
                new Found(
                    is.view(),
                    is.forecast(),
                    Map.of(),
                    is.hosts(),
                    remotes,
                    Map.of("0-0", seen("dropped"))))
            .isEmpty());
  }

  @Test
  void removesTheProbeResourceOfAnInterruptedRunFirst() {
    String cib =
        Recorded.cibText("integrated")
            .replace(
                "</resources>",
                "<primitive id='outpost-probe-b1' class='ocf' provider='pacemaker'"
                    + " type='Dummy'/><primitive id='outpost-probe-other' class='ocf'"
                    + " provider='pacemaker' type='Dummy'/></resources>")
            .replace(
                "<constraints/>",
                "<constraints><rsc_location id='outpost-probe-b1-location'/></constraints>");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("integrated-mon"));
    Plan plan = plan(args(node("b1")), found(view));
    assertEquals(List.of("probe resource of an interrupted run: there -> gone"), changes(plan));
    Xml patch = Xml.parse(patch(plan).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of(
            "/cib/configuration/resources/primitive[@id='outpost-probe-b1']",
            "/cib/configuration/constraints/rsc_location[@id='outpost-probe-b1-location']"),
        patch.children("change").map(c -> c.attribute("path")).toList());
  }

  @Test
  void mendsAnOptionThatNeedsNoNewConnection() {
    Args want = args(Duration.ofSeconds(30), false, node("b1"), node("b2"));
    Plan plan = plan(want, found(view("integrated")));
    assertEquals(
        List.of(
            "options of the connections: b1 reconnect_interval=60s, b2 reconnect_interval=60s ->"
                + " reconnect_interval=30s, reconnect_interval=30s"),
        changes(plan));
    assertTrue(
        patch(plan)
            .contains(
                "<nvpair id=\"b2-instance_attributes-reconnect_interval\""
                    + " name=\"reconnect_interval\" value=\"30s\"/>"));
  }

  @Test
  void setsOptionsAloneWhereItIsAsked() {
    Args want = args(Duration.ofSeconds(30), true, node("b1"), node("b2"));
    assertEquals(1, changes(plan(want, found(view("integrated")))).size());
    Args settled = args(Duration.ofSeconds(60), true, node("b1"), node("b2"));
    assertTrue(plan(settled, found(view("lost"))).isEmpty(), "nothing is waited for");
  }

  @Test
  void refusesAnOptionThatStopsWhatRunsThereUnlessThatIsAccepted() {
    RemoteNode moved =
        new RemoteNode(
            "b1",
            Optional.empty(),
            Optional.of("198.19.77.99"),
            Optional.of(3131),
            Optional.empty(),
            Map.of());
    assertEquals(
        "another `server` for `b1` (198.19.77.21 -> 198.19.77.99) would make its connection anew,"
            + " and stop what runs there",
        message(plan(args(moved), found(view("integrated")))));
    assertEquals(
        List.of(
            "options of the connections: b1 server=198.19.77.21, b1 port=- -> server=198.19.77.99,"
                + " port=3131"),
        changes(plan(args(Allow.RECONNECT, moved), found(view("integrated")))));
  }

  private static RemoteNode on(int port, String name) {
    return new RemoteNode(
        name, Optional.empty(), Optional.empty(), Optional.of(port), Optional.empty(), Map.of());
  }

  @Test
  void changesThePortOfANodeInMaintenanceWhateverRunsThere() {
    String cib =
        Recorded.cibText("integrated")
            .replace(
                "</nodes>",
                "<node id='b1' uname='b1' type='remote'><instance_attributes id='nodes-b1'><nvpair"
                    + " id='x' name='maintenance'"
                    + " value='true'/></instance_attributes></node></nodes>");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("integrated-mon"));
    assertEquals(
        List.of("options of the connections: b1 port=- -> port=3131"),
        changes(plan(args(on(3131, "b1")), found(view))));
    assertTrue(
        message(plan(args(on(3131, "b1"), on(3131, "b2")), found(view)))
            .startsWith("another `port` for `b2` (- -> 3131)"));
  }

  @Test
  void followsALostNodeToThePortThatItListensOnNow() {
    Found is = found(view("lost"));
    Map<String, String> b2 = host("b2", "198.19.77.22");
    b2.put("port", "3131");
    Found moved =
        new Found(is.view(), is.forecast(), is.coverage(), is.hosts(), remotes(b2), is.seen());
    assertEquals(
        List.of("options of the connections: b2 port=- -> port=3131"),
        changes(plan(args(on(3131, "b2")), moved)));
    assertEquals(
        "PCMK_remote_port on `b2` is set to 3131, but the cluster connects to 3121",
        message(plan(args(node("b2")), moved)));
  }

  @Test
  void tellsAndRefusesWhatANewNodesUseWouldCostBeforeItIsMade() {
    byte[] moves =
        ("<r><actions><rsc_action action='start' resource='b1' node='c1'/>"
                + "<rsc_action action='move' resource='d1' source='c2' dest='b1'/></actions></r>")
            .getBytes(StandardCharsets.UTF_8);
    Plan plan = plan(args(node("b1")), released(found(view("fresh")), moves));
    assertEquals(1, plan.changes().size());
    assertEquals(List.of("with b1 in use d1 moves from c2 to b1"), plan.notes());
    byte[] stops =
        "<r><actions><rsc_action action='stop' resource='d1' node='c2'/></actions></r>"
            .getBytes(StandardCharsets.UTF_8);
    Found costly = released(found(view("fresh")), stops);
    assertEquals(
        "b1 will not be made: using it has a price: d1 would stop on c2",
        message(plan(args(node("b1")), costly)));
    assertEquals(
        List.of("with b1 in use d1 would stop on c2"),
        plan(args(Allow.STOP, node("b1")), costly).notes());
  }

  @Test
  void saysEveryNodesTroubleAtOnce() {
    Found is = found(view("fresh"));
    Map<String, String> b1 = host("b1", "198.19.77.21");
    b1.put("load", "masked");
    Map<String, String> b2 = host("b2", "198.19.77.22");
    b2.put("listeners", "nc");
    Plan plan =
        plan(
            args(node("b1"), node("b2")),
            new Found(
                is.view(), is.forecast(), is.coverage(), is.hosts(), remotes(b1, b2), is.seen()));
    assertEquals(
        "the unit pacemaker_remote is masked on `b1`; port 3121 on `b2` is held by another program,"
            + " `nc`",
        message(plan));
    assertEquals(2, plan.obstacle().get().hints().size());
    assertEquals(Optional.empty(), plan.mend());
    assertEquals(List.of(), plan.changes());
  }

  @Test
  void saysWhatIsWrongWithTheClusterBeforeAnythingElse() {
    String mon =
        new String(Recorded.file("fresh-mon"), StandardCharsets.UTF_8)
            .replace("with_quorum=\"true\"", "with_quorum=\"false\"");
    View view = view(Recorded.file("fresh-cib"), mon.getBytes(StandardCharsets.UTF_8));
    assertEquals("the cluster has no quorum", message(plan(args(node("b1")), found(view))));
  }

  @Test
  void doesNotJoinWhatNothingCanFence() {
    String cib = Recorded.askingItsAgent(Recorded.cibText("fresh"));
    Found is = found(view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("fresh-mon")));
    Found uncovered =
        new Found(is.view(), is.forecast(), Map.of("b1", "-"), is.hosts(), is.remotes(), is.seen());
    assertEquals(
        "fencing is enabled, but no device can fence `b1`",
        message(plan(args(node("b1")), uncovered)));
    assertEquals(1, plan(args(Allow.UNFENCED, node("b1")), uncovered).changes().size());
  }

  @Test
  void putsAConnectionBackIntoAWholeQuarantine() {
    // as after another tool took parts of it away: the state that was seen, and the option
    String cib =
        Recorded.cibText("quarantine")
            .replaceAll("(?s)<node_state id=\"b1\".*?</node_state>", "")
            .replace(" on-fail=\"block\"", "")
            .replaceFirst(
                "<operations>\\s*<op [^>]*id=\"b1-",
                "<meta_attributes id=\"m\"><nvpair id=\"t\" name=\"target-role\""
                    + " value=\"Stopped\"/><nvpair id=\"u\" name=\"x\""
                    + " value=\"y\"/></meta_attributes>$0");
    View view = view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("quarantine-mon"));
    Plan plan = plan(args(node("b1")), found(view));
    assertEquals(
        List.of("remote node b1: disabled, in quarantine -> connected, in quarantine"),
        changes(plan));
    assertEquals(
        List.of(
            "create /cib/status",
            "delete"
                + " /cib/configuration/resources/primitive[@id='b1']/meta_attributes[@id='m']/nvpair[@id='t']",
            "modify"
                + " /cib/configuration/resources/primitive[@id='b1']/operations/op[@id='b1-start-interval-0s']"),
        Xml.parse(patch(plan).getBytes(StandardCharsets.UTF_8))
            .children("change")
            .map(c -> c.attribute("operation") + " " + c.attribute("path"))
            .toList());
  }

  @Test
  void keepsTheStandbyThatSomebodySetBeforeTheJoin() {
    String entry =
        "<node id='b1' uname='b1' type='remote'><instance_attributes id='i'><nvpair id='s'"
            + " name='standby' value='on'/></instance_attributes></node></nodes>";
    String cib = Recorded.cibText("fresh").replace("</nodes>", entry);
    View before = view(cib.getBytes(StandardCharsets.UTF_8), Recorded.file("fresh-mon"));
    Xml create =
        Xml.parse(patch(plan(args(node("b1")), found(before))).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "<nvpair id=\"i-outpost-join\" name=\"outpost-join\" value=\"keeps-standby\"/>\n",
        create
            .children("change")
            .filter(c -> c.attribute("path").contains("nodes"))
            .findFirst()
            .orElseThrow()
            .children()
            .get(0)
            .text());
    String joined =
        Recorded.cibText("quarantine")
            .replaceAll(
                "(name=\"outpost-join\") value=\"quarantine\"", "$1 value=\"keeps-standby\"");
    View after = view(joined.getBytes(StandardCharsets.UTF_8), Recorded.file("quarantine-mon"));
    Xml release =
        Xml.parse(patch(plan(args(node("b1")), found(after))).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of(
            "/cib/configuration/nodes/node[@id='b1']/instance_attributes[@id='nodes-b1']/nvpair[@id='nodes-b1-outpost-join']"),
        release
            .children("change")
            .filter(c -> c.is("operation", "delete"))
            .map(c -> c.attribute("path"))
            .toList());
  }

  @Test
  void doesNothingWhileTheClusterIsInMaintenance() {
    String mon =
        new String(Recorded.file("fresh-mon"), StandardCharsets.UTF_8)
            .replace("maintenance-mode=\"false\"", "maintenance-mode=\"true\"");
    View view = view(Recorded.file("fresh-cib"), mon.getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "the cluster is in maintenance mode", message(plan(args(node("b1")), found(view))));
  }

  @Test
  void setsFurtherMetaAttributes() {
    RemoteNode node =
        new RemoteNode(
            "b1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of("resource-stickiness", "5"));
    Plan plan = plan(args(node), found(view("integrated")));
    assertEquals(
        List.of("options of the connections: b1 resource-stickiness=- -> resource-stickiness=5"),
        changes(plan));
    assertTrue(patch(plan).contains("<meta_attributes id=\"b1-meta_attributes\">"), patch(plan));
  }

  @Test
  void saysWhatStartsAndWhatMovesOnly() {
    Prediction prediction =
        Prediction.of(
            """
            <r><actions><rsc_action action='stop' resource='a' node='n'/><rsc_action action='start' resource='a' node='m'/>
            <rsc_action action='migrate' resource='b' source='n' dest='m'/><node_action task='Shutdown' node='m'/></actions></r>\
            """
                .getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("b moves from n to m", "a starts on m"), prediction.moves());
    assertEquals(List.of(), prediction.harm());
  }
}
