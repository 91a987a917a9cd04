package outpost.modules.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

@Doc(
    "Reads what a cluster is and how it stands, for later tasks to use: quorum, nodes, resources,"
        + " failures, fencing, versions; changes nothing.")
public final class PacemakerFacts implements Module<PacemakerFacts.Args, PacemakerFacts.Found> {

  public record Args() {}

  /**
   * What the cluster says.
   *
   * @param coverage what can fence a node, by its name
   * @param pacemaker Pacemaker's version
   * @param pcs the version of pcs
   * @param capabilities what pcs can do
   */
  public record Found(
      View view,
      Map<String, String> coverage,
      Optional<String> pacemaker,
      Optional<String> pcs,
      Set<String> capabilities) {}

  @Override
  public Probe<Found> probe(Args want) {
    Script versions =
        Script.raw( // constant text
            """
            emit pacemaker "$(pacemakerd --version 2>/dev/null | sed -n 's/^Pacemaker //p')"
            full=$(pcs --version --full 2>/dev/null)
            emit pcs "$(printf '%s\\n' "$full" | sed -n 1p)"
            emit capabilities "$(printf '%s\\n' "$full" | sed -n 2p)"
            """);
    return Probe.of(
        Found.class,
        View.question(View.Twice.NEVER).then(Coverage.question(List.of())).then(versions));
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Cib cib = is.view().config();
    CrmMon state = is.view().state();
    String feature = cib.root().attribute("crm_feature_set");
    return Plan.builder()
        .result("controller", state.controller().orElse(""))
        .result("quorate", state.quorate())
        .result("idle", is.view().idle().orElse(false))
        .result("maintenance", state.maintenance())
        .result("mixed_versions", state.mixedVersions())
        .result("nodes", nodes(cib, state, Coverage.of(is.coverage(), cib, state)))
        .result("resources", resources(cib, state))
        .result("failures", state.failures().stream().map(PacemakerFacts::failure).toList())
        .result("fencing", fencing(cib, state))
        .result("pacemaker", is.pacemaker().orElse(""))
        .result("feature_set", feature)
        .result("pcs", is.pcs().orElse(""))
        .result("capabilities", is.capabilities().stream().sorted().toList())
        .result("quirks", quirks(is.pacemaker().orElse(""), feature))
        .build();
  }

  private static Map<String, Object> nodes(Cib cib, CrmMon state, Coverage coverage) {
    Map<String, Object> nodes = new LinkedHashMap<>();
    for (CrmMon.Node node : state.nodes()) {
      String name = node.name();
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("type", type(cib, name));
      facts.put("state", node.trouble().orElse("online"));
      facts.put("standby", node.is().says("standby"));
      facts.put("maintenance", node.is().says("maintenance"));
      facts.put("connection_host", connectionHost(state, name));
      facts.put("resources", state.on(name).stream().map(CrmMon.Resource::id).toList());
      facts.put("fenced_by", List.copyOf(coverage.of(name)));
      nodes.put(name, facts);
    }
    return nodes;
  }

  private static String type(Cib cib, String node) {
    if (cib.guests().contains(node)) return "guest";
    return cib.connection(node).isPresent() ? "remote" : "member";
  }

  /** Returns the node that holds the connection to a remote or guest node; empty for none. */
  private static String connectionHost(CrmMon state, String node) {
    return state
        .resource(node)
        .filter(connection -> connection.role().equals("Started"))
        .flatMap(connection -> connection.nodes().stream().findFirst())
        .orElse("");
  }

  private static Map<String, Object> resources(Cib cib, CrmMon state) {
    Map<String, Object> resources = new LinkedHashMap<>();
    for (CrmMon.Resource resource : state.resources()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("agent", resource.is().attribute("resource_agent"));
      facts.put("role", resource.role());
      facts.put("nodes", resource.nodes());
      facts.put("failed", resource.failed());
      facts.put("managed", resource.managed());
      facts.put(
          "in",
          new Resources(cib.root()).around(resource.id()).map(x -> x.attribute("id")).orElse(""));
      resources.merge(resource.id(), facts, PacemakerFacts::both);
    }
    return resources;
  }

  /** Instances of a clone share their name: they count as one that runs on all their nodes. */
  private static Object both(Object one, Object other) {
    Map<String, Object> all = new LinkedHashMap<>();
    ((Map<?, ?>) one).forEach((key, value) -> all.put(key.toString(), value));
    Map<?, ?> more = (Map<?, ?>) other;
    List<?> nodes = (List<?>) all.get("nodes");
    all.put(
        "nodes",
        java.util.stream.Stream.concat(nodes.stream(), ((List<?>) more.get("nodes")).stream())
            .toList());
    if (nodes.isEmpty()) all.put("role", more.get("role"));
    all.put("failed", all.get("failed").equals(true) || more.get("failed").equals(true));
    return all;
  }

  private static Map<String, Object> failure(CrmMon.Failure failure) {
    return Map.of(
        "operation", failure.operation(), "node", failure.node(), "reason", failure.reason());
  }

  private static Map<String, Object> fencing(Cib cib, CrmMon state) {
    List<String> devices =
        state.resources().stream()
            .filter(r -> r.is().attribute("resource_agent").startsWith("stonith:"))
            .map(CrmMon.Resource::id)
            .distinct()
            .toList();
    return Map.of("enabled", cib.fences(), "devices", devices, "under_way", state.openFencing());
  }

  /** Says what this version does otherwise than others, where that matters to remote nodes. */
  private static Map<String, Object> quirks(String pacemaker, String feature) {
    Map<String, Object> quirks = new LinkedHashMap<>();
    // a stopped pacemaker_remote leaves at once, with all that runs there
    quirks.put("stop_is_not_graceful", pacemaker.startsWith("2.1.5"));
    // a node's state holds times instead of yes and no
    quirks.put("membership_by_time", atLeast(feature, 3, 18));
    // certificates may take the place of the shared key, and there is one place for the key
    quirks.put("certificates", atLeast(pacemaker, 3, 0));
    return quirks;
  }

  private static boolean atLeast(String version, int major, int minor) {
    String[] parts = version.split("[.-]");
    if (parts.length < 2 || !(parts[0] + parts[1]).matches("\\d{2,6}")) return false;
    int found = Integer.parseInt(parts[0]);
    return found > major || found == major && Integer.parseInt(parts[1]) >= minor;
  }
}
