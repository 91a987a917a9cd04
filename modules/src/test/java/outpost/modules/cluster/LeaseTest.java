package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outpost.api.Change;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerLease.Args;
import outpost.modules.cluster.PacemakerLease.Found;
import outpost.modules.cluster.PacemakerLease.Me;
import outpost.modules.cluster.PacemakerLease.State;

/** Who may work on a cluster, and who is told to wait. */
class LeaseTest {
  private static final Args HELD = new Args("rolling maintenance", State.HELD, false);
  private static final Args BREAK = new Args("rolling maintenance", State.HELD, true);
  private static final Args RELEASED = new Args("rolling maintenance", State.RELEASED, false);
  private static final String MINE = "ops@ctl 100-1700-aa 2026-11-22T12:00:00Z rolling maintenance";

  private static Plan plan(Args want, String lease) {
    String set =
        "<cluster_property_set id='outpost-lease'><nvpair id='outpost-lease-outpost-lease'"
            + " name='outpost-lease' value='%s'/></cluster_property_set></crm_config>";
    String cib =
        lease.isEmpty()
            ? Recorded.cibText("integrated")
            : Recorded.cibText("integrated").replace("</crm_config>", set.formatted(lease));
    if (lease.equals("(none)")) cib = cib.replaceAll("<nvpair id='outpost-lease[^>]*>", "");
    Me me = new Me("ops@ctl", "100-1700-aa", "2026-11-22T12:30:00Z", Set.of("100-1700", "7-1"));
    return new PacemakerLease()
        .plan(
            want,
            new Found(
                Recorded.view(
                    cib.getBytes(StandardCharsets.UTF_8), Recorded.file("integrated-mon")),
                me));
  }

  private static List<String> changes(Plan plan) {
    return plan.changes().stream().map(Change::toString).toList();
  }

  private static String obstacle(Plan plan) {
    return plan.obstacle().map(Problem::message).orElse("none");
  }

  @Test
  void takesAFreeOneIntoASetOfItsOwn() {
    Plan plan = plan(HELD, "");
    assertEquals(List.of("lease: free -> ops@ctl, for rolling maintenance"), changes(plan));
    String patch = JoinTest.patch(plan);
    assertTrue(patch.contains("<cluster_property_set id=\"outpost-lease\">"), patch);
    assertTrue(
        patch.contains("value=\"ops@ctl 100-1700-aa 2026-11-22T12:30:00Z rolling maintenance\""),
        patch);
    assertEquals(
        Map.of(
            "owner",
            "ops@ctl",
            "process",
            "100",
            "time",
            "2026-11-22T12:30:00Z",
            "purpose",
            "rolling maintenance"),
        plan.results().get("lease"));
  }

  @Test
  void takesTheSetThatAnAdministratorEmptied() {
    String patch = JoinTest.patch(plan(HELD, "(none)"));
    assertTrue(patch.contains("cluster_property_set[@id='outpost-lease']\" position=\"0\""), patch);
  }

  @Test
  void keepsItsOwn() {
    assertTrue(plan(HELD, MINE).isEmpty());
  }

  @Test
  void stopsWhereAnotherIsAtWorkAndSaysWhoAndHowToTakeHisPlace() {
    for (String other :
        List.of("eve@ctl 7-1-aa", "ops@other 9-1-aa", "ops@ctl 9-1-bb", "ops@ctl 7-1-aa")) {
      Plan plan = plan(HELD, other + " 2026-11-22T11:00:00Z moving house");
      assertTrue(plan.changes().isEmpty(), other);
      assertTrue(
          obstacle(plan).contains("is at work on this cluster since 2026-11-22T11:00:00Z"), other);
      assertTrue(obstacle(plan).endsWith("for moving house"), other);
      assertTrue(plan.obstacle().get().hints().toString().contains("`break: true`"));
    }
    assertTrue(obstacle(plan(HELD, "eve@ctl 7-1-aa t p")).startsWith("eve@ctl is at work"));
    assertTrue(obstacle(plan(HELD, "eve@ctl 7-1-aa t p")).contains("process 7,"));
  }

  @Test
  void takesOverFromAProcessOfThisMachineThatIsGone() {
    Plan plan = plan(HELD, "ops@ctl 9-1-aa t p");
    assertEquals(List.of("lease: ops@ctl -> ops@ctl, for rolling maintenance"), changes(plan));
    assertTrue(plan.notes().get(0).endsWith("it is gone"), plan.notes()::toString);
    assertEquals(
        List.of("lease: ops@ctl -> ops@ctl, for rolling maintenance"),
        changes(plan(HELD, "ops@ctl 100-1699-aa t p")),
        "the number is another process's by now");
  }

  @Test
  void takesItByForceWhereThatIsAskedFor() {
    assertEquals(
        List.of("lease: eve@other -> ops@ctl, for rolling maintenance"),
        changes(plan(BREAK, "eve@other 7-1-cc t p")));
  }

  @Test
  void givesBackItsOwnAndThoseThatAreGoneOnly() {
    assertTrue(plan(RELEASED, "").isEmpty());
    assertEquals(List.of("lease: ops@ctl -> free"), changes(plan(RELEASED, MINE)));
    assertEquals(List.of("lease: ops@ctl -> free"), changes(plan(RELEASED, "ops@ctl 9-1-aa t p")));
    Plan others = plan(RELEASED, "eve@other 7-1-cc t p");
    assertTrue(others.isEmpty());
    assertEquals(List.of("it is held by eve@other, and stays so"), others.notes());
  }
}
