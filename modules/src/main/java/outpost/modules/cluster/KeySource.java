package outpost.modules.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;

/**
 * The cluster nodes as those who have the authkey that their remote nodes are to use.
 *
 * @param cluster their names in the inventory
 * @param hosts what they say, by their number
 */
record KeySource(List<String> cluster, Map<String, ClusterHost> hosts) {

  /** Says that one does not answer, or has its key elsewhere. */
  Optional<Problem> obstacle() {
    for (int h = 0; h < cluster.size(); h++) {
      ClusterHost host = hosts.get("" + h);
      String node = cluster.get(h);
      if (host.unreachable().isPresent()) {
        return Optional.of(
            Preflight.problem(
                "cluster node `"
                    + node
                    + "` cannot be asked for its authkey: "
                    + host.unreachable().get()));
      }
      if (host.keyLocation().filter(place -> !place.equals(ClusterHost.KEY)).isPresent()) {
        return Optional.of(
            Preflight.problem(
                "PCMK_authkey_location on cluster node `%s` is set to %s, not to %s"
                    .formatted(node, host.keyLocation().get(), ClusterHost.KEY),
                "take it out of Pacemaker's settings on every cluster node"));
      }
    }
    return Optional.empty();
  }

  /** Says that a host and they do not prove themselves alike. */
  Optional<Problem> proof(String name, RemoteHost host) {
    boolean member = hosts.values().stream().anyMatch(h -> h.identity().equals(host.identity()));
    return member // whose settings are Pacemaker's, not pacemaker_remote's
        ? Optional.empty()
        : Daemon.proof(name, host, cluster, hosts);
  }

  /** Says that they have several keys; that some have none yet is no matter. */
  Optional<Problem> discord() {
    return Readiness.keys(cluster, hosts).filter(p -> p.message().contains("differ"));
  }

  /** Returns the SHA-256 of the key, if one of them has it. */
  Optional<String> key() {
    return hosts.values().stream().flatMap(h -> h.key().stream()).findFirst();
  }

  /** Returns one that has the key. */
  String holder() {
    for (int h = 0; h < cluster.size(); h++) {
      if (hosts.get("" + h).key().isPresent()) return cluster.get(h);
    }
    throw new IllegalStateException("no cluster node has a key");
  }

  /** Returns the one that makes a key where there is none: all runs agree on it. */
  String maker() {
    return cluster.get(0);
  }

  boolean isMaker(RemoteHost host) {
    return host.identity().equals(hosts.get("0").identity());
  }
}
