package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerGuard.Args;
import outpost.modules.cluster.PacemakerGuard.Found;

/** When a run must not go on. */
class GuardTest {
  private static final Args USUAL = new Args(true, false, 0, List.of(), List.of(), List.of());

  private static Plan plan(Args want, String cib, String mon) {
    return new PacemakerGuard()
        .plan(
            want,
            new Found(
                Recorded.view(
                    cib.getBytes(StandardCharsets.UTF_8), mon.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Map.of(),
                new Rehearsed(Optional.empty(), Optional.empty())));
  }

  private static String mon(String moment) {
    return new String(Recorded.file(moment + "-mon"), StandardCharsets.UTF_8);
  }

  private static String said(Args want, String moment) {
    return said(want, Recorded.cibText(moment), mon(moment));
  }

  private static String said(Args want, String cib, String mon) {
    return plan(want, cib, mon)
        .obstacle()
        .map(Problem::message)
        .map(m -> m.replace("the cluster is not healthy: ", ""))
        .orElse("nothing");
  }

  private static String shown(String from, String to) {
    return said(USUAL, Recorded.cibText("integrated"), mon("integrated").replaceAll(from, to));
  }

  @Test
  void letsARunGoOnWhileAllIsWell() {
    Plan plan = plan(USUAL, Recorded.cibText("integrated"), mon("integrated"));
    assertTrue(plan.isEmpty());
    assertEquals(List.of("the cluster is healthy: 4 nodes, controller c1"), plan.notes());
    assertEquals(
        List.of("the cluster is healthy: 4 nodes, controller c1, of mixed versions"),
        plan(
                USUAL,
                Recorded.cibText("integrated"),
                mon("integrated").replace("mixed_version=\"false\"", "mixed_version=\"true\""))
            .notes());
  }

  @Test
  void stopsWithoutAControllerOrQuorum() {
    assertEquals("it has no quorum", shown("with_quorum=\"true\"", "with_quorum=\"false\""));
    assertEquals(
        "it has no designated controller; it has no quorum",
        shown("<current_dc [^>]*/>", "<current_dc present=\"false\"/>"));
    assertEquals(
        "nothing",
        said(
            new Args(false, false, 0, List.of(), List.of(), List.of()),
            Recorded.cibText("integrated"),
            mon("integrated").replace("with_quorum=\"true\"", "with_quorum=\"false\"")));
  }

  @Test
  void stopsForANodeOrResourceInTrouble() {
    assertEquals(
        "node `b2` is offline; resource `b2` is failed; `b2_monitor_60000` failed on c1: Lost"
            + " connection to remote executor",
        said(USUAL, "lost"));
    assertEquals(
        "node `c1` is unclean",
        shown("(<node name=\"c1\" id=\"1\" online=[^>]*)unclean=\"false\"", "$1unclean=\"true\""));
    assertEquals(
        "resource `d1` is running, but not configured",
        shown("(<resource id=\"d1\"[^>]*)orphaned=\"false\"", "$1orphaned=\"true\""));
    assertEquals(
        "resource `d1` is running, but not configured",
        shown("(<resource id=\"d1\"[^>]*)orphaned=\"false\"", "$1removed=\"true\""));
    assertEquals(
        "resource `d1` is blocked",
        shown("(<resource id=\"d1\"[^>]*)blocked=\"false\"", "$1blocked=\"true\""));
  }

  @Test
  void leavesOutWhatIsAboutToBeMended() {
    assertEquals(
        "nothing", said(new Args(true, false, 0, List.of("b2"), List.of(), List.of()), "lost"));
    assertEquals(
        "nothing", said(new Args(true, false, 0, List.of("b3"), List.of(), List.of()), "blocked"));
    assertTrue(
        said(new Args(true, false, 0, List.of("b1"), List.of(), List.of()), "lost").contains("b2"));
  }

  @Test
  void countsFailures() {
    String mon =
        mon("lost")
            .replaceAll("(<resource id=\"b2\"[^>]*)failed=\"true\"", "$1failed=\"false\"")
            .replaceAll("(<node name=\"b2\" [^>]*)online=\"false\"", "$1online=\"true\"");
    assertEquals(
        "`b2_monitor_60000` failed on c1: Lost connection to remote executor",
        said(USUAL, Recorded.cibText("lost"), mon));
    assertEquals(
        "nothing",
        said(
            new Args(true, false, 1, List.of(), List.of(), List.of()),
            Recorded.cibText("lost"),
            mon));
    assertEquals(
        "nothing",
        said(
            new Args(true, false, 0, List.of("c1"), List.of(), List.of()),
            Recorded.cibText("lost"),
            mon));
  }

  @Test
  void takesADisabledConnectionsNodeAsMeantToBeOffline() {
    String cib =
        Recorded.cibText("lost")
            .replaceFirst(
                "<operations>\\s*<op [^>]*id=\"b2-",
                "<meta_attributes id='m'><nvpair id='t' name='target-role' value='Stopped'/></meta_attributes>$0");
    assertTrue(!said(USUAL, cib, mon("lost")).contains("node `b2`"));
  }

  @Test
  void wantsFencingWhereItIsAskedFor() {
    Args fenced = new Args(true, true, 0, List.of(), List.of(), List.of());
    assertEquals("nothing", said(fenced, "integrated"));
    assertEquals(
        "fencing is disabled",
        said(
            fenced,
            Recorded.cibText("integrated")
                .replace(
                    "name=\"stonith-enabled\" value=\"true\"",
                    "name=\"stonith-enabled\" value=\"false\""),
            mon("integrated")));
    assertEquals(
        "it has no fence device",
        said(
            fenced,
            Recorded.cibText("integrated"),
            mon("integrated").replace("stonith:", "ocf:x:")));
  }

  @Test
  void stopsWhileFencingIsUnderWay() {
    String event =
        "<fence_history><fence_event action=\"reboot\" target=\"b1\" status=\"%s\"/></fence_history></pacemaker-result>";
    String mon = mon("integrated").replaceAll("(?s)<fence_history.*</fence_history>", "");
    String pending = mon.replace("</pacemaker-result>", event.formatted("pending"));
    assertEquals(
        "fencing is under way: reboot of b1", said(USUAL, Recorded.cibText("integrated"), pending));
    assertEquals(
        "nothing",
        said(
            new Args(true, false, 0, List.of("b1"), List.of(), List.of()),
            Recorded.cibText("integrated"),
            pending));
    assertEquals(
        "nothing",
        said(
            USUAL,
            Recorded.cibText("integrated"),
            mon.replace("</pacemaker-result>", event.formatted("failed"))));
  }

  @Test
  void findsTheMostTellingReasonOfAFailure() {
    CrmMon state =
        CrmMon.of(
            """
            <r><failures>
            <failure op_key='a_start_0' node='n' exitreason='' exitstatus='error' status='complete'/>
            <failure op_key='a_b_start_0' node='n' exitreason='none' exitstatus='' status='Timed Out'/>
            <failure op_key='a_migrate_from_0' node='n'/>
            </failures></r>"""
                .getBytes());
    assertEquals(
        List.of("a_start_0 on n: error", "a_migrate_from_0 on n: unknown error"),
        state.failures("a").stream().map(CrmMon.Failure::toString).toList());
    assertEquals(
        List.of("a_b_start_0 on n: Timed Out"),
        state.failures("a_b").stream().map(CrmMon.Failure::toString).toList());
    assertEquals(Optional.empty(), state.controller());
  }

  private static String said(
      Args want, Optional<String> errors, Map<String, String> coverage, String actions) {
    Found is =
        new Found(
            Recorded.view(
                Recorded.askingItsAgent(Recorded.cibText("integrated")).getBytes(),
                Recorded.file("integrated-mon")),
            errors,
            coverage,
            new Rehearsed(
                Optional.of("<r><actions>" + actions + "</actions></r>"), Optional.empty()));
    return new PacemakerGuard().plan(want, is).obstacle().map(Problem::message).orElse("nothing");
  }

  @Test
  void stopsForANodeThatNoDeviceCanFence() {
    Args fencing = new Args(true, true, 0, List.of(), List.of(), List.of());
    Args ignoring = new Args(true, true, 0, List.of("b2"), List.of(), List.of());
    assertEquals("nothing", said(fencing, Optional.empty(), Map.of(), ""));
    assertEquals(
        "the cluster is not healthy: no device can fence `b2`",
        said(fencing, Optional.empty(), Map.of("b1", "- f", "b2", "-"), ""));
    assertEquals("nothing", said(ignoring, Optional.empty(), Map.of("b1", "- f", "b2", "-"), ""));
  }

  @Test
  void stopsForAConfigurationThatIsWrong() {
    assertEquals(
        "the cluster is not healthy: its configuration is wrong: error: no such agent",
        said(USUAL, Optional.of("error: no such agent"), Map.of(), ""));
  }

  @Test
  void stopsWhereTheNextNodesCannotBeSpared() {
    Args next = new Args(true, false, 0, List.of(), List.of(), List.of("b1", "b2"));
    assertEquals(
        "nothing",
        said(next, Optional.empty(), Map.of(), "<rsc_action action='move' resource='d1'/>"));
    assertEquals(
        "the cluster is not healthy: without b1, b2 it would stop for good: d1",
        said(
            next,
            Optional.empty(),
            Map.of(),
            "<rsc_action action='stop' resource='d1' node='b1'/>"));
  }

  @Test
  void forgivesTheFailuresThatWereThereBefore() {
    String lost = "b2_monitor_60000 on c1: Lost connection to remote executor";
    Args want = new Args(true, false, 0, List.of(), List.of(lost), List.of());
    String said = said(want, Recorded.cibText("lost"), mon("lost"));
    assertTrue(!said.contains("failed on c1"), said);
    Plan plan =
        plan(
            new Args(true, false, 9, List.of("b2"), List.of(), List.of()),
            Recorded.cibText("lost"),
            mon("lost"));
    assertEquals(List.of(lost), plan.results().get("failures"));
  }

  @Test
  void letsNodesBeThatAreOutOfUseOnPurposeAndNamesThem() {
    String held =
        "<node id='b2' uname='b2' type='remote'><instance_attributes id='nodes-b2'><nvpair id='h'"
            + " name='outpost-hold' value='maintenance'/></instance_attributes></node></nodes>";
    Args want = new Args(true, false, 1, List.of(), List.of(), List.of());
    Plan plan = plan(want, Recorded.cibText("lost").replace("</nodes>", held), mon("lost"));
    assertTrue(plan.isEmpty(), plan::toString);
    assertEquals(List.of("b2"), plan.results().get("held"));
    assertTrue(plan(want, Recorded.cibText("lost"), mon("lost")).obstacle().isPresent());
  }
}
