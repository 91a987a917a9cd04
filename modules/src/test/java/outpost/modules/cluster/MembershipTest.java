package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a node really is in the cluster, by what Pacemaker 2.1.5 said at each moment. */
class MembershipTest {

  private static Membership at(String moment, String node) {
    return new Membership(node, Recorded.cib(moment), Recorded.state(moment));
  }

  private static Membership integrated(String from, String to) {
    return change("integrated-cib", from, to, true);
  }

  private static Membership shown(String from, String to) {
    return change("integrated-mon", from, to, false);
  }

  private static Membership change(String file, String from, String to, boolean cib) {
    String text = new String(Recorded.file(file), StandardCharsets.UTF_8);
    String changed = text.replaceAll(from, to);
    assertFalse(changed.equals(text), "nothing is replaced by " + from);
    byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
    return cib
        ? new Membership("b1", Cib.of(bytes), Recorded.state("integrated"))
        : new Membership("b1", Recorded.cib("integrated"), CrmMon.of(bytes));
  }

  @Test
  void isWholeOnceTheClusterUsesTheNode() {
    assertEquals(List.of(), at("integrated", "b1").lacks());
    assertEquals(List.of(), at("integrated", "b2").lacks());
    assertEquals(List.of(), at("quarantine", "b1").lacks());
    assertTrue(at("quarantine", "b2").integrated());
    assertEquals(Optional.of("c1"), at("quarantine", "b1").holder());
  }

  @Test
  void isNotWholeWhileTheConnectionIsMadeAlthoughTheNodeIsCalledOnline() {
    Membership joining =
        shown("(<resource id=\"b1\"[^>]*) role=\"Started\"", "$1 role=\"Starting\"");
    assertTrue(joining.state().node("b1").orElseThrow().online());
    assertEquals(List.of("the connection is starting"), joining.lacks());
    assertFalse(at("joining", "b2").integrated());
  }

  @Test
  void isNotWholeWithoutAConnection() {
    assertEquals(Optional.of("there is no connection"), at("fresh", "b1").connection());
  }

  @Test
  void isNotWholeAfterAFailure() {
    assertEquals(
        Optional.of("b3_start_0 on c1: Key was rejected by service"),
        at("blocked", "b3").connection());
    assertEquals(
        Optional.of("b2_monitor_60000 on c1: Lost connection to remote executor"),
        at("lost", "b2").connection());
    assertFalse(at("lost", "b2").integrated());
    assertTrue(at("lost", "b1").integrated(), () -> at("lost", "b1").lacks().toString());
  }

  @Test
  void isNotWholeWhileTheConnectionIsInTrouble() {
    assertEquals(
        List.of("the connection failed"),
        shown("(<resource id=\"b1\"[^>]*) failed=\"false\"", "$1 failed=\"true\"").lacks());
    assertEquals(
        List.of("the connection has an operation under way"),
        shown("(<resource id=\"b1\"[^>]*) failed=", "$1 pending=\"Monitoring\" failed=").lacks());
    assertEquals(
        List.of("failures of the connection are counted"),
        shown("<resource_history id=\"b1\"", "$0 fail-count=\"1\"").lacks());
  }

  @Test
  void isNotWholeWhileTheConnectionMoves() {
    String text = new String(Recorded.file("integrated-mon"), StandardCharsets.UTF_8);
    String moving =
        text.replaceAll(
            "(?s)(<resource id=\"b1\".*?)</resource>",
            "$1<node name=\"c9\" id=\"9\" cached=\"true\"/></resource>");
    Membership membership =
        new Membership(
            "b1", Recorded.cib("integrated"), CrmMon.of(moving.getBytes(StandardCharsets.UTF_8)));
    assertEquals(Optional.of("the connection runs in no one place"), membership.connection());
  }

  @Test
  void isNotWholeBeforeTheExecutorAnswered() {
    assertEquals(
        List.of("an operation of the connection is under way"),
        integrated(
                "operation_key=\"b1_start_0\"([^>]*) rc-code=\"0\" op-status=\"0\"",
                "operation_key=\"b1_start_0\"$1 rc-code=\"193\" op-status=\"-1\"")
            .lacks());
    assertEquals(
        List.of("the executor has not answered the registration yet"),
        integrated(
                "operation_key=\"b1_start_0\"([^>]*) rc-code=\"0\"",
                "operation_key=\"b1_start_0\"$1 rc-code=\"1\"")
            .lacks());
    assertEquals(
        List.of("the connection is not monitored yet"),
        integrated(
                "operation_key=\"b1_monitor_60000\"([^>]*) rc-code=\"0\"",
                "operation_key=\"b1_monitor_60000\"$1 rc-code=\"1\"")
            .lacks());
  }

  @Test
  void isWholeAfterTheConnectionMovedOrItsOptionsChanged() {
    for (String operation : List.of("migrate_from", "reload", "reload-agent")) {
      assertTrue(
          integrated(
                  "operation_key=\"b1_start_0\" operation=\"start\"",
                  "operation_key=\"b1_x_0\" operation=\"" + operation + "\"")
              .integrated(),
          operation);
    }
    assertTrue(
        integrated(
                "operation_key=\"b1_start_0\" operation=\"start\"",
                "operation_key=\"b1_monitor_0\" operation=\"monitor\"")
            .integrated(),
        "found running by a probe after a refresh");
    assertFalse(
        integrated(
                "operation_key=\"b1_start_0\" operation=\"start\"",
                "operation_key=\"b1_stop_0\" operation=\"stop\"")
            .integrated());
  }

  @Test
  void isNotWholeWhileTheNodeIsInTrouble() {
    String node = "(<node name=\"b1\" [^>]*)";
    assertEquals(
        List.of("the node is offline"),
        shown(node + "online=\"true\"", "$1online=\"false\"").lacks());
    assertEquals(
        List.of("the node is unclean"),
        shown(node + "unclean=\"false\"", "$1unclean=\"true\"").lacks());
    assertEquals(
        List.of("the node is pending"),
        shown(node + "pending=\"false\"", "$1pending=\"true\"").lacks());
    assertEquals(
        List.of("the node is shutting down"),
        shown(node + "shutdown=\"false\"", "$1shutdown=\"true\"").lacks());
    assertEquals(
        List.of("the node is in standby after a failure"),
        shown(node + "standby_onfail=\"false\"", "$1standby_onfail=\"true\"").lacks());
    assertEquals(
        List.of("the cluster does not list the node"),
        shown("<node name=\"b1\" id", "<node name=\"bX\" id").lacks());
  }

  @Test
  void readsMembershipInTheSpellingsOfOldAndNewControllers() {
    String state = "(<node_state [^>]*uname=\"b1\"[^>]*) in_ccm=\"true\"";
    assertTrue(integrated(state, "$1 in_ccm=\"1795328356\"").integrated(), "time it became one");
    assertTrue(
        integrated(state, "$1 in_ccm=\"0\"").integrated(), "no time, which says nothing in 3.0");
    assertTrue(integrated(state, "$1 in_ccm=\"TRUE\"").integrated());
    for (String no : List.of("false", "", "offline")) {
      assertEquals(
          List.of("the node is no member yet"),
          integrated(state, "$1 in_ccm=\"" + no + "\"").lacks(),
          no);
    }
    assertEquals(
        List.of("the node is no member yet"),
        integrated("(<node_state id=\"b1\" uname=\"b1\") remote_node=\"true\"", "$1").lacks());
  }

  @Test
  void isNotWholeAfterAFence() {
    String state = "(<node_state [^>]*uname=\"b1\"[^>]*) node_fenced=\"0\"";
    assertEquals(
        List.of("the node was fenced and has not come back"),
        integrated(state, "$1 node_fenced=\"1795319388\"").lacks());
    assertTrue(integrated(state, "$1").integrated(), "never fenced");
  }

  @Test
  void wantsAnswersFromTheExecutorWhereTheClusterAsksIt() {
    String lrm = "(?s)<lrm id=\"b1\">.*?</lrm>";
    assertEquals(
        List.of("the executor has not answered any probe yet"), integrated(lrm, "").lacks());
    String without = Recorded.cibText("integrated").replaceAll(lrm, "");
    for (String[] change :
        new String[][] {
          {
            "</cluster_property_set>",
            "<nvpair id='p' name='enable-startup-probes' value='false'/></cluster_property_set>"
          },
          {
            "<constraints/>",
            "<constraints><rsc_location id='l' rsc='d1' node='b1' score='1' resource-discovery='never'/></constraints>"
          },
          {"type=\"Dummy\"", "type=\"remote\""},
          {"class=\"ocf\" type=\"Dummy\"", "class=\"stonith\" type=\"fence_x\""}
        }) {
      String text = without.replace(change[0], change[1]);
      assertFalse(text.equals(without), change[0]);
      Cib cib = Cib.of(text.getBytes(StandardCharsets.UTF_8));
      assertEquals(
          Optional.empty(),
          new Membership("b1", cib, Recorded.state("integrated")).executor(),
          change[1]);
    }
  }
}
