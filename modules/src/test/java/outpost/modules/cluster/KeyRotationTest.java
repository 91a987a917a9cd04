package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Plan;
import outpost.modules.cluster.PacemakerKeyRotation.Args;
import outpost.modules.cluster.PacemakerKeyRotation.Found;
import outpost.modules.cluster.PacemakerKeyRotation.State;

/** The frame of a key rotation: nodes are held before it, and released when it is proved. */
class KeyRotationTest {
  private static final String OLD = "0123456789abcdef";
  private static final String NEW = "fedcba9876543210";

  private Cib cib = Recorded.cib("used");
  private String monitor = new String(Recorded.file("used-mon"), StandardCharsets.UTF_8);
  private final Map<String, NewKey> keys = new LinkedHashMap<>();
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  KeyRotationTest() {
    for (String host : List.of("c0", "c1", "r0", "r1")) keys.put(host, key(OLD, 900));
    for (String pair : List.of("0-0", "0-1", "1-0", "1-1"))
      seen.put(pair, Recorded.seen("key-right"));
  }

  private static NewKey key(String hash, long age) {
    return new NewKey(
        Optional.empty(),
        Optional.of("2.1.5"),
        Optional.of(hash),
        Optional.of(age),
        Optional.empty());
  }

  private Plan plan(State state, String... nodes) {
    Found found =
        new Found(
            Recorded.view(
                cib.root().text().getBytes(StandardCharsets.UTF_8),
                monitor.getBytes(StandardCharsets.UTF_8)),
            Recorded.hosts(),
            keys,
            seen);
    Args args =
        new Args(
            List.of(nodes).stream().map(Recorded::node).toList(),
            List.of("c1", "c2"),
            "2026-11",
            state,
            Duration.ofMinutes(10));
    return new PacemakerKeyRotation().plan(args, found);
  }

  private void hold(String... nodes) {
    CibPatch patch = new CibPatch(cib);
    for (String node : nodes) {
      Hold.MAINTENANCE.put(patch, cib, node);
      monitor =
          monitor.replaceFirst(
              "(<node name=\"" + node + "\"[^>]*maintenance=)\"false\"", "$1\"true\"");
    }
    cib = patch.after();
  }

  private void exchanged(long age) {
    keys.replaceAll((host, was) -> key(NEW, age));
    keys.put(
        "c0",
        new NewKey(
            Optional.empty(),
            Optional.of("2.1.5"),
            Optional.of(NEW),
            Optional.of(age),
            Optional.of(NEW)));
  }

  private static List<String> changes(Plan plan) {
    return plan.changes().stream().map(Object::toString).toList();
  }

  private static String obstacle(Plan plan) {
    return plan.obstacle().orElseThrow().message();
  }

  @Test
  void holdsAllNodesInOnePatchAndForgetsAKeyThatWasLeftBehind() {
    Plan plan = plan(State.STARTED, "b1", "b2");
    assertEquals(List.of("maintenance of b1, b2: no -> yes"), changes(plan));
    assertTrue(
        plan.changes().get(0).fix().text().contains("rm -f -- '/etc/pacemaker/authkey.next'"));
  }

  @Test
  void keepsTheNewKeyOfARunThatWasKilled() {
    hold("b1");
    Plan plan = plan(State.STARTED, "b1", "b2");
    assertEquals(List.of("maintenance of b2: no -> yes"), changes(plan));
    assertFalse(plan.changes().get(0).fix().text().contains("authkey.next"));
  }

  @Test
  void waitsUntilTheClusterHoldsThem() {
    hold("b1", "b2");
    monitor = new String(Recorded.file("used-mon"), StandardCharsets.UTF_8);
    assertEquals(
        "`b1` is not in maintenance yet",
        plan(State.STARTED, "b1", "b2").pending().orElseThrow().what());
  }

  @Test
  void refusesToLeaveANodeOut() {
    assertEquals(
        "`b2` is a node of this cluster, but `nodes` does not name it",
        obstacle(plan(State.STARTED, "b1")));
  }

  @Test
  void refusesWhereProcessesKeepTheirKey() {
    keys.put(
        "r1",
        new NewKey(
            Optional.empty(),
            Optional.of("3.0.2"),
            Optional.of(OLD),
            Optional.of(9L),
            Optional.empty()));
    assertTrue(
        obstacle(plan(State.STARTED, "b1", "b2"))
            .startsWith("Pacemaker 3.0.2 keeps its authkey until it is restarted"));
  }

  @Test
  void refusesToReleaseWhereAHostHasTheOldKey() {
    hold("b1", "b2");
    exchanged(70);
    keys.put("r1", key(OLD, 900));
    assertEquals("`b2` does not use the new authkey", obstacle(plan(State.FINISHED, "b1", "b2")));
  }

  @Test
  void waitsUntilTheOldKeyIsForgotten() {
    hold("b1", "b2");
    exchanged(60);
    assertEquals(NewKey.UNSETTLED, plan(State.FINISHED, "b1", "b2").pending().orElseThrow().what());
  }

  @Test
  void refusesToReleaseWhatDoesNotProveTheNewKey() {
    hold("b1", "b2");
    exchanged(70);
    seen.put("1-1", Recorded.seen("key-differs"));
    assertEquals(
        "`b2` does not prove the new authkey to `c2`: said key-differs",
        obstacle(plan(State.FINISHED, "b1", "b2")));
  }

  @Test
  void waitsForANodeThatDoesNotAnswer() {
    hold("b1", "b2");
    exchanged(70);
    seen.put("0-0", Recorded.seen("silent"));
    assertEquals(
        "`b1` does not prove the new authkey to `c1`: said silent",
        plan(State.FINISHED, "b1", "b2").pending().orElseThrow().what());
  }

  @Test
  void releasesThemOneByOneAndRemembersTheRotationWithTheLast() {
    hold("b1", "b2");
    exchanged(70);
    Plan first = plan(State.FINISHED, "b1", "b2");
    assertEquals(List.of("maintenance of b1: yes -> no"), changes(first));
    assertFalse(first.changes().get(0).diff().orElseThrow().after().contains("outpost-authkey"));

    CibPatch patch = new CibPatch(cib);
    Hold.lift(patch, cib, "b1");
    cib = patch.after();
    Plan last = plan(State.FINISHED, "b1", "b2");
    assertEquals(List.of("maintenance of b2: yes -> no"), changes(last));
    assertTrue(last.changes().get(0).diff().orElseThrow().after().contains("2026-11"));
  }

  @Test
  void doesEachRotationOnce() {
    cib =
        Cib.of(
            cib.root()
                .text()
                .replace(
                    "</crm_config>",
                    "<cluster_property_set id=\"x\"><nvpair id=\"y\" name=\"outpost-authkey\""
                        + " value=\"2026-11\"/></cluster_property_set></crm_config>")
                .getBytes(StandardCharsets.UTF_8));
    Plan plan = plan(State.STARTED, "b1", "b2");
    assertTrue(plan.isEmpty());
    assertEquals(false, plan.results().get("due"));
    assertTrue(plan(State.FINISHED, "b1", "b2").isEmpty());
  }
}
