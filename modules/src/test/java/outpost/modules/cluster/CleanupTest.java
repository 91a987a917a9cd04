package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import outpost.api.Plan;
import outpost.modules.cluster.PacemakerCleanup.Args;
import outpost.modules.cluster.PacemakerCleanup.Found;

/** What is forgotten, and what there is no need or no right to forget. */
class CleanupTest {

  private static Plan plan(View view, List<String> resources, List<String> nodes) {
    return new PacemakerCleanup().plan(new Args(resources, nodes), new Found(view));
  }

  private static List<String> changes(Plan plan) {
    return plan.changes().stream().map(change -> change + " by " + change.fix().text()).toList();
  }

  @Test
  void forgetsTheFailuresOfAResource() {
    assertEquals(
        List.of(
            "failures of b2: b2_monitor_60000 on c1: Lost connection to remote executor -> forgotten"
                + " by crm_resource --cleanup --resource 'b2'"),
        changes(plan(Recorded.view("lost"), List.of("b1", "b2"), List.of())));
  }

  @Test
  void forgetsWhatFailedOnANode() {
    assertEquals(
        List.of(
            "failures on c1: b2_monitor_60000 on c1: Lost connection to remote executor -> forgotten"
                + " by crm_resource --cleanup --node 'c1'"),
        changes(plan(Recorded.view("lost"), List.of(), List.of("c1", "c2"))));
  }

  @Test
  void leavesAloneWhatNeverFailed() {
    assertTrue(plan(Recorded.view("integrated"), List.of("b1"), List.of("c1")).isEmpty());
  }

  @Test
  void leavesTheMachineOfAGuestAloneThatIsOutOfUse() {
    String machine =
        "<primitive id='vm'><meta_attributes id='m'><nvpair id='n' name='remote-node' value='g'/>"
            + "<nvpair id='t' name='target-role' value='Stopped'/></meta_attributes></primitive></resources>";
    String held =
        "<node id='g' uname='g' type='remote'><instance_attributes id='nodes-g'><nvpair id='h'"
            + " name='outpost-hold' value='disable'/></instance_attributes></node></nodes>";
    String cib =
        Recorded.cibText("lost").replace("</resources>", machine).replace("</nodes>", held);
    String mon =
        new String(Recorded.file("lost-mon"), StandardCharsets.UTF_8)
            .replace("</resources>", "<resource id='vm' failed='true'/></resources>");
    View view =
        Recorded.view(cib.getBytes(StandardCharsets.UTF_8), mon.getBytes(StandardCharsets.UTF_8));
    assertTrue(
        plan(view, List.of("vm"), List.of())
            .obstacle()
            .orElseThrow()
            .message()
            .startsWith("`vm` runs the guest node `g`, which is out of use"));
    assertEquals(
        "the cluster has no resource `x`",
        plan(view, List.of("x"), List.of()).obstacle().orElseThrow().message());
  }
}
