package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

@Doc("Stops a run while the cluster is not healthy; changes nothing.")
public final class PacemakerGuard implements Module<PacemakerGuard.Args, PacemakerGuard.Found> {

  public record Args(
      @Arg(value = "Whether the cluster must have quorum.", def = "yes") boolean requireQuorum,
      @Arg(value = "Whether fencing must be enabled and have a device.", def = "no")
          boolean requireFencing,
      @Arg(value = "How many failed operations are accepted.", def = "0") int maxFailures,
      @Arg(
              value = "Nodes and resources whose trouble does not count: those about to be mended.",
              def = "[]")
          List<String> ignore) {}

  /** What the cluster says. */
  public record Found(View view) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, View.question(View.Twice.NEVER));
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) {
      return Plan.blocked(
          "the cluster cannot be read here: " + is.view().trouble().get(),
          "run this on a cluster node where Pacemaker is running, as root");
    }
    Cib cib = is.view().config();
    CrmMon state = is.view().state();
    List<String> troubles = new ArrayList<>();
    if (state.controller().isEmpty()) troubles.add("it has no designated controller");
    if (want.requireQuorum() && !state.quorate()) troubles.add("it has no quorum");
    state.nodes().stream()
        .filter(node -> !want.ignore().contains(node.name()))
        .filter(node -> !disabled(cib, node.name()))
        .forEach(
            node ->
                node.trouble()
                    .ifPresent(what -> troubles.add("node `" + node.name() + "` is " + what)));
    resources(want, state, troubles);
    List<CrmMon.Failure> failures =
        state.failures().stream().filter(f -> !ignored(want, state, f)).toList();
    if (failures.size() > want.maxFailures()) {
      failures.forEach(
          f -> troubles.add("`" + f.operation() + "` failed on " + f.node() + ": " + f.reason()));
    }
    fencing(want, cib, state, troubles);
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
        .build();
  }

  private static boolean disabled(Cib cib, String node) {
    return cib.connection(node).map(Cib.Connection::disabled).orElse(false);
  }

  private static void resources(Args want, CrmMon state, List<String> troubles) {
    for (CrmMon.Resource resource : state.resources()) {
      if (want.ignore().contains(resource.id())) continue;
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

  private static void fencing(Args want, Cib cib, CrmMon state, List<String> troubles) {
    if (want.requireFencing() && !cib.fences()) troubles.add("fencing is disabled");
    if (want.requireFencing()
        && state.resources().stream()
            .noneMatch(r -> r.is().attribute("resource_agent").startsWith("stonith:"))) {
      troubles.add("it has no fence device");
    }
    for (String open : state.openFencing()) {
      if (want.ignore().stream().noneMatch(id -> open.endsWith(" of " + id))) {
        troubles.add("fencing is under way: " + open);
      }
    }
  }
}
