package outpost.modules.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static outpost.modules.cluster.Handmade.changes;
import static outpost.modules.cluster.Handmade.cib;
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
import outpost.modules.cluster.PacemakerProperty.Args;
import outpost.modules.cluster.PacemakerProperty.Found;
import outpost.modules.cluster.PacemakerProperty.State;

/** What setting a property of the cluster does, and what it would cost. */
class PropertyTest {
  private static final String FENCED = "<nvpair id='p' name='stonith-enabled' value='%s'/>";

  private List<Harm> allow = List.of();
  private Rehearsed rehearsed = nothing();

  private Plan plan(String name, String value, String properties) {
    State state = value.isEmpty() ? State.ABSENT : State.PRESENT;
    Optional<String> to = Optional.of(value).filter(v -> !v.isEmpty());
    Args want = new Args(name, to, state, Duration.ofSeconds(60), allow);
    Found is = new Found(view(cib(properties, "", ""), state("")), rehearsed);
    return new PacemakerProperty().plan(want, is);
  }

  @Test
  void setsItWhereItMeansSomethingElse() {
    assertTrue(plan("stonith-enabled", "true", FENCED.formatted("yes")).isEmpty());
    Plan plan = plan("stonith-enabled", "true", FENCED.formatted("no"));
    assertEquals(List.of("property stonith-enabled: no -> true"), changes(plan));
    String set = "crm_config/cluster_property_set[@id='cib-bootstrap-options']";
    assertEquals(List.of("modify " + set + "/nvpair[@id='p']"), patch(plan));
    assertEquals(List.of("create " + set + " 1"), patch(plan("x", "1", FENCED.formatted("yes"))));
  }

  @Test
  void takesItAway() {
    Plan plan = plan("stonith-enabled", "", FENCED.formatted("true"));
    assertEquals(List.of("property stonith-enabled: true -> -"), changes(plan));
    assertTrue(plan("x", "", FENCED.formatted("true")).isEmpty());
  }

  @Test
  void setsItInTheSetThatHoldsIt() {
    String other = "</cluster_property_set><cluster_property_set id='mine'>";
    Plan plan = plan("a", "2", other + "<nvpair id='a1' name='a' value='1'/>");
    assertEquals(
        List.of("modify crm_config/cluster_property_set[@id='mine']/nvpair[@id='a1']"),
        patch(plan));
  }

  @Test
  void doesNotSwitchFencingOffUnasked() {
    assertEquals(
        "without fencing a node that fails may keep what it runs, and nothing else may take it over"
            + " safely",
        said(plan("stonith-enabled", "false", "")));
    allow = List.of(Harm.UNFENCED);
    Plan plan = plan("stonith-enabled", "false", "");
    assertEquals(List.of("property stonith-enabled: - -> false"), changes(plan));
    assertEquals(List.of("a node that fails is then not fenced"), plan.notes());
  }

  @Test
  void refusesWhatWouldGetANodeFenced() {
    rehearsed = predicted("<node_action task='Fence (reboot)' node='n2'/>");
    assertEquals(
        "this change has a price: n2 would be fenced",
        said(plan("stonith-enabled", "true", FENCED.formatted("false"))));
  }

  @Test
  void saysWhatNoSimulationShows() {
    assertEquals(
        List.of("the cluster then starts, stops and watches nothing until it is off again"),
        plan("maintenance-mode", "true", "").notes());
    assertEquals(
        List.of("without quorum what runs then stays, and nothing is started"),
        plan("no-quorum-policy", "freeze", "").notes());
    assertEquals(List.of(), plan("dc-deadtime", "2s", "").notes());
  }
}
