package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerDrain.Allow;
import outpost.modules.cluster.PacemakerDrain.Args;
import outpost.modules.cluster.PacemakerDrain.Found;
import outpost.modules.cluster.PacemakerDrain.Method;

/**
 * Decides the next step on the way of nodes out of use, from what is found alone: foretold, then
 * one edit for all, then the proof.
 */
final class Drain {
  private final Args want;
  private final Found is;
  private final Hold hold;
  private final Looks looks;
  private final Cib cib;
  private final CrmMon state;
  private final Outlook outlook;

  Drain(Args want, Found is) {
    this.want = want;
    this.is = is;
    this.hold = want.method().hold();
    this.looks = is.view().looks();
    this.cib = looks.cib();
    this.state = looks.state();
    Set<String> names =
        want.nodes().stream().map(RemoteNode::name).collect(Collectors.toUnmodifiableSet());
    this.outlook = new Outlook(names, cib, state, is.rehearsal().prediction());
  }

  Plan plan() {
    Plan.Builder plan = Plan.builder().staged().within(want.within());
    Optional<Problem> obstacle = obstacle();
    if (obstacle.isPresent()) return Preflight.blocked(obstacle.get());
    List<RemoteNode> free =
        want.nodes().stream().filter(node -> Hold.ours(cib, node.name()).isEmpty()).toList();
    if (!free.isEmpty()) return take(plan, free);
    List<String> left = left();
    if (!left.isEmpty()) {
      return plan.await(
              "%s; run this again to go on waiting, or give it back with `state: released`"
                  .formatted(String.join("; ", left)))
          .build();
    }
    return told(plan);
  }

  private Optional<Problem> obstacle() {
    if (state.controller().isEmpty() || !state.quorate()) {
      return Optional.of(
          Preflight.problem(
              "the cluster has no quorum", "bring its nodes back: it moves nothing without"));
    }
    return want.nodes().stream().flatMap(node -> obstacle(node.name()).stream()).findFirst();
  }

  private Optional<Problem> obstacle(String node) {
    if (cib.carrier(node).isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "`" + node + "` is no remote or guest node of this cluster",
              "for a cluster node use `pacemaker_node_state`"));
    }
    if (cib.marked(node)) {
      return Optional.of(
          Preflight.problem(
              "`" + node + "` is only just being joined", "let pacemaker_remote_node end first"));
    }
    return Hold.ours(cib, node)
        .filter(other -> other != hold)
        .map(
            other ->
                Preflight.problem(
                    "`%s` is %s already, by this product".formatted(node, other.told()),
                    "give it back first: `state: released`"));
  }

  private Plan take(Plan.Builder plan, List<RemoteNode> nodes) {
    Optional<Problem> refusal = outlook.refusal(want.allow().contains(Allow.STOP));
    if (refusal.isPresent()) {
      return Preflight.blocked(
          Preflight.problem(
              "%s cannot be drained: %s".formatted(names(nodes), refusal.get().message()),
              refusal.get().hints().toArray(String[]::new)));
    }
    explain(plan, nodes);
    outlook.told().forEach(what -> plan.note("then " + what));
    plan.result("predicted", outlook.told());
    CibPatch patch = new CibPatch(cib);
    nodes.forEach(node -> hold.put(patch, cib, node.name(), toMove(node.name())));
    return plan.change("node " + names(nodes), "in use", hold.told(), patch.script(), patch.diff())
        .build();
  }

  /** Returns what must run elsewhere afterwards. */
  private List<String> toMove(String node) {
    if (hold == Hold.MAINTENANCE) return List.of();
    List<String> lost = outlook.lost();
    return state.on(node).stream()
        .map(CrmMon.Resource::id)
        .distinct()
        .filter(resource -> !lost.contains(resource) && !cib.cloned(resource))
        .toList();
  }

  private void explain(Plan.Builder plan, List<RemoteNode> nodes) {
    for (RemoteNode node : nodes) {
      String name = node.name();
      if (hold.holds(cib, name)) {
        plan.note(
            "`%s` is held by an administrator already (%s), and stays so"
                .formatted(name, hold.word()));
      }
      Optional<String> version =
          is.versions().get("" + want.nodes().indexOf(node)).pacemaker().map(Drain::number);
      boolean abrupt = version.filter(v -> v.equals("2.1.5")).isPresent();
      if (hold == Hold.STANDBY && abrupt) {
        plan.note(
            "do not stop pacemaker_remote on `%s` meanwhile: version 2.1.5 does not leave gracefully, and the node would be fenced"
                .formatted(name));
      }
      if (want.method() == Method.AUTO) {
        plan.note(
            abrupt
                ? "`%s` is disabled: its pacemaker_remote 2.1.5 does not leave gracefully, in standby it would be fenced"
                    .formatted(name)
                : "`%s` is disabled, as the guide does: whatever is done there then, the cluster does not mind"
                    .formatted(name));
      }
    }
    if (hold == Hold.MAINTENANCE) {
      plan.note("what runs there goes on unwatched: a reboot would end it unnoticed");
    }
  }

  /** Takes the build off {@code 2.1.5-1+deb12u1}. */
  private static String number(String version) {
    return version.replaceFirst("-.*$", "");
  }

  /** Returns what keeps the nodes from being drained, in either look. */
  private List<String> left() {
    List<String> left = new ArrayList<>();
    for (int n = 0; n < want.nodes().size(); n++) {
      String node = want.nodes().get(n).name();
      List<String> lacks =
          new ArrayList<>(looks.either((cib, state) -> new Drained(node, cib, state).lacks(hold)));
      if (hold == Hold.DISABLE && lacks.isEmpty()) {
        new Drained(node, cib, state)
            .unstopped()
            .forEach(r -> lacks.add("it did not say that it has stopped `" + r + "`"));
      }
      if (hold == Hold.DISABLE && cib.connection(node).isPresent()) {
        sockets(is.remotes().get("" + n)).ifPresent(lacks::add);
      }
      homeless(node).forEach(r -> lacks.add(r + " does not run elsewhere yet"));
      if (!lacks.isEmpty()) {
        left.add("`%s` is not drained yet: %s".formatted(node, String.join(", ", lacks)));
      }
    }
    if (left.isEmpty() && !is.view().idle().orElse(false)) left.add("the cluster is still busy");
    return left;
  }

  private static Optional<String> sockets(RemoteHost host) {
    if (host.unreachable().isPresent()) {
      return Optional.of("it cannot be asked who is connected: " + host.unreachable().get());
    }
    return host.peers().isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", host.peerAddresses()) + " is still connected to it");
  }

  /** Returns what ran on a node, is still wanted, and does not run. */
  private List<String> homeless(String node) {
    return Hold.had(cib, node).stream()
        .filter(
            id ->
                state
                    .resource(id)
                    .filter(r -> !r.is().attribute("target_role").equalsIgnoreCase("Stopped"))
                    .filter(r -> r.failed() || r.nodes().isEmpty() || r.role().equals("Stopped"))
                    .isPresent())
        .toList();
  }

  private Plan told(Plan.Builder plan) {
    Map<String, Object> moved = new LinkedHashMap<>();
    for (RemoteNode node : want.nodes()) {
      List<String> to = new ArrayList<>();
      for (String id : Hold.had(cib, node.name())) {
        String where = state.resource(id).map(r -> String.join(", ", r.nodes())).orElse("");
        if (where.isEmpty()) continue;
        moved.put(id, where);
        to.add(id + " runs on " + where);
      }
      plan.note(
          "`%s` is drained (%s)%s"
              .formatted(
                  node.name(), hold.told(), to.isEmpty() ? "" : ": " + String.join(", ", to)));
    }
    return plan.result("moved", moved).build();
  }

  static String names(List<RemoteNode> nodes) {
    return PacemakerRemoteNode.names(nodes);
  }
}
