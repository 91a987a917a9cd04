package outpost.modules.cluster;

import static outpost.modules.cluster.PacemakerRemoteNode.names;

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

/**
 * Decides the next step on the way of nodes back into use. A node whose connection would not come
 * about is not given back: with fencing enabled it would be shot.
 */
final class Release {
  private final Args want;
  private final Found is;
  private final Looks looks;
  private final Cib cib;
  private final CrmMon state;
  private final Preflight preflight;

  Release(Args want, Found is) {
    this.want = want;
    this.is = is;
    this.looks = is.view().looks();
    this.cib = looks.cib();
    this.state = looks.state();
    this.preflight =
        new Preflight(
            want.cluster(),
            is.hosts(),
            is.remotes(),
            is.seen(),
            new Coverage(Map.of()),
            cib,
            state);
  }

  Plan plan() {
    Plan.Builder plan = Plan.builder().staged().within(want.within());
    List<RemoteNode> ready = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (RemoteNode node : want.nodes()) {
      if (cib.carrier(node.name()).isEmpty()) {
        return Plan.blocked(
            "`" + node.name() + "` is no remote or guest node of this cluster",
            "for a cluster node use `pacemaker_node_state`");
      }
      Optional<Hold> hold = Hold.ours(cib, node.name());
      if (hold.isEmpty()) continue;
      Optional<String> why = unready(node, hold.get());
      if (why.isEmpty()) ready.add(node);
      why.ifPresent(
          w -> left.add("`%s` stays %s: %s".formatted(node.name(), hold.get().told(), w)));
    }
    if (!ready.isEmpty()) return give(plan, ready);
    if (left.isEmpty()) left.addAll(away());
    if (!left.isEmpty()) {
      return plan.await(String.join("; ", left) + "; mend that and run this again").build();
    }
    want.nodes().forEach(node -> told(plan, node.name()));
    return plan.build();
  }

  /** Says why the cluster must not have a node back yet. */
  private Optional<String> unready(RemoteNode node, Hold hold) {
    if (Hold.keeps(cib, node.name())) return Optional.empty();
    return switch (hold) {
      case STANDBY -> Optional.empty();
      case MAINTENANCE -> looks.lacks(node.name()).stream().findFirst();
      case DISABLE ->
          cib.connection(node.name()).isEmpty()
              ? Optional.empty()
              : preflight
                  .ofNode(want.nodes(), want.nodes().indexOf(node), false)
                  .map(Problem::message);
    };
  }

  private Plan give(Plan.Builder plan, List<RemoteNode> nodes) {
    Set<String> names = nodes.stream().map(RemoteNode::name).collect(Collectors.toSet());
    Outlook outlook = new Outlook(names, cib, state, is.rehearsal().prediction());
    Optional<Problem> refusal = outlook.refusal(want.allow().contains(Allow.STOP));
    if (refusal.isPresent()) {
      return Preflight.blocked(
          Preflight.problem(
              "%s cannot be given back: %s".formatted(names(nodes), refusal.get().message()),
              refusal.get().hints().toArray(String[]::new)));
    }
    outlook.told().forEach(what -> plan.note("then " + what));
    plan.result("predicted", outlook.told());
    plan.result("starts", starts());
    CibPatch patch = new CibPatch(cib);
    nodes.forEach(node -> Hold.lift(patch, cib, node.name()));
    String held = Hold.ours(cib, nodes.get(0).name()).orElseThrow().told();
    return plan.change("node " + names(nodes), held, "in use", patch.script(), patch.diff())
        .build();
  }

  /** Returns what starts on which cluster node, as the inventory names that. */
  private Map<String, Object> starts() {
    Map<String, Object> starts = new LinkedHashMap<>();
    for (Prediction.Effect effect : is.rehearsal().prediction().orElseThrow().effects()) {
      if (effect.kind() != Prediction.Kind.STARTS) continue;
      for (int h = 0; h < want.cluster().size(); h++) {
        if (is.hosts().get("" + h).node().equals(Optional.of(effect.node()))) {
          starts.put(effect.what(), want.cluster().get(h));
        }
      }
    }
    return starts;
  }

  /** Returns what keeps nodes that are not held from being of use. */
  private List<String> away() {
    List<String> away = new ArrayList<>();
    for (RemoteNode node : want.nodes()) {
      if (Hold.DISABLE.holds(cib, node.name())) continue;
      looks.lacks(node.name()).stream()
          .findFirst()
          .ifPresent(
              what -> away.add("`%s` is not back in the cluster: %s".formatted(node.name(), what)));
    }
    if (away.isEmpty() && !is.view().idle().orElse(false)) away.add("the cluster is still busy");
    return away;
  }

  private void told(Plan.Builder plan, String node) {
    for (Hold hold : Hold.values()) {
      if (hold.holds(cib, node)) {
        plan.note("`%s` is %s, by an administrator, and stays so".formatted(node, hold.told()));
      }
    }
  }
}
