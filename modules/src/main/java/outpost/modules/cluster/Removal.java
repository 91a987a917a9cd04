package outpost.modules.cluster;

import static outpost.api.Script.sh;
import static outpost.modules.cluster.PacemakerRemoteNode.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.api.Script;
import outpost.modules.cluster.PacemakerRemoteNode.Allow;
import outpost.modules.cluster.PacemakerRemoteNode.Args;
import outpost.modules.cluster.PacemakerRemoteNode.Found;

/**
 * Takes nodes out of the cluster for good, step by step for all of them at once, from what is found
 * alone: a run that was killed at any point is carried on by the next.
 *
 * <p>A daemon that is stopped, or a connection that is deleted, under a running resource leaves the
 * resource running there, unseen, while the cluster starts it elsewhere. So the connections are
 * disabled first, which makes the cluster stop and move all that is there; nothing is deleted
 * before that is proved. And nothing is deleted that failed: see {@link Quarantine}.
 */
final class Removal {
  private static final String RESOURCES = "/cib/configuration/resources";
  private static final String NODES = "/cib/configuration/nodes";

  private final Args want;
  private final Found is;
  private final Cib cib;
  private final CrmMon state;

  Removal(Args want, Found is) {
    this.want = want;
    this.is = is;
    this.cib = is.view().config();
    this.state = is.view().state();
  }

  /** Asks what the cluster would do without the nodes. */
  static Script question(List<RemoteNode> nodes) {
    Script disable =
        sh(
            """
            set -- {}
            for node; do
              case $cib in *"<primitive id=\\"$node\\""*) ;; *) continue ;; esac
              crm_resource --resource "$node" --meta --set-parameter target-role --parameter-value Stopped
            done""",
            nodes.stream().map(RemoteNode::name).toList());
    return Forecast.question("forecast", disable);
  }

  Plan plan() {
    Plan.Builder plan = Plan.builder().staged().within(want.timeout());
    List<RemoteNode> there = want.nodes().stream().filter(this::known).toList();
    if (!there.isEmpty()) plan.result("removed", there.stream().map(RemoteNode::name).toList());
    List<Problem> obstacles = obstacles(there);
    return obstacles.isEmpty() ? steps(plan, there).build() : Join.block(plan, obstacles).build();
  }

  /** Adds the first step that any node needs; the others come when it is done. */
  private Plan.Builder steps(Plan.Builder plan, List<RemoteNode> there) {
    if (!Leftover.of(cib, there).isEmpty()) return Leftover.remove(cib, there, plan);
    List<RemoteNode> connected = there.stream().filter(node -> connected(node.name())).toList();
    List<RemoteNode> used =
        connected.stream()
            .filter(node -> !cib.connection(node.name()).orElseThrow().disabled())
            .toList();
    if (!used.isEmpty()) return disable(plan, used);
    for (RemoteNode node : connected) {
      Optional<String> lacks = lacks(node);
      if (lacks.isPresent()) {
        return plan.await("`" + node.name() + "` is not drained: " + lacks.get());
      }
    }
    List<RemoteNode> failed = connected.stream().filter(n -> state.troubled(n.name())).toList();
    if (!failed.isEmpty()) {
      return plan.change(
          "failures of " + names(failed), "remembered", "forgotten", Join.forget(failed));
    }
    List<RemoteNode> written = there.stream().filter(this::written).toList();
    if (!written.isEmpty()) return delete(plan, written);
    return there.isEmpty() ? plan : forget(plan, there);
  }

  /** Whether the cluster knows anything of a node. */
  private boolean known(RemoteNode node) {
    return written(node) || cib.state(node.name()).isPresent();
  }

  /** Whether the configuration holds anything of it. */
  private boolean written(RemoteNode node) {
    return connected(node.name())
        || cib.entry(node.name()).isPresent()
        || !Mention.of(cib, node.name()).isEmpty();
  }

  private boolean connected(String node) {
    return cib.connection(node).isPresent();
  }

  private List<Problem> obstacles(List<RemoteNode> there) {
    List<Problem> problems = new ArrayList<>();
    if (!there.isEmpty()) Readiness.able(state).ifPresent(problems::add);
    if (!problems.isEmpty()) return problems;
    for (int n = 0; n < want.nodes().size(); n++) {
      RemoteNode node = want.nodes().get(n);
      RemoteHost host = is.remotes().get("" + n);
      new RemovalObstacle(want.allow(), node, host, cib, state).first().ifPresent(problems::add);
    }
    return problems;
  }

  private Plan.Builder disable(Plan.Builder plan, List<RemoteNode> nodes) {
    Optional<Prediction> prediction = Prediction.of(is.forecast());
    List<String> going = want.nodes().stream().map(RemoteNode::name).toList();
    List<String> fenced = prediction.map(Prediction::fenced).orElse(List.of());
    if (!fenced.isEmpty()) {
      return plan.block(
          names(nodes) + " cannot be taken away now: " + String.join("; ", fenced),
          "look at `pcs status --full`");
    }
    List<String> stopped = prediction.map(p -> p.stopped(going)).orElse(List.of());
    if (!stopped.isEmpty() && !want.allow().contains(Allow.STOP)) {
      return plan.block(
          "without " + names(nodes) + " resources have no place: " + String.join("; ", stopped),
          "let them run elsewhere, or accept it with `allow: [stop]`");
    }
    prediction.ifPresent(
        p -> {
          p.moves().forEach(move -> plan.note("without " + names(nodes) + " " + move));
          stopped.forEach(stop -> plan.note("without " + names(nodes) + " " + stop));
        });
    nodes.forEach(node -> mentions(plan, node));
    CibPatch patch = new CibPatch(cib);
    nodes.forEach(node -> disable(patch, node.name()));
    return plan.change(
        "remote node " + names(nodes),
        "in use",
        "disabled, to be removed",
        patch.script(),
        patch.diff());
  }

  /** A node that is held already keeps that mark: it goes away with the node. */
  private void disable(CibPatch patch, String node) {
    if (Hold.ours(cib, node).isEmpty()) {
      Hold.DISABLE.put(patch, cib, node);
      return;
    }
    Xml primitive = cib.connection(node).orElseThrow().primitive();
    patch.set(RESOURCES, primitive, "meta_attributes", Map.of("target-role", "Stopped"));
  }

  private void mentions(Plan.Builder plan, RemoteNode node) {
    List<Mention> with = Mention.of(cib, node.name());
    if (!with.isEmpty()) {
      plan.note(
          "with `%s` goes what names it: %s"
              .formatted(node.name(), String.join(", ", with.stream().map(Mention::id).toList())));
    }
    List<String> stay = Mention.thatStay(cib, node.name());
    if (!stay.isEmpty()) {
      plan.note("`%s` is also named in %s".formatted(node.name(), String.join(", ", stay)));
    }
  }

  /** Says what is not proved yet. */
  private Optional<String> lacks(RemoteNode node) {
    Optional<String> there = new Drained(node.name(), cib, state).lacks();
    if (there.isPresent()) return there;
    Set<String> peers = is.remotes().get("" + want.nodes().indexOf(node)).peerAddresses();
    return peers.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", peers) + " is connected to its pacemaker_remote");
  }

  private Plan.Builder delete(Plan.Builder plan, List<RemoteNode> nodes) {
    CibPatch patch = new CibPatch(cib);
    for (RemoteNode node : nodes) {
      String name = node.name();
      if (is.remotes().get("" + want.nodes().indexOf(node)).unreachable().isPresent()) {
        plan.note(
            "`%s` could not be asked: that nothing of the cluster is left there is the cluster's word alone"
                .formatted(node.inventoryName()));
      }
      mentions(plan, node);
      Mention.of(cib, name).forEach(mention -> mention.delete(patch));
      cib.entry(name).ifPresent(entry -> patch.delete(NODES, entry));
      cib.connection(name).ifPresent(c -> patch.delete(RESOURCES, c.primitive()));
    }
    return plan.change(
        "remote node " + names(nodes), "drained", "deleted", patch.script(), patch.diff());
  }

  /** The cluster forgets a node only once it has cleaned up after its connection. */
  private Plan.Builder forget(Plan.Builder plan, List<RemoteNode> nodes) {
    for (RemoteNode node : nodes) {
      if (state.resource(node.name()).isPresent()) {
        return plan.await("the cluster is not done with the connection `" + node.name() + "`");
      }
    }
    return plan.change(
        "remote node " + names(nodes),
        "deleted",
        "forgotten",
        sh(
            "set -- {}; for node; do crm_node --force --remove \"$node\" || exit; done",
            nodes.stream().map(RemoteNode::name).toList()));
  }
}
