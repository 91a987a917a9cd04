package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

@Doc("Stops a run while the cluster is not healthy; changes nothing.")
public final class PacemakerGuard implements Module<PacemakerGuard.Args, PacemakerGuard.Found> {

  public record Args(
      @Arg(value = "Whether the cluster must have quorum.", def = "yes") boolean requireQuorum,
      @Arg(
              value = "Whether fencing must be enabled and a device able to fence every node.",
              def = "no")
          boolean requireFencing,
      @Arg(value = "How many failed operations are accepted.", def = "0") int maxFailures,
      @Arg(
              value = "Nodes and resources whose trouble does not count: those about to be mended.",
              def = "[]")
          List<String> ignore,
      @Arg(
              value =
                  "Failed operations that do not count: `failures` of an earlier guard's result, so"
                      + " that only new ones stop the run.",
              def = "[]")
          List<String> baseline,
      @Arg(
              value =
                  "Nodes that are to be drained next: nothing may stop for good if all of them are.",
              def = "[]")
          List<String> capacity) {}

  /**
   * What the cluster says.
   *
   * @param errors of its configuration
   * @param coverage what can fence a node, by its name
   * @param rehearsal what draining the next nodes would come to
   */
  public record Found(
      View view, Optional<String> errors, Map<String, String> coverage, Rehearsed rehearsal) {}

  private static final Script ERRORS =
      Script.raw(
          // failed operations are told as errors as well: they are counted elsewhere
          "crm_verify --live-check > /dev/null 2>&1 ||"
              + " emit errors \"$(crm_verify --live-check --verbose 2>&1 | grep error: |"
              + " grep -v '(unpack_rsc_op' | head -n 1)\"");

  @Override
  public Probe<Found> probe(Args want) {
    Script own = View.question(View.Twice.NEVER).then(ERRORS);
    return Probe.of(
            Found.class, want.requireFencing() ? own.then(Coverage.question(List.of())) : own)
        .here("rehearsal", new Rehearsal(cib -> drain(want, cib)));
  }

  private static CibPatch drain(Args want, Cib cib) {
    CibPatch patch = new CibPatch(cib);
    want.capacity().stream()
        .filter(node -> cib.carrier(node).isPresent() && Hold.ours(cib, node).isEmpty())
        .forEach(node -> Hold.DISABLE.put(patch, cib, node));
    return patch;
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Cib cib = is.view().config();
    CrmMon state = is.view().state();
    List<String> troubles = new ArrayList<>();
    if (state.controller().isEmpty()) troubles.add("it has no designated controller");
    if (want.requireQuorum() && !state.quorate()) troubles.add("it has no quorum");
    state.nodes().stream()
        .filter(node -> !want.ignore().contains(node.name()))
        .filter(node -> !away(cib, node.name()))
        .forEach(
            node ->
                node.trouble()
                    .ifPresent(what -> troubles.add("node `" + node.name() + "` is " + what)));
    resources(want, cib, state, troubles);
    List<CrmMon.Failure> failures =
        state.failures().stream()
            .filter(f -> !ignored(want, state, f))
            .filter(f -> !want.baseline().contains(f.toString()))
            .toList();
    if (failures.size() > want.maxFailures()) {
      failures.forEach(
          f -> troubles.add("`" + f.operation() + "` failed on " + f.node() + ": " + f.reason()));
    }
    is.errors().ifPresent(error -> troubles.add("its configuration is wrong: " + error));
    fencing(want, is, cib, state, troubles);
    if (troubles.isEmpty()) capacity(want, is, cib, state).ifPresent(troubles::add);
    if (!troubles.isEmpty()) {
      return Plan.blocked(
          "the cluster is not healthy: " + String.join("; ", troubles),
          "mend that first; `pcs status --full` shows it");
    }
    return Plan.builder()
        .note(
            "the cluster is healthy: %d nodes, controller %s%s"
                .formatted(
                    state.nodes().size(),
                    state.controller().orElse("none"),
                    state.mixedVersions() ? ", of mixed versions" : ""))
        .result("held", held(cib, state))
        .result("failures", state.failures().stream().map(CrmMon.Failure::toString).toList())
        .build();
  }

  /** Whether a node is out of use because somebody took it out. */
  private static boolean away(Cib cib, String node) {
    return Hold.DISABLE.holds(cib, node) || Hold.ours(cib, node).isPresent();
  }

  /** Returns the nodes that bear our mark: a run that was interrupted left them so. */
  private static List<String> held(Cib cib, CrmMon state) {
    return state.nodes().stream()
        .map(CrmMon.Node::name)
        .filter(node -> Hold.ours(cib, node).isPresent())
        .toList();
  }

  private static void resources(Args want, Cib cib, CrmMon state, List<String> troubles) {
    for (CrmMon.Resource resource : state.resources()) {
      if (want.ignore().contains(resource.id()) || away(cib, resource.id())) continue;
      Optional<String> what =
          resource.failed()
              ? Optional.of("failed")
              : resource.blocked()
                  ? Optional.of("blocked")
                  : resource.orphaned()
                      ? Optional.of("running, but not configured")
                      : Optional.empty();
      what.ifPresent(w -> troubles.add("resource `" + resource.id() + "` is " + w));
    }
  }

  private static boolean ignored(Args want, CrmMon state, CrmMon.Failure failure) {
    return want.ignore().contains(failure.node())
        || want.ignore().stream().anyMatch(id -> state.failures(id).contains(failure));
  }

  /** Says what has no place without the nodes that are to be drained next. */
  private static Optional<String> capacity(Args want, Found is, Cib cib, CrmMon state) {
    CibPatch drain = drain(want, cib);
    if (drain.isEmpty()) return Optional.empty();
    return new Outlook(Set.copyOf(want.capacity()), cib, state, is.rehearsal().prediction())
        .refusal(false)
        .map(problem -> "without " + String.join(", ", want.capacity()) + " " + problem.message());
  }

  private static void fencing(Args want, Found is, Cib cib, CrmMon state, List<String> troubles) {
    if (want.requireFencing() && !cib.fences()) troubles.add("fencing is disabled");
    if (want.requireFencing()
        && state.resources().stream()
            .noneMatch(r -> r.is().attribute("resource_agent").startsWith("stonith:"))) {
      troubles.add("it has no fence device");
    } else {
      Coverage coverage = Coverage.of(is.coverage(), cib, state);
      coverage.without(coverage.devices().keySet()).stream()
          .filter(node -> !want.ignore().contains(node) && !cib.guests().contains(node))
          .forEach(node -> troubles.add("no device can fence `" + node + "`"));
    }
    for (String open : state.openFencing()) {
      if (want.ignore().stream().noneMatch(id -> open.endsWith(" of " + id))) {
        troubles.add("fencing is under way: " + open);
      }
    }
  }
}
