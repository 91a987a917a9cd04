package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Handmade.REMOTE;
import static outpost.modules.cluster.Handmade.VM;
import static outpost.modules.cluster.Handmade.changes;
import static outpost.modules.cluster.Handmade.cib;
import static outpost.modules.cluster.Handmade.dummy;
import static outpost.modules.cluster.Handmade.nothing;
import static outpost.modules.cluster.Handmade.patch;
import static outpost.modules.cluster.Handmade.predicted;
import static outpost.modules.cluster.Handmade.said;
import static outpost.modules.cluster.Handmade.state;
import static outpost.modules.cluster.Handmade.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.api.Plan;
import outpost.modules.cluster.PacemakerConstraint.Args;
import outpost.modules.cluster.PacemakerConstraint.Colocation;
import outpost.modules.cluster.PacemakerConstraint.Found;
import outpost.modules.cluster.PacemakerConstraint.Kind;
import outpost.modules.cluster.PacemakerConstraint.Location;
import outpost.modules.cluster.PacemakerConstraint.Order;
import outpost.modules.cluster.PacemakerConstraint.State;

/** Constraints are known by whom they bind, and bind only what they may. */
class ConstraintTest {
  private static final String RESOURCES = dummy("a") + dummy("b") + VM + REMOTE;

  private State state = State.PRESENT;
  private Rehearsed rehearsed = nothing();

  private Plan plan(
      Optional<Location> location,
      Optional<Colocation> colocation,
      Optional<Order> order,
      String constraints) {
    Args want = new Args(location, colocation, order, state, Duration.ofSeconds(60), List.of());
    Found is = new Found(view(cib(RESOURCES, constraints), state("")), rehearsed);
    return new PacemakerConstraint().plan(want, is);
  }

  private Plan location(String resource, String node, String score, String constraints) {
    Location want = new Location(resource, node, score, Optional.empty());
    return plan(Optional.of(want), Optional.empty(), Optional.empty(), constraints);
  }

  private Plan colocation(String resource, String with, String score, String constraints) {
    Colocation want = new Colocation(resource, with, score, Optional.empty(), Optional.empty());
    return plan(Optional.empty(), Optional.of(want), Optional.empty(), constraints);
  }

  private Plan order(String first, String then, String constraints) {
    Order want =
        new Order(first, then, "start", Optional.empty(), Kind.MANDATORY, Optional.empty());
    return plan(Optional.empty(), Optional.empty(), Optional.of(want), constraints);
  }

  @Test
  void areMadeOnce() {
    assertEquals(
        List.of("location of a on n1: absent -> score=100"),
        changes(location("a", "n1", "100", "")));
    String there = "<rsc_location id='x' rsc='a' node='n1' score='%s'/>";
    assertTrue(location("a", "n1", "100", there.formatted("100")).isEmpty());
    assertTrue(location("a", "n1", "+INFINITY", there.formatted("1000000")).isEmpty());
    assertEquals(
        List.of("modify constraints/rsc_location[@id='x']"),
        patch(location("a", "n1", "-5", there.formatted("100"))));
  }

  @Test
  void ofOneKindAreMadeOne() {
    String two =
        "<rsc_location id='x' rsc='a' node='n1' score='1'/>"
            + "<rsc_location id='y' rsc='a' node='n2' score='1'/>"
            + "<rsc_location id='z' rsc='a' node='n1' score='2'/>";
    assertEquals(
        List.of("delete constraints/rsc_location[@id='z']"), patch(location("a", "n1", "1", two)));
    state = State.ABSENT;
    assertEquals(
        List.of(
            "delete constraints/rsc_location[@id='x']", "delete constraints/rsc_location[@id='z']"),
        patch(location("a", "n1", "1", two)));
    assertTrue(location("b", "n1", "1", two).isEmpty());
  }

  @Test
  void mayNameGuestsAndRemoteNodes() {
    assertEquals("nothing", said(location("a", "g1", "1", "")));
    assertEquals("nothing", said(location("a", "r1", "1", "")));
    assertEquals("nothing", said(location("r1", "n2", "1", "")));
  }

  @Test
  void nameWhatThereIs() {
    assertEquals("there is no resource `x`", said(location("x", "n1", "1", "")));
    assertEquals("there is no resource `g1`", said(colocation("a", "g1", "1", "")));
    assertEquals("there is no node `n3` in the cluster", said(location("a", "n3", "1", "")));
    state = State.ABSENT;
    assertTrue(location("x", "n3", "1", "").isEmpty());
  }

  @Test
  void leaveConnectionsToRemoteNodesAlone() {
    assertEquals(
        "`r1` is the connection to a remote node, which may be in no colocation constraint",
        said(colocation("a", "r1", "1", "")));
    assertEquals(
        "`r1` is the connection to a remote node, which may be in no order constraint",
        said(order("r1", "a", "")));
    assertEquals(
        "`r1` is the connection to a remote node, and `g1` is no cluster node",
        said(location("r1", "g1", "1", "")));
    state = State.ABSENT;
    assertEquals(
        List.of("delete constraints/rsc_order[@id='o']"),
        patch(order("r1", "a", "<rsc_order id='o' first='r1' then='a'/>")));
  }

  @Test
  void areTheSameIfTheySayTheUsual() {
    assertTrue(order("a", "b", "<rsc_order id='o' first='a' then='b'/>").isEmpty());
    assertEquals(
        List.of("modify constraints/rsc_order[@id='o']"),
        patch(order("a", "b", "<rsc_order id='o' first='a' then='b' kind='Optional'/>")));
    assertEquals(
        List.of("create constraints 1"),
        patch(order("a", "b", "<rsc_order id='o' first='a' then='b' first-action='stop'/>")));
    assertTrue(
        colocation(
                "a",
                "b",
                "INFINITY",
                "<rsc_colocation id='c' rsc='a' with-rsc='b' score='INFINITY'/>")
            .isEmpty());
    assertEquals(
        List.of("create constraints 1"),
        patch(
            colocation(
                "a",
                "b",
                "INFINITY",
                "<rsc_colocation id='c' rsc='b' with-rsc='a' score='INFINITY'/>")));
  }

  @Test
  void getAnIdThatIsFree() {
    Plan plan = location("a", "n1", "1", "<rsc_location id='location-a-n1-1' rsc='b' node='n1'/>");
    Xml patch =
        Xml.parse(
            ((outpost.api.Payload.Bytes) plan.changes().get(0).fix().stdin().orElseThrow())
                .bytes());
    assertEquals(
        "location-a-n1-1-1", patch.all("rsc_location").findFirst().orElseThrow().attribute("id"));
  }

  @Test
  void stopNothingUnasked() {
    rehearsed = predicted("<rsc_action action='stop' resource='a' node='n1'/>");
    assertEquals("this change has a price: a would stop on n1", said(location("a", "n2", "1", "")));
  }
}
