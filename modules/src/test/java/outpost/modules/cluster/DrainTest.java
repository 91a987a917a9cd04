package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Recorded.host;
import static outpost.modules.cluster.Recorded.remotes;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import outpost.api.Change;
import outpost.api.Pending;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerDrain.Allow;
import outpost.modules.cluster.PacemakerDrain.Args;
import outpost.modules.cluster.PacemakerDrain.Found;
import outpost.modules.cluster.PacemakerDrain.Method;
import outpost.modules.cluster.PacemakerDrain.State;
import outpost.modules.cluster.PacemakerDrain.Version;

/** The way of b1, which runs d1, out of use and back. */
class DrainTest {
  private static final String MOVES =
      "<rsc_action action='stop' resource='b1' node='c1'/>"
          + "<rsc_action action='move' resource='d1' source='b1' dest='b2'/>";
  private static final String HELD =
      "<node id='b1' uname='b1' type='remote'><instance_attributes id='nodes-b1'>"
          + "<nvpair id='h' name='outpost-hold' value='%s'/>"
          + "<nvpair id='w' name='outpost-hold-had' value='d1'/>%s</instance_attributes></node>";
  private static final String STANDBY = "<nvpair id='s' name='standby' value='on'/>";

  private final Map<String, String> b1 = host("b1", "198.19.77.21");
  private String cib = Recorded.cibText("integrated");
  private String mon = new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8);
  private Optional<String> simulated = simulated(MOVES);
  private String version = "2.1.5";
  private Allow[] allow = {};

  private static Optional<String> simulated(String actions) {
    return Optional.of("<pacemaker-result><actions>" + actions + "</actions></pacemaker-result>");
  }

  private Plan plan(State state, Method method, String... nodes) {
    Args want =
        new Args(
            Stream.of(nodes).map(Recorded::node).toList(),
            List.of("c1", "c2"),
            method,
            state,
            List.of(allow),
            Optional.empty());
    View view =
        Recorded.view(cib.getBytes(StandardCharsets.UTF_8), mon.getBytes(StandardCharsets.UTF_8));
    Map<String, Seen> seen = Map.of("0-0", Recorded.seen("registered"));
    Map<String, Version> versions = new LinkedHashMap<>();
    for (int n = 0; n < nodes.length; n++) {
      versions.put("" + n, new Version(Optional.empty(), Optional.of(version)));
    }
    return new PacemakerDrain()
        .plan(
            want,
            new Found(
                view,
                new Rehearsed(simulated, Optional.empty()),
                Recorded.hosts(),
                remotes(b1, host("b2", "198.19.77.22")),
                versions,
                seen));
  }

  private Plan drain(String... nodes) {
    return plan(State.DRAINED, Method.AUTO, nodes);
  }

  private Plan release() {
    return plan(State.RELEASED, Method.AUTO, "b1");
  }

  private static String obstacle(Plan plan) {
    return plan.obstacle().map(Problem::message).orElse("none");
  }

  private static String awaited(Plan plan) {
    return plan.pending()
        .map(Pending::what)
        .map(what -> what.replaceAll("; (run this again|mend that).*$", ""))
        .orElse("nothing");
  }

  private static List<String> changes(Plan plan) {
    return plan.changes().stream().map(Change::toString).toList();
  }

  /** Our mark is on b1, and what it says holds. */
  private void held(String mark, String attributes) {
    cib = cib.replace("</nodes>", HELD.formatted(mark, attributes) + "</nodes>");
    if (mark.endsWith("disable")) {
      cib =
          cib.replace(
              "<instance_attributes id=\"b1-instance_attributes\">",
              "<meta_attributes id='m'><nvpair id='t' name='target-role' value='Stopped'/></meta_attributes>"
                  + "<instance_attributes id=\"b1-instance_attributes\">");
    }
  }

  /** The cluster has stopped the connection, and d1 runs on b2. */
  private void gone() {
    int b1 = cib.lastIndexOf("<node_state", cib.indexOf("uname=\"b1\"", cib.indexOf("<status>")));
    int end = cib.indexOf("</node_state>", b1);
    cib =
        cib.substring(0, b1)
            + cib.substring(b1, end)
                .replace("in_ccm=\"true\"", "in_ccm=\"false\"")
                .replace("operation=\"start\"", "operation=\"stop\"")
            + cib.substring(end);
    mon =
        mon.replaceAll("(<resource id=\"b1\"[^>]*role=\")Started", "$1Stopped")
            .replaceAll("(?s)(<resource id=\"d1\".*?<node name=\")b1(\" id=\")b1", "$1b2$2b2");
  }

  @Test
  void tellsWhatIsGoingToMoveAndTakesTheNodesOutInOnePatch() {
    simulated = simulated(MOVES + "<rsc_action action='stop' resource='b2' node='c2'/>");
    Plan plan = drain("b1", "b2");
    assertEquals(List.of("node b1, b2: in use -> disabled"), changes(plan));
    assertTrue(plan.staged());
    assertEquals(List.of("d1 moves from b1 to b2"), plan.results().get("predicted"));
    assertTrue(plan.notes().contains("then d1 moves from b1 to b2"), plan.notes()::toString);
    String after = JoinTest.patch(plan);
    assertTrue(after.contains("name=\"outpost-hold-had\" value=\"d1\""), after);
    assertEquals(2, after.split("value=\"Stopped\"", -1).length - 1, after);
  }

  @Test
  void explainsWhatItChoseByTheVersionThatIsThere() {
    assertTrue(drain("b1").notes().get(0).contains("2.1.5 does not leave gracefully"));
    version = "2.1.7-3.el9";
    assertTrue(drain("b1").notes().get(0).contains("as the guide does"));
    version = "2.1.5-1+deb12u1";
    Plan standby = plan(State.DRAINED, Method.STANDBY, "b1");
    assertEquals(List.of("node b1: in use -> in standby"), changes(standby));
    assertTrue(standby.notes().get(0).startsWith("do not stop pacemaker_remote on `b1`"));
    assertTrue(plan(State.DRAINED, Method.MAINTENANCE, "b1").notes().get(0).contains("unwatched"));
  }

  @Test
  void refusesWhatWouldStopForGoodUnlessItMay() {
    simulated = simulated("<rsc_action action='stop' resource='d1' node='b1'/>");
    assertEquals("b1 cannot be drained: it would stop for good: d1", obstacle(drain("b1")));
    allow = new Allow[] {Allow.STOP};
    Plan plan = drain("b1");
    assertEquals(List.of("node b1: in use -> disabled"), changes(plan));
    String after = JoinTest.patch(plan);
    assertTrue(!after.contains("outpost-hold-had"), "it is not waited for elsewhere: " + after);
  }

  @Test
  void takesTheInstancesOfACloneForSpareWhileOthersAreLeft() {
    simulated = simulated("<rsc_action action='stop' resource='d1:1' node='b1'/>");
    cib =
        cib.replaceFirst("(?s)(<primitive id=\"d1\".*?</primitive>)", "<clone id='cl'>$1</clone>");
    assertEquals("b1 cannot be drained: it would stop for good: d1:1", obstacle(drain("b1")));
    mon =
        mon.replaceFirst(
            "<resource id=\"d1\"",
            "<resource id=\"d1\" role=\"Started\"><node name=\"c2\"/></resource><resource id=\"d1\"");
    assertEquals("none", obstacle(drain("b1")));
  }

  @Test
  void refusesToGetAnythingFencedWhateverIsAllowed() {
    allow = new Allow[] {Allow.STOP};
    simulated = simulated("<node_action task='Fence (reboot)' node='b2'/>");
    assertEquals("b1 cannot be drained: b2 would be fenced", obstacle(drain("b1")));
    simulated = Optional.empty();
    assertTrue(obstacle(drain("b1")).contains("the simulation failed"));
  }

  @Test
  void refusesNodesThatAreNotItsOwnToTake() {
    assertEquals("`c1` is no remote or guest node of this cluster", obstacle(drain("c1")));
    held("standby", STANDBY);
    assertEquals("`b1` is in standby already, by this product", obstacle(drain("b1")));
    cib =
        cib.replace("outpost-hold\"", "x\"").replace("name='outpost-hold'", "name='outpost-join'");
    assertEquals("`b1` is only just being joined", obstacle(drain("b1")));
    mon = mon.replace("with_quorum=\"true\"", "with_quorum=\"false\"");
    assertEquals("the cluster has no quorum", obstacle(drain("b1")));
  }

  @Test
  void waitsUntilNothingIsLeftThere() {
    held("disable", "");
    assertEquals(
        "`b1` is not drained yet: `d1` still runs there, the connection is started still, it is a member still",
        awaited(drain("b1")));
    gone();
    assertEquals("nothing", awaited(drain("b1")));
  }

  @Test
  void provesWhatRanThereToRunElsewhere() {
    held("disable", "");
    gone();
    Plan plan = drain("b1");
    assertTrue(plan.isEmpty(), plan::toString);
    assertEquals(Map.of("d1", "b2"), plan.results().get("moved"));
    assertEquals(List.of("`b1` is drained (disabled): d1 runs on b2"), plan.notes());
    mon = mon.replaceAll("(?s)(<resource id=\"d1\"[^>]*)>.*?</resource>", "$1/>");
    assertEquals("`b1` is not drained yet: d1 does not run elsewhere yet", awaited(drain("b1")));
    mon = mon.replace("<resource id=\"d1\"", "<resource id=\"d1\" target_role=\"Stopped\"");
    assertEquals("nothing", awaited(drain("b1")), "an administrator stopped it meanwhile");
  }

  @Test
  void provesThatNobodyIsConnectedAnyMore() {
    held("disable", "");
    gone();
    b1.put("peers", "[::ffff:198.19.77.11]:4711");
    assertEquals(
        "`b1` is not drained yet: 198.19.77.11 is still connected to it", awaited(drain("b1")));
    b1.put("unreachable", "no route");
    assertEquals(
        "`b1` is not drained yet: it cannot be asked who is connected: no route",
        awaited(drain("b1")));
  }

  @Test
  void waitsForWhatIsUnderWay() {
    held("standby", STANDBY);
    gone();
    cib =
        cib.replaceFirst("(?s)(<node_state [^>]*uname=\"b1\".*?rc-code=\")[07]\"", "$1" + "193\"");
    String awaited = awaited(plan(State.DRAINED, Method.STANDBY, "b1"));
    assertTrue(awaited.contains("an operation is under way there"), awaited);
    assertTrue(awaited.contains("does not list it in standby yet"), awaited);
  }

  @Test
  void givesBackWhatItHolds() {
    held("disable", "");
    gone();
    simulated = simulated("<rsc_action action='start' resource='b1' node='c1'/>");
    Plan plan = release();
    assertEquals(List.of("node b1: disabled -> in use"), changes(plan));
    assertEquals(Map.of("b1", "c1"), plan.results().get("starts"));
    assertTrue(!JoinTest.patch(plan).contains("operation=\"create\""), JoinTest.patch(plan));
  }

  @Test
  void keepsANodeThatTheClusterCouldNotConnectTo() {
    held("disable", "");
    gone();
    b1.put("active", "inactive");
    assertEquals(
        "`b1` stays disabled: pacemaker_remote is not running on `b1`", awaited(release()));
    b1.put("active", "active");
    b1.put("key", "ffff");
    assertTrue(awaited(release()).contains("the authkey of `b1` is ffff"));
  }

  @Test
  void waitsUntilTheNodeIsOfUseAgain() {
    mon = mon.replaceAll("(<resource id=\"b1\"[^>]*role=\")Started", "$1Starting");
    assertEquals("`b1` is not back in the cluster: the connection is starting", awaited(release()));
  }

  @Test
  void liftsMaintenanceOnlyWhenTheConnectionIsBack() {
    held("maintenance", "<nvpair id='x' name='maintenance' value='true'/>");
    assertEquals(List.of("node b1: in maintenance -> in use"), changes(release()));
    mon = mon.replaceAll("(<resource id=\"b1\"[^>]*role=\")Started", "$1Stopped");
    assertEquals("`b1` stays in maintenance: the connection is stopped", awaited(release()));
  }

  @Test
  void leavesWhatAnAdministratorHolds() {
    cib = cib.replace("</nodes>", HELD.formatted("x", STANDBY) + "</nodes>");
    Plan plan = release();
    assertTrue(plan.isEmpty(), plan::toString);
    assertEquals(List.of("`b1` is in standby, by an administrator, and stays so"), plan.notes());
  }
}
