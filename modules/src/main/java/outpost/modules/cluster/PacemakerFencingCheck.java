package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

@Doc("Stops a run where a node of the cluster could not be fenced; changes nothing.")
public final class PacemakerFencingCheck
    implements Module<PacemakerFencingCheck.Args, PacemakerFencingCheck.Found> {

  public record Args(
      @Arg(
              value =
                  "The nodes, also ones that are not in the cluster yet; all of its nodes when"
                      + " empty. Guest nodes need no device: their machine is started anew.",
              def = "[]")
          List<String> nodes,
      @Arg(value = "What is accepted: nodes that cannot be fenced (`unfenced`).", def = "[]")
          List<Harm> allow) {}

  /**
   * What the cluster says.
   *
   * @param coverage what can fence a node, by its name
   */
  public record Found(View view, Map<String, String> coverage) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class, View.question(View.Twice.NEVER).then(Coverage.question(want.nodes())));
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Cib cib = is.view().config();
    Coverage coverage = Coverage.of(is.coverage(), cib, is.view().state());
    List<String> nodes =
        want.nodes().isEmpty()
            ? is.view().state().nodes().stream().map(CrmMon.Node::name).toList()
            : want.nodes();
    Map<String, Object> table = new LinkedHashMap<>();
    List<String> uncovered = new ArrayList<>();
    for (String node : nodes) {
      if (cib.guests().contains(node)) continue;
      table.put(node, List.copyOf(coverage.of(node)));
      if (coverage.of(node).isEmpty()) uncovered.add(node);
    }
    Plan.Builder plan =
        Plan.builder()
            .result("enabled", cib.fences())
            .result("coverage", table)
            .result("uncovered", uncovered);
    List<String> troubles = new ArrayList<>();
    if (!cib.fences()) troubles.add("fencing is disabled in the cluster");
    if (!uncovered.isEmpty()) {
      troubles.add("no device can fence " + String.join(", ", uncovered));
    }
    if (troubles.isEmpty()) {
      return plan.note("every node can be fenced: " + String.join(", ", table.keySet())).build();
    }
    if (want.allow().contains(Harm.UNFENCED)) {
      troubles.forEach(plan::note);
      return plan.build();
    }
    return plan.block(
            String.join("; ", troubles),
            "add a device with pacemaker_stonith, or accept it with `allow: [unfenced]`")
        .build();
  }
}
