package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Change;
import outpost.api.Pending;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerNodeState.Args;
import outpost.modules.cluster.PacemakerNodeState.Found;
import outpost.modules.cluster.PacemakerNodeState.State;

/** Nodes in standby and maintenance, and what of it is an administrator's. */
class NodeStateTest {
  private String cib = Recorded.cibText("integrated");
  private String mon = new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8);
  private String actions = "";

  private Plan plan(State state, String... nodes) {
    return new PacemakerNodeState()
        .plan(
            new Args(List.of(nodes), state, List.of(), Duration.ofMinutes(5)),
            new Found(
                Recorded.view(
                    cib.getBytes(StandardCharsets.UTF_8), mon.getBytes(StandardCharsets.UTF_8)),
                new Rehearsed(
                    Optional.of("<r><actions>" + actions + "</actions></r>"), Optional.empty())));
  }

  private static List<String> changes(Plan plan) {
    return plan.changes().stream().map(Change::toString).toList();
  }

  private static String obstacle(Plan plan) {
    return plan.obstacle().map(Problem::message).orElse("none");
  }

  private void attributes(String node, String attributes) {
    cib =
        cib.replace(
            "</nodes>",
            "<node id='%1$s' uname='%1$s' type='remote'><instance_attributes id='nodes-%1$s'>%2$s</instance_attributes></node></nodes>"
                .formatted(node, attributes));
  }

  @Test
  void putsNodesOfAnyKindIntoStandbyAtOnce() {
    actions = "<rsc_action action='move' resource='d1' source='b1' dest='b2'/>";
    Plan plan = plan(State.STANDBY, "c2", "b1");
    assertEquals(List.of("node c2, b1: online -> in standby"), changes(plan));
    assertEquals(List.of("then d1 moves from b1 to b2"), plan.notes());
    String patch = JoinTest.patch(plan);
    assertTrue(patch.contains("<instance_attributes id=\"nodes-2\">"), patch);
    assertTrue(patch.contains("<nvpair id=\"nodes-b1-standby\" name=\"standby\" value=\"on\"/>"));
  }

  @Test
  void refusesWhatWouldStopForGood() {
    actions = "<rsc_action action='stop' resource='d1' node='b1'/>";
    assertEquals("it would stop for good: d1", obstacle(plan(State.STANDBY, "b1")));
  }

  @Test
  void waitsForWhatTheClusterHasNotDoneYet() {
    attributes("b1", "<nvpair id='s' name='standby' value='on'/>");
    assertEquals(
        "`b1`: `d1` still runs there",
        plan(State.STANDBY, "b1").pending().map(Pending::what).orElse("nothing"));
    mon = mon.replaceFirst("(<node name=\"b2\"[^>]*) standby=\"false\"", "$1 standby=\"true\"");
    attributes("b2", "<nvpair id='t' name='standby' value='on'/>");
    assertTrue(plan(State.STANDBY, "b2").isEmpty());
  }

  @Test
  void takesBackWhatItDid() {
    attributes(
        "b1",
        "<nvpair id='m' name='maintenance' value='true'/><nvpair id='h' name='outpost-hold' value='maintenance'/>");
    assertEquals(List.of("node b1: in maintenance -> online"), changes(plan(State.ONLINE, "b1")));
    assertEquals(
        "`b1` is in maintenance already, by this product", obstacle(plan(State.STANDBY, "b1")));
  }

  @Test
  void leavesWhatAnAdministratorDid() {
    attributes("b1", "<nvpair id='m' name='standby' value='on'/>");
    assertEquals("`b1` is in standby, by an administrator", obstacle(plan(State.ONLINE, "b1")));
  }

  @Test
  void leavesNodesThatAreBeingJoinedOrDrained() {
    attributes("b1", "<nvpair id='h' name='outpost-hold' value='disable'/>");
    assertEquals("`b1` is disabled already, by this product", obstacle(plan(State.ONLINE, "b1")));
    attributes("b2", "<nvpair id='j' name='outpost-join' value='quarantine'/>");
    assertEquals("`b2` is only just being joined", obstacle(plan(State.STANDBY, "b2")));
    assertEquals("the cluster has no node `b9`", obstacle(plan(State.STANDBY, "b9")));
  }
}
