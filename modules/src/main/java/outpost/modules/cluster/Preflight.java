package outpost.modules.cluster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import outpost.api.Plan;
import outpost.api.Problem;

/**
 * Finds what would make a join fail, before anything is changed: with fencing on, a node whose
 * connection cannot be made is shot.
 *
 * @param cluster the cluster nodes' names in the inventory
 * @param hosts what they say, by their number
 * @param remotes what the nodes say, by their number
 * @param seen what came of talking to the nodes, by {@code NODE-HOST}
 */
record Preflight(
    List<String> cluster,
    Map<String, ClusterHost> hosts,
    Map<String, RemoteHost> remotes,
    Map<String, Seen> seen,
    Coverage coverage,
    Cib cib,
    CrmMon state) {

  /** Says what is wrong with a node that the cluster does not use yet, the first cause first. */
  Optional<Problem> ofNode(List<RemoteNode> nodes, int number, boolean fenceable) {
    RemoteNode node = nodes.get(number);
    return name(node).or(() -> ofHost(nodes, number)).or(() -> fencing(node, fenceable));
  }

  /** Says what is wrong with a node's host, or with the way there. */
  Optional<Problem> ofHost(List<RemoteNode> nodes, int number) {
    RemoteNode node = nodes.get(number);
    RemoteHost host = remotes.get("" + number);
    return machine(nodes, number, host)
        .or(() -> daemon(node, host))
        .or(() -> Daemon.proof("`" + node.inventoryName() + "`", host, cluster, hosts))
        .or(() -> key(node, host))
        .or(() -> resolution(node, number))
        .or(() -> peers(node, host))
        .or(() -> path(node, number));
  }

  private Optional<Problem> name(RemoteNode node) {
    Optional<Problem> clash =
        cib.clash(node.name())
            .map(
                what ->
                    problem(
                        "the name `" + node.name() + "` is taken: " + what + " has it",
                        "give the node another `name`; upper and lower case count as the same"));
    return clash.or(
        () ->
            cib.tied(node.name())
                .map(
                    tie ->
                        problem(
                            "the connection `" + node.name() + "` is in the " + tie,
                            "a connection must be in no group, clone, colocation or order")));
  }

  private Optional<Problem> machine(List<RemoteNode> nodes, int number, RemoteHost host) {
    String name = "`" + nodes.get(number).inventoryName() + "`";
    if (host.unreachable().isPresent()) {
      return Optional.of(problem(name + " cannot be asked: " + host.unreachable().get()));
    }
    if (host.member().isPresent()) {
      return Optional.of(
          problem(
              name + " is, or was, a node of a cluster itself: " + host.member().get(),
              "such a node runs pacemaker_remote alone: `pcs cluster destroy` there first"));
    }
    Set<String> own = own(host);
    for (int h = 0; h < cluster.size(); h++) {
      if (!Collections.disjoint(own(hosts.get("" + h)), own)) {
        return Optional.of(problem(name + " is the cluster node `" + cluster.get(h) + "` itself"));
      }
    }
    for (int other = 0; other < number; other++) {
      if (host.identity().isPresent()
          && host.identity().equals(remotes.get("" + other).identity())) {
        return Optional.of(
            problem(name + " is the same machine as `" + nodes.get(other).inventoryName() + "`"));
      }
    }
    return cib.links().stream()
        .filter(link -> !link.node().equals(nodes.get(number).name()))
        .filter(link -> own.contains(link.server()) || host.calls(link.server()))
        .findFirst()
        .map(
            link ->
                problem(
                    "%s is the %s node `%s` already, at %s"
                        .formatted(
                            name,
                            link instanceof Cib.Guest ? "guest" : "remote",
                            link.node(),
                            link.server()),
                    "one machine can be one node only"));
  }

  private static Set<String> own(RemoteHost host) {
    return lasting(host.addresses());
  }

  private static Set<String> own(ClusterHost host) {
    return lasting(host.addresses());
  }

  private static Set<String> lasting(Set<String> addresses) {
    return addresses.stream()
        .filter(a -> !a.startsWith("127.") && !a.equals("::1") && !a.startsWith("fe80:"))
        .collect(Collectors.toSet());
  }

  /** Returns the port the cluster is to connect to. */
  int port(RemoteNode node) {
    return node.port()
        .or(() -> cib.link(node.name()).map(l -> l.port().orElseGet(() -> usualPort(hosts))))
        .orElse(RemoteHost.PORT);
  }

  /** Returns the port that a connection without one means: the cluster nodes' own setting. */
  static int usualPort(Map<String, ClusterHost> hosts) {
    return hosts.values().stream()
        .flatMap(h -> h.port().stream())
        .filter(p -> p.matches("\\d{1,5}"))
        .map(Integer::valueOf)
        .findFirst()
        .orElse(RemoteHost.PORT);
  }

  private Optional<Problem> daemon(RemoteNode node, RemoteHost host) {
    return Daemon.obstacle("`" + node.inventoryName() + "`", host, port(node))
        .or(
            () ->
                host.active()
                    ? Optional.empty()
                    : Optional.of(
                        problem(
                            "pacemaker_remote is not running on `" + node.inventoryName() + "`",
                            "run pacemaker_remote_daemon there first")))
        .or(
            () ->
                host.listening()
                    ? Optional.empty()
                    : Optional.of(
                        problem(
                            "pacemaker_remote on `%s` does not listen on port %d"
                                .formatted(node.inventoryName(), port(node)),
                            "look at /var/log/pacemaker/pacemaker.log there")));
  }

  private Optional<Problem> key(RemoteNode node, RemoteHost host) {
    Optional<String> wanted = hosts.values().stream().flatMap(h -> h.key().stream()).findFirst();
    if (host.key().equals(wanted)) return Optional.empty();
    return Optional.of(
        problem(
            host.key()
                .map(
                    is ->
                        "the authkey of `%s` is %s, that of the cluster %s"
                            .formatted(
                                node.inventoryName(),
                                ClusterHost.brief(is),
                                wanted.map(ClusterHost::brief).orElse("none")))
                .orElse("`" + node.inventoryName() + "` has no authkey"),
            "run pacemaker_authkey there first"));
  }

  private Optional<Problem> resolution(RemoteNode node, int number) {
    if (cib.link(node.name()).isPresent()) return Optional.empty();
    for (int h = 0; h < cluster.size(); h++) {
      if (hosts.get("" + h).resolves().getOrDefault("" + number, "").isBlank()) {
        return Optional.of(
            problem(
                "`server` of `%s`, `%s`, does not resolve on cluster node `%s`"
                    .formatted(node.name(), node.address(), cluster.get(h)),
                "give an address as `server`, or make the name known on every cluster node"));
      }
    }
    return Optional.empty();
  }

  private Optional<Problem> peers(RemoteNode node, RemoteHost host) {
    Set<String> foreign = new TreeSet<>(host.peerAddresses());
    hosts.values().forEach(h -> foreign.removeAll(h.addresses()));
    if (foreign.isEmpty()) return Optional.empty();
    return Optional.of(
        problem(
            "`%s` is in use by %s, which is no node of this cluster"
                .formatted(node.inventoryName(), String.join(", ", foreign)),
            "remove it from the other cluster first, or name all of this cluster's nodes"));
  }

  private Optional<Problem> path(RemoteNode node, int number) {
    for (int h = 0; h < cluster.size(); h++) {
      Seen one = seen.getOrDefault(number + "-" + h, Seen.NOTHING);
      if (one.cause().isEmpty() || one.good()) continue;
      return Optional.of(problem(sentence(one, node, cluster.get(h)), one.hint().orElse("")));
    }
    return Optional.empty();
  }

  /** Says what a look showed, with what the node itself says about its daemon. */
  private String sentence(Seen one, RemoteNode node, String from) {
    String name = node.inventoryName();
    int port = port(node);
    return switch (one.cause().orElse("")) {
      case "dropped" ->
          "port %d of `%s` is dropped on the path from cluster node `%s`: pacemaker_remote listens there, and no answer comes back"
              .formatted(port, name, from);
      case "no-route" ->
          "port %d of `%s` is closed by a firewall, or there is no route, from cluster node `%s`"
              .formatted(port, name, from);
      case "refused" ->
          "port %d of `%s` refuses connections from cluster node `%s`, although pacemaker_remote listens there"
              .formatted(port, name, from);
      case "key-differs", "cut-off" ->
          "pacemaker_remote on `%s` still uses another authkey than the file there: it was not restarted"
              .formatted(name);
      default -> one.sentence().orElse("") + ", seen from cluster node `" + from + "`";
    };
  }

  private Optional<Problem> fencing(RemoteNode node, boolean fenceable) {
    if (!fenceable || !cib.fences() || !coverage.of(node.name()).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        problem(
            "fencing is enabled, but no device can fence `" + node.name() + "`",
            "configure a fence device for it, or accept that with `allow: [unfenced]`"));
  }

  /** Returns the plan of a task that can do nothing because of a problem. */
  static Plan blocked(Problem problem) {
    return Plan.builder().block(problem.message(), problem.hints().toArray(String[]::new)).build();
  }

  static Problem problem(String message, String... hints) {
    return Problem.of("obstacle", message, hints);
  }
}
