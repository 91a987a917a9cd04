package outpost.modules.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Claim;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

@Doc(
    "Makes hosts that run pacemaker_remote remote nodes of a cluster, so that no mistake gets one"
        + " fenced, or takes them out of it, so that nothing runs twice; runs on one cluster node"
        + " for all of them.")
public final class PacemakerRemoteNode
    implements Module<PacemakerRemoteNode.Args, PacemakerRemoteNode.Found> {

  /** What a task may accept. */
  public enum Allow {
    /** A node that no device can fence. */
    UNFENCED,
    /** Resources that stop for good once the node may run some, or is gone. */
    STOP,
    /** A connection that is made anew, for another address or port: its resources stop. */
    RECONNECT,
    /** A node that is removed without being asked: the cluster's word is all there is. */
    UNREACHABLE
  }

  /** Whether the cluster has the nodes. */
  public enum State {
    PRESENT,
    ABSENT
  }

  public record Args(
      @Arg("The nodes: names, or mappings of what differs from the usual.") List<RemoteNode> nodes,
      @Arg("The cluster's own nodes, as the inventory names them, all of them.")
          List<String> cluster,
      @Arg(
              value =
                  "Whether the cluster has them; a node is drained first, and what names it goes"
                      + " with it.",
              def = "present")
          State state,
      @Arg(
              value = "How long after a lost connection the cluster tries again.",
              def = "60s",
              alias = "reconnect")
          Duration reconnectInterval,
      @Arg(
              value =
                  "What is accepted: a node that cannot be fenced (`unfenced`), a new connection of"
                      + " a node in use (`reconnect`), resources that stop because of the new"
                      + " node, or without it (`stop`), the removal of a node that cannot be asked"
                      + " (`unreachable`).",
              def = "[]")
          List<Allow> allow,
      @Arg(
              value = "How long resources may take to leave a node that is to be removed.",
              def = "10m")
          Duration timeout,
      @Arg(
              value =
                  "Whether only the options of connections that there are already are set, and"
                      + " nothing is waited for: in the middle of a change of the node itself.",
              def = "no")
          boolean optionsOnly) {
    public Args {
      if (nodes.isEmpty()) {
        throw new BadArg("nodes", "no nodes are named", "name at least one");
      }
      if (cluster.isEmpty()) {
        throw new BadArg(
            "cluster", "no cluster nodes are named", "name them all: `${groups.cluster}`");
      }
      List<String> names = nodes.stream().map(RemoteNode::name).toList();
      for (String name : names) {
        if (names.stream().filter(name::equalsIgnoreCase).count() > 1) {
          throw new BadArg("nodes", "`" + name + "` is named twice", "name each node once");
        }
      }
      once("the host", nodes.stream().map(RemoteNode::inventoryName).toList());
      once("the server", nodes.stream().flatMap(node -> node.server().stream()).toList());
    }

    private static void once(String noun, List<String> machines) {
      for (String machine : machines) {
        if (machines.indexOf(machine) != machines.lastIndexOf(machine)) {
          throw new BadArg(
              "nodes",
              noun + " `" + machine + "` is to be two nodes",
              "one machine can be one node only");
        }
      }
    }

    Duration reconnectInterval(RemoteNode node) {
      return node.reconnectInterval().orElse(reconnectInterval);
    }
  }

  /**
   * What the cluster, its nodes, and the nodes to be say.
   *
   * @param coverage what can fence a node, by its name
   * @param hosts the cluster nodes, by number
   * @param remotes the nodes to be, by number
   * @param seen what came of talking to them, by {@code NODE-HOST}
   * @param forecast what the cluster would do with the nodes in use, or without them
   */
  public record Found(
      View view,
      Optional<byte[]> forecast,
      Map<String, String> coverage,
      Map<String, ClusterHost> hosts,
      Map<String, RemoteHost> remotes,
      Map<String, Seen> seen) {}

  @Override
  public Probe<Found> probe(Args want) {
    return want.state() == State.ABSENT ? leaving(want) : joining(want);
  }

  /** What is not to be is no node any more: other tasks may take its name. */
  @Override
  public List<Claim> claims(Args want) {
    if (want.state() == State.ABSENT) return List.of();
    return want.nodes().stream().map(node -> Naming.remoteNode(node.name())).toList();
  }

  private static Probe<Found> leaving(Args want) {
    Probe<Found> probe =
        Probe.of(Found.class, View.question(View.Twice.NEVER).then(Removal.question(want.nodes())));
    return remotes(probe, want.nodes());
  }

  private static Probe<Found> remotes(Probe<Found> probe, List<RemoteNode> nodes) {
    for (int n = 0; n < nodes.size(); n++) {
      RemoteNode node = nodes.get(n);
      probe = probe.on(node.inventoryName(), "remotes." + n, RemoteHost.question(node.port()));
    }
    return probe;
  }

  private static Probe<Found> joining(Args want) {
    List<RemoteNode> nodes = want.nodes();
    Script own =
        View.question(View.Twice.WHILE_JOINING)
            .then(JoinPrice.question(want))
            .then(Coverage.question(nodes.stream().map(RemoteNode::name).toList()));
    Probe<Found> probe = Probe.of(Found.class, own);
    Script question = ClusterHost.question(nodes.stream().map(RemoteNode::address).toList());
    for (int h = 0; h < want.cluster().size(); h++) {
      probe = probe.on(want.cluster().get(h), "hosts." + h, question);
    }
    return remotes(probe, nodes)
        .here("seen", new Sight(Sight.Which.UNCONNECTED, want.cluster(), nodes));
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    return want.state() == State.ABSENT ? new Removal(want, is).plan() : new Join(want, is).plan();
  }

  static String names(List<RemoteNode> nodes) {
    return nodes.stream().map(RemoteNode::name).collect(Collectors.joining(", "));
  }
}
