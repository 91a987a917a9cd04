package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Recorded.host;
import static outpost.modules.cluster.Recorded.remotes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Change;
import outpost.api.Plan;
import outpost.modules.cluster.PacemakerRemoteNode.Allow;
import outpost.modules.cluster.PacemakerRemoteNode.Args;
import outpost.modules.cluster.PacemakerRemoteNode.Found;
import outpost.modules.cluster.PacemakerRemoteNode.State;

/** The way of nodes out of the cluster, moment by moment, as the cluster described them. */
class RemovalTest {
  private static final Optional<byte[]> WITHOUT = Optional.of(Recorded.file("used-without"));

  private static Args absent(List<Allow> allow, String... nodes) {
    return Recorded.args(
        State.ABSENT,
        allow,
        List.of(nodes).stream().map(Recorded::node).toArray(RemoteNode[]::new));
  }

  private static Map<String, String> connected() {
    Map<String, String> b1 = host("b1", "198.19.77.21");
    b1.put("peers", "[::ffff:198.19.77.11]:37722");
    return b1;
  }

  private static Found found(View view, Map<String, String> b1) {
    return new Found(
        view, Optional.empty(), Map.of(), Map.of(), remotes(b1, connected()), Map.of());
  }

  private static Found found(String moment) {
    return found(Recorded.view(moment), host("b1", "198.19.77.21"));
  }

  private static Found used(Optional<byte[]> forecast) {
    return new Found(
        Recorded.view("used"),
        forecast,
        Map.of(),
        Map.of(),
        remotes(connected(), connected()),
        Map.of());
  }

  private static View edited(String moment, String in, String out, String monIn, String monOut) {
    String mon = new String(Recorded.file(moment + "-mon"), StandardCharsets.UTF_8);
    return Recorded.view(
        Recorded.cibText(moment).replaceFirst(in, out).getBytes(StandardCharsets.UTF_8),
        mon.replaceFirst(monIn, monOut).getBytes(StandardCharsets.UTF_8));
  }

  private static Plan plan(Found is, Allow... allow) {
    return new PacemakerRemoteNode().plan(absent(List.of(allow), "b1"), is);
  }

  private static List<String> changes(Plan plan) {
    assertEquals(Optional.empty(), plan.obstacle());
    return plan.changes().stream().map(Change::toString).toList();
  }

  private static List<String> edits(Plan plan) {
    return Xml.parse(JoinTest.patch(plan).getBytes(StandardCharsets.UTF_8))
        .children("change")
        .map(c -> c.attribute("operation") + " " + c.attribute("path"))
        .toList();
  }

  private static String message(Plan plan) {
    return plan.obstacle().orElseThrow().message();
  }

  @Test
  void disablesTheConnectionFirstWithOurMarkAndSaysWhatThatMeans() {
    Plan plan = plan(used(WITHOUT), Allow.STOP);
    assertEquals(List.of("remote node b1: in use -> disabled, to be removed"), changes(plan));
    assertEquals(
        List.of(
            "without b1 d1 moves from b1 to b2",
            "without b1 d2 would stop on b1",
            "with `b1` goes what names it: location-d1-b1-INFINITY, location-d2-b1-INFINITY",
            "`b1` is also named in location-d2"),
        plan.notes());
    String patch = JoinTest.patch(plan);
    assertTrue(patch.contains("name=\"target-role\" value=\"Stopped\""), patch);
    assertTrue(patch.contains("name=\"outpost-hold\" value=\"disable\""), patch);
    assertEquals(List.of("b1"), plan.results().get("removed"));
    assertTrue(plan.staged());
    assertEquals(Duration.ofMinutes(10), plan.within());
  }

  @Test
  void refusesToStopForGoodWhatHasNoOtherPlace() {
    assertEquals(
        "without b1 resources have no place: d2 would stop on b1", message(plan(used(WITHOUT))));
  }

  @Test
  void refusesWhatWouldGetANodeFencedWhateverIsAccepted() {
    byte[] fencing =
        "<r><actions><node_action task='Fence (reboot)' node='b1'/></actions></r>"
            .getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "b1 cannot be taken away now: b1 would be fenced",
        message(plan(used(Optional.of(fencing)), Allow.STOP, Allow.UNREACHABLE)));
  }

  @Test
  void disablesAndDeletesAllInOnePatch() {
    Args both = absent(List.of(Allow.STOP), "b1", "b2");
    Plan plan = new PacemakerRemoteNode().plan(both, used(WITHOUT));
    assertEquals(List.of("remote node b1, b2: in use -> disabled, to be removed"), changes(plan));
    assertEquals(List.of("b1", "b2"), plan.results().get("removed"));
  }

  @Test
  void keepsTheMarkOfANodeThatIsHeldAlready() {
    View standby =
        edited(
            "used",
            "</nodes>",
            "<node id='b1' uname='b1' type='remote'><instance_attributes id='i'><nvpair id='m'"
                + " name='outpost-hold' value='standby'/></instance_attributes></node></nodes>",
            "x",
            "x");
    assertEquals(
        List.of("create /cib/configuration/resources/primitive[@id='b1']"),
        edits(plan(found(standby, connected()))));
  }

  @Test
  void waitsUntilNothingOfTheClusterIsLeftThere() {
    Plan plan = plan(found("draining"));
    assertEquals(List.of(), changes(plan));
    assertEquals("`b1` is not drained: `d2` still runs there", plan.pending().orElseThrow().what());
    Plan connected = plan(found(Recorded.view("drained"), connected()));
    assertEquals(
        "`b1` is not drained: 198.19.77.11 is connected to its pacemaker_remote",
        connected.pending().orElseThrow().what());
    assertEquals(List.of(), changes(connected));
  }

  @Test
  void waitsForOperationsUnderWayAndForTheMembershipToEnd() {
    View pending =
        edited("drained", "(d2_last_0[^>]*) rc-code=\"0\"", "$1 rc-code=\"193\"", "x", "x");
    assertEquals(
        "`b1` is not drained: an operation is under way there",
        plan(found(pending, host("b1", "198.19.77.21"))).pending().orElseThrow().what());
    View member =
        edited("drained", "(node_state id=\"b1\".*?in_ccm=)\"false\"", "$1\"true\"", "x", "x");
    assertEquals(
        "`b1` is not drained: it is a member still",
        plan(found(member, host("b1", "198.19.77.21"))).pending().orElseThrow().what());
  }

  @Test
  void deletesWhatIsDrainedWithAllThatNamesIt() {
    Plan plan = plan(found("drained"));
    assertEquals(List.of("remote node b1: drained -> deleted"), changes(plan));
    assertEquals(
        List.of(
            "delete /cib/configuration/constraints/rsc_location[@id='location-d1-b1-INFINITY']",
            "delete /cib/configuration/constraints/rsc_location[@id='location-d2-b1-INFINITY']",
            "delete /cib/configuration/nodes/node[@id='b1']",
            "delete /cib/configuration/resources/primitive[@id='b1']"),
        edits(plan));
  }

  @Test
  void deletesFencingLevelsTagsAndTiesAsWell() {
    String parts =
        "<rsc_colocation id='c' rsc='d1' with-rsc='b1' score='1'/></constraints>"
            + "<fencing-topology><fencing-level id='l1' target='b1' index='1' devices='fencing'/>"
            + "<fencing-level id='l2' target='b2' index='1' devices='fencing'/></fencing-topology>"
            + "<tags><tag id='t1'><obj_ref id='b1'/><obj_ref id='b2'/></tag>"
            + "<tag id='t2'><obj_ref id='b1'/></tag></tags>";
    View view = edited("drained", "</constraints>", parts, "x", "x");
    Plan plan = plan(found(view, host("b1", "198.19.77.21")));
    assertEquals(
        List.of(
            "delete /cib/configuration/constraints/rsc_colocation[@id='c']",
            "delete /cib/configuration/fencing-topology/fencing-level[@id='l1']",
            "delete /cib/configuration/tags/tag[@id='t1']/obj_ref[@id='b1']",
            "delete /cib/configuration/tags/tag[@id='t2']"),
        edits(plan).subList(2, 6));
    assertTrue(plan.notes().get(0).endsWith("location-d2-b1-INFINITY, c, l1, t1, t2"));
  }

  @Test
  void namesTheFenceDevicesThatListTheNode() {
    View view =
        edited(
            "drained",
            "(<primitive id=\"fencing\"[^>]*>)",
            "$1<instance_attributes id='i'><nvpair id='p' name='pcmk_host_map' value='b1:7;b2:8'/>"
                + "</instance_attributes>",
            "x",
            "x");
    assertTrue(
        plan(found(view, host("b1", "198.19.77.21")))
            .notes()
            .contains("`b1` is also named in location-d2, fencing"));
  }

  @Test
  void forgetsFailuresBeforeItDeletesWhatFailed() {
    View failed =
        edited(
            "drained",
            "x",
            "x",
            "</pacemaker-result>",
            "<failures><failure op_key='b1_start_0' node='c1'/></failures></pacemaker-result>");
    assertEquals(
        List.of("failures of b1: remembered -> forgotten"),
        changes(plan(found(failed, host("b1", "198.19.77.21")))));
  }

  @Test
  void forgetsTheNodeOnceTheClusterIsDoneWithItsConnection() {
    Plan plan = plan(found("deleted"));
    assertEquals(List.of("remote node b1: deleted -> forgotten"), changes(plan));
    assertEquals(
        "set -- 'b1'; for node; do crm_node --force --remove \"$node\" || exit; done",
        plan.changes().get(0).fix().text());
    View orphan =
        edited(
            "deleted",
            "x",
            "x",
            "</resources>",
            "<resource id='b1' role='Stopped' orphaned='true'/></resources>");
    assertEquals(
        "the cluster is not done with the connection `b1`",
        plan(found(orphan, host("b1", "198.19.77.21"))).pending().orElseThrow().what());
  }

  @Test
  void findsNothingToDoForANodeThatIsGone() {
    Args gone = absent(List.of(), "b9");
    Found is = found("drained");
    Plan plan =
        new PacemakerRemoteNode()
            .plan(
                gone,
                new Found(
                    is.view(),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    remotes(Map.of("unreachable", "no route")),
                    Map.of()));
    assertTrue(plan.isEmpty());
    assertFalse(plan.results().containsKey("removed"));
  }

  @Test
  void removesANodeThatCannotBeAskedOnlyWhenThatIsAccepted() {
    Found is = found(Recorded.view("drained"), Map.of("unreachable", "no route"));
    assertEquals(
        "`b1` cannot be asked whether anything of the cluster is left there: no route",
        message(plan(is)));
    Plan accepted = plan(is, Allow.UNREACHABLE);
    assertEquals(List.of("remote node b1: drained -> deleted"), changes(accepted));
    assertTrue(
        accepted
            .notes()
            .contains(
                "`b1` could not be asked: that nothing of the cluster is left there is the cluster's word alone"));
  }

  @Test
  void neverRemovesWhatMayRunSomethingUnseen() {
    Map<String, String> silent = Map.of("unreachable", "no route");
    View cut = edited("drained", "(d2_last_0[^>]* operation=)\"stop\"", "$1\"start\"", "x", "x");
    assertEquals(
        "the cluster lost `b1`, and does not know what became of it: d2 may run there still",
        message(plan(found(cut, silent), Allow.UNREACHABLE)));
    View failedStop =
        edited("drained", "(d2_last_0[^>]*) rc-code=\"0\"", "$1 rc-code=\"1\"", "x", "x");
    assertTrue(
        message(plan(found(failedStop, silent), Allow.UNREACHABLE)).contains("d2 may run there"));
    View unclean =
        edited("used", "x", "x", "(<node name=\"b1\".*?unclean=)\"false\"", "$1\"true\"");
    assertEquals(
        "the cluster lost `b1`, and does not know what became of it: d1, d2 may run there still",
        message(plan(found(unclean, silent), Allow.UNREACHABLE)));
  }

  @Test
  void takesAProbeThatFoundNothingForAnAnswer() {
    View probed =
        edited(
            "drained",
            "(d2_last_0[^>]* operation=)\"stop\"([^>]* rc-code=)\"0\"",
            "$1\"monitor\"$2\"7\"",
            "x",
            "x");
    assertEquals(1, changes(plan(found(probed, host("b1", "198.19.77.21")))).size());
  }

  @Test
  void refusesWhatWouldGoOnRunningThere() {
    View maintained =
        edited(
            "used",
            "</nodes>",
            "<node id='b1' uname='b1' type='remote'><instance_attributes id='i'><nvpair id='m'"
                + " name='maintenance' value='on'/></instance_attributes></node></nodes>",
            "x",
            "x");
    assertEquals(
        "`b1` is in maintenance: what runs there would go on, unseen",
        message(plan(found(maintained, connected()))));
    View unmanaged =
        edited("used", "x", "x", "(<resource id=\"d1\".*? managed=)\"true\"", "$1\"false\"");
    assertEquals(
        "`d1` on `b1` is not managed, and would go on running there",
        message(plan(found(unmanaged, connected()))));
  }

  @Test
  void noticesThatTheHostIsAnotherMachine() {
    assertEquals(
        "nothing is connected to pacemaker_remote on `b1`, but the cluster is connected to `b1`",
        message(plan(found(Recorded.view("integrated"), host("b1", "198.19.77.21")))));
  }

  @Test
  void refusesWhatIsNoRemoteNode() {
    Found is = found("used");
    assertEquals(
        "`c1` is no remote node: a cluster node has the name",
        message(new PacemakerRemoteNode().plan(absent(List.of(), "c1"), is)));
    assertEquals(
        "`d1` is no remote node: the primitive `d1` has the name",
        message(new PacemakerRemoteNode().plan(absent(List.of(), "d1"), is)));
    assertEquals(
        "`B1` is no remote node: the remote node `b1` has the name",
        message(new PacemakerRemoteNode().plan(absent(List.of(), "B1"), is)));
  }

  @Test
  void refusesAConnectionInASet() {
    View set =
        edited(
            "used",
            "</constraints>",
            "<rsc_order id='o'><resource_set id='s'><resource_ref id='b1'/></resource_set></rsc_order></constraints>",
            "x",
            "x");
    assertEquals(
        "the connection `b1` is in the order constraint `o`",
        message(plan(found(set, connected()))));
  }

  @Test
  void doesNothingWithoutQuorumAndSaysSoOnlyIfThereIsSomethingToDo() {
    View none = edited("drained", "x", "x", "with_quorum=\"true\"", "with_quorum=\"false\"");
    assertEquals(
        "the cluster has no quorum", message(plan(found(none, host("b1", "198.19.77.21")))));
    assertTrue(
        new PacemakerRemoteNode()
            .plan(absent(List.of(), "b9"), found(none, host("b1", "198.19.77.21")))
            .isEmpty());
  }

  @Test
  void removesAProbeResourceThatAnInterruptedRunLeftFirst() {
    View left =
        edited(
            "used",
            "</resources>",
            "<primitive id='outpost-probe-b1' class='ocf' provider='pacemaker' type='Dummy'/></resources>",
            "x",
            "x");
    assertEquals(
        List.of("probe resource of an interrupted run: there -> gone"),
        changes(plan(found(left, connected()))));
  }

  @Test
  void removesWhatOnlyHoldsOldEntries() {
    // as `pcs resource delete` leaves it
    View left =
        edited("deleted", "</nodes>", "<node id='b1' uname='b1' type='remote'/></nodes>", "x", "x");
    assertEquals(
        List.of("delete /cib/configuration/nodes/node[@id='b1']"),
        edits(plan(found(left, Map.of("unreachable", "no route")))));
  }
}
