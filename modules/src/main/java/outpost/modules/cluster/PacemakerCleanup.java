package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

@Doc(
    "Has the cluster forget what failed, so that it tries again; where nothing failed there is"
        + " nothing to do.")
public final class PacemakerCleanup
    implements Module<PacemakerCleanup.Args, PacemakerCleanup.Found> {
  private static final Duration SETTLE = Duration.ofSeconds(30);

  public record Args(
      @Arg(
              value =
                  "Resources, by their names; a remote or guest node's connection has the node's.",
              def = "[]",
              alias = "resource")
          List<String> resources,
      @Arg(value = "Nodes on which whatever failed is forgotten.", def = "[]", alias = "node")
          List<String> nodes) {
    public Args {
      if (resources.isEmpty() && nodes.isEmpty()) {
        throw new BadArg(
            "resources", "neither resources nor nodes are named", "name what is to be forgotten");
      }
    }
  }

  /** What the cluster says. */
  public record Found(View view) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, View.question(View.Twice.NEVER));
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Cib cib = is.view().config();
    CrmMon state = is.view().state();
    Plan.Builder plan = Plan.builder().within(SETTLE);
    for (String resource : want.resources()) {
      if (state.resource(resource).isEmpty()) {
        return Plan.blocked(
            "the cluster has no resource `" + resource + "`", "`pcs resource` lists them");
      }
      if (!state.troubled(resource)) continue;
      Optional<String> guest = heldGuest(cib, resource);
      if (guest.isPresent()) {
        return Plan.blocked(
            "`%s` runs the guest node `%s`, which is out of use: what is started by hand meanwhile would be stopped"
                .formatted(resource, guest.get()),
            "give it back first: `pacemaker_drain: {state: released, …}`");
      }
      plan.change(
          "failures of " + resource,
          first(state.failures(resource).stream()),
          "forgotten",
          sh("crm_resource --cleanup --resource {}", resource));
    }
    for (String node : want.nodes()) {
      List<CrmMon.Failure> failures =
          state.failures().stream().filter(f -> f.node().equals(node)).toList();
      if (failures.isEmpty()) continue;
      plan.change(
          "failures on " + node,
          first(failures.stream()),
          "forgotten",
          sh("crm_resource --cleanup --node {}", node));
    }
    return plan.build();
  }

  /** A cleanup looks everywhere for the machine again, and finds the one that runs by hand. */
  private static Optional<String> heldGuest(Cib cib, String resource) {
    return cib.guestNodes().stream()
        .filter(guest -> guest.resource().equals(resource) || guest.node().equals(resource))
        .map(Cib.Guest::node)
        .filter(node -> Hold.ours(cib, node).equals(Optional.of(Hold.DISABLE)))
        .findFirst();
  }

  private static String first(Stream<CrmMon.Failure> failures) {
    return failures.map(CrmMon.Failure::toString).findFirst().orElse("counted");
  }
}
