package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import outpost.api.Problem;

/**
 * Says what keeps a cluster from taking nodes in.
 *
 * @param cluster the cluster nodes' names in the inventory
 * @param hosts what they say, by their number
 */
record Readiness(List<String> cluster, Map<String, ClusterHost> hosts, Cib cib, CrmMon state) {

  /** Says what is wrong with the cluster itself. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (int h = 0; h < cluster.size(); h++) {
      String name = cluster.get(h);
      ClusterHost host = hosts.get("" + h);
      if (host.unreachable().isPresent()) {
        problems.add(
            Preflight.problem(
                "cluster node `" + name + "` cannot be asked: " + host.unreachable().get()));
      } else if (host.node().isEmpty()) {
        problems.add(
            Preflight.problem(
                "Pacemaker is not running on cluster node `" + name + "`",
                "look at `systemctl status pacemaker` there"));
      }
    }
    if (!problems.isEmpty()) return problems;
    able(state).ifPresent(problems::add);
    unlisted().ifPresent(problems::add);
    keys(cluster, hosts).ifPresent(problems::add);
    return problems;
  }

  /** Says what keeps the cluster from starting and stopping anything. */
  static Optional<Problem> able(CrmMon state) {
    if (state.controller().isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "the cluster has no designated controller", "wait, or look at its logs"));
    }
    if (!state.quorate()) {
      return Optional.of(
          Preflight.problem(
              "the cluster has no quorum", "bring its nodes back: it starts nothing without"));
    }
    return state.maintenance()
        ? Optional.of(
            Preflight.problem(
                "the cluster is in maintenance mode",
                "it starts nothing until `pcs property set maintenance-mode=false`"))
        : Optional.empty();
  }

  /** A node that is not asked may lack the key or the way to the new nodes. */
  private Optional<Problem> unlisted() {
    Set<String> asked =
        hosts.values().stream().flatMap(h -> h.node().stream()).collect(Collectors.toSet());
    return cib.members().stream()
        .filter(member -> !asked.contains(member))
        .findFirst()
        .map(
            member ->
                Preflight.problem(
                    "`" + member + "` is a node of this cluster, but `cluster` does not name it",
                    "name every cluster node: each may hold the connections one day"));
  }

  /** Says how the cluster nodes' keys fall short of being one. */
  static Optional<Problem> keys(List<String> cluster, Map<String, ClusterHost> hosts) {
    Map<String, List<String>> holders = new TreeMap<>();
    for (int h = 0; h < cluster.size(); h++) {
      ClusterHost host = hosts.get("" + h);
      if (host.unreachable().isPresent()) continue;
      String hash = host.key().map(ClusterHost::brief).orElse("none");
      holders.computeIfAbsent(hash, k -> new ArrayList<>()).add("`" + cluster.get(h) + "`");
    }
    if (holders.size() < 2 && !holders.containsKey("none")) return Optional.empty();
    if (holders.size() == 1) {
      return Optional.of(
          Preflight.problem(
              "no cluster node has an authkey",
              "run pacemaker_authkey on the cluster nodes first"));
    }
    if (holders.size() == 2 && holders.containsKey("none")) {
      return Optional.of(
          Preflight.problem(
              "cluster node " + String.join(", ", holders.get("none")) + " has no authkey",
              "run pacemaker_authkey on the cluster nodes first"));
    }
    String each =
        holders.entrySet().stream()
            .map(e -> String.join(", ", e.getValue()) + " has " + e.getKey())
            .collect(Collectors.joining("; "));
    return Optional.of(
        Preflight.problem(
            "the authkeys of the cluster nodes differ: " + each,
            "decide which one the cluster's remote nodes use, and copy it to the other nodes"));
  }
}
