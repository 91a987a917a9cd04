package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outpost.api.Plan;

/** What is told of a cluster, from its own words. */
class FactsTest {

  private static Map<String, Object> facts(View view, String pacemaker) {
    Plan plan =
        new PacemakerFacts()
            .plan(
                new PacemakerFacts.Args(),
                new PacemakerFacts.Found(
                    view,
                    Map.of("b1", "- f1", "c1", "-"),
                    Optional.of(pacemaker),
                    Optional.of("0.11.5"),
                    Set.of("node.remote", "node.guest")));
    assertEquals(true, plan.isEmpty());
    return plan.results();
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  @Test
  void tellOfTheClusterAndItsNodes() {
    Map<String, Object> facts = facts(Recorded.view("integrated"), "2.1.5");
    assertEquals("c1", facts.get("controller"));
    assertEquals(true, facts.get("quorate"));
    assertEquals(List.of("node.guest", "node.remote"), facts.get("capabilities"));
    Map<?, ?> b1 = map(map(facts.get("nodes")).get("b1"));
    assertEquals("remote", b1.get("type"));
    assertEquals("online", b1.get("state"));
    assertEquals(List.of("f1", "fence"), b1.get("fenced_by"));
    assertEquals(
        Recorded.state("integrated").resource("b1").orElseThrow().nodes().get(0),
        b1.get("connection_host"));
    assertEquals("member", map(map(facts.get("nodes")).get("c1")).get("type"));
    assertEquals(true, map(facts.get("fencing")).get("enabled"));
  }

  @Test
  void tellWhatFailed() {
    Map<String, Object> facts = facts(Recorded.view("lost"), "2.1.5");
    assertEquals(
        List.of(
            Map.of(
                "operation",
                "b2_monitor_60000",
                "node",
                "c1",
                "reason",
                "Lost connection to remote executor")),
        facts.get("failures"));
    assertEquals("offline", map(map(facts.get("nodes")).get("b2")).get("state"));
  }

  @Test
  void takeInstancesOfACloneForOneResource() {
    String clone =
        "<clone id='c'>" + Handmade.dummy("d") + "</clone>" + Handmade.VM + Handmade.REMOTE;
    String state =
        Handmade.state(Handmade.runs("d", "Stopped", "") + Handmade.runs("d", "Started", "n2"));
    Map<?, ?> d =
        map(
            map(facts(Handmade.view(Handmade.cib(clone, ""), state), "3.0.1").get("resources"))
                .get("d"));
    assertEquals("Started", d.get("role"));
    assertEquals(List.of("n2"), d.get("nodes"));
    assertEquals("c", d.get("in"));
  }

  @Test
  void knowWhatVersionsDoOtherwise() {
    View view = Recorded.view("integrated");
    assertEquals(
        Map.of("stop_is_not_graceful", true, "membership_by_time", false, "certificates", false),
        facts(view, "2.1.5-1+deb12u1").get("quirks"));
    View newer =
        Handmade.view(
            Handmade.cib("", "").replace("<cib ", "<cib crm_feature_set='3.20.0' "),
            Handmade.state(""));
    assertEquals(
        Map.of("stop_is_not_graceful", false, "membership_by_time", true, "certificates", true),
        facts(newer, "3.0.1").get("quirks"));
  }
}
