package outpost.modules.cluster;

import static outpost.api.Script.sh;
import static outpost.modules.cluster.PacemakerRemoteNode.names;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.api.Script;
import outpost.modules.cluster.PacemakerRemoteNode.Allow;
import outpost.modules.cluster.PacemakerRemoteNode.Args;
import outpost.modules.cluster.PacemakerRemoteNode.Found;

/**
 * Decides the next step of every node at once, from what is found alone: a run that was killed at
 * any point is carried on by the next.
 *
 * <p>A join is two edits of the configuration. The first makes the connection, in {@link
 * Quarantine}, where neither a failure gets the node fenced nor a resource is placed on it; the
 * second lifts the quarantine once the cluster really uses the node. If that does not come about
 * the connection is disabled at once, still in quarantine.
 *
 * <p>Long because the stages, what is in their way, and the order of the steps are one decision,
 * which is to be read in one place; what a step does is said where its edit is made.
 */
final class Join {
  /** A cluster node gives up a start after this long; then it is blocked, by the quarantine. */
  private static final Duration START = Duration.ofSeconds(60);

  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** Where a node stands. */
  enum Stage {
    ABSENT,
    /** In quarantine and disabled: an earlier join failed. */
    HELD,
    /** In quarantine, and connecting. */
    JOINING,
    /** In quarantine, and used by the cluster: ready to be released. */
    READY,
    /** Disabled by somebody else. */
    DISABLED,
    /** Configured and enabled, but the cluster cannot use it. */
    BROKEN,
    INTEGRATED
  }

  private final Args want;
  private final Found is;
  private final Looks looks;
  private final Cib cib;
  private final CrmMon state;
  private final Preflight preflight;
  private final Map<Stage, List<RemoteNode>> stages = new EnumMap<>(Stage.class);

  Join(Args want, Found is) {
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
            Coverage.of(is.coverage(), cib, state),
            cib,
            state);
    for (Stage stage : Stage.values()) stages.put(stage, new ArrayList<>());
    want.nodes().forEach(node -> stages.get(stage(node)).add(node));
  }

  private Stage stage(RemoteNode node) {
    Optional<Cib.Connection> connection = cib.connection(node.name());
    if (connection.isEmpty()) return Stage.ABSENT;
    boolean whole = looks.lacks(node.name()).isEmpty();
    if (cib.marked(node.name())) {
      if (connection.get().disabled()) return Stage.HELD;
      return whole ? Stage.READY : Stage.JOINING;
    }
    if (connection.get().disabled()) return Stage.DISABLED;
    return whole ? Stage.INTEGRATED : Stage.BROKEN;
  }

  private List<RemoteNode> at(Stage... wanted) {
    return Stream.of(wanted).flatMap(stage -> stages.get(stage).stream()).toList();
  }

  Plan plan() {
    if (want.optionsOnly()) return options();
    Plan.Builder plan = Plan.builder().staged().within(patience());
    List<RemoteNode> joining = at(Stage.ABSENT, Stage.HELD, Stage.JOINING, Stage.READY);
    if (!joining.isEmpty()) plan.result("joined", joining.stream().map(RemoteNode::name).toList());
    List<Problem> obstacles = obstacles();
    if (!obstacles.isEmpty()) return block(plan, obstacles).build();
    Optional<Problem> failure = failure();
    if (failure.isPresent()) {
      List<RemoteNode> failed = at(Stage.JOINING);
      return block(plan, List.of(failure.get())).mend(withdraw(failed)).build();
    }
    return steps(plan).build();
  }

  /** A start that is under way already, along a path that was cut, is to end first. */
  private Duration patience() {
    return START.multipliedBy(2).plus(MARGIN).plus(Duration.ofSeconds(want.nodes().size()));
  }

  private Plan options() {
    if (!at(Stage.ABSENT).isEmpty()) {
      return Preflight.blocked(
          Preflight.problem(
              "the cluster has no connection to " + names(at(Stage.ABSENT)),
              "add it first, without `options_only`"));
    }
    Drift drift = new Drift(want, cib, want.nodes());
    Optional<Problem> refusal = drift.refusal();
    if (refusal.isPresent()) return Preflight.blocked(refusal.get());
    Plan.Builder plan = Plan.builder().staged();
    return (drift.found() ? drift.mend(plan) : plan).build();
  }

  /** Adds the first step that any node needs; the others come when it is done. */
  private Plan.Builder steps(Plan.Builder plan) {
    if (!Leftover.of(cib, want.nodes()).isEmpty()) return Leftover.remove(cib, want.nodes(), plan);
    Drift drift = new Drift(want, cib, at(Stage.INTEGRATED, Stage.BROKEN, Stage.HELD));
    if (drift.found()) return drift.mend(plan);
    if (!at(Stage.ABSENT).isEmpty()) return create(plan, at(Stage.ABSENT));
    List<RemoteNode> failed = failed(at(Stage.HELD, Stage.JOINING, Stage.BROKEN));
    if (!failed.isEmpty()) return forget(plan, failed);
    if (!at(Stage.HELD).isEmpty()) return enable(plan, at(Stage.HELD));
    List<RemoteNode> waiting = at(Stage.JOINING, Stage.BROKEN);
    if (!waiting.isEmpty()) return await(plan, waiting);
    if (!at(Stage.READY).isEmpty()) return release(plan, at(Stage.READY));
    at(Stage.INTEGRATED).stream()
        .filter(node -> cib.standby(node.name()))
        .forEach(node -> plan.note("`" + node.name() + "` is in standby, and stays so"));
    return plan;
  }

  private List<Problem> obstacles() {
    List<RemoteNode> concerned = at(Stage.ABSENT, Stage.HELD, Stage.BROKEN);
    List<Problem> problems = new ArrayList<>();
    if (!concerned.isEmpty())
      problems.addAll(new Readiness(want.cluster(), is.hosts(), cib, state).problems());
    if (!problems.isEmpty()) return problems;
    boolean fenceable = !want.allow().contains(Allow.UNFENCED);
    for (int n = 0; n < want.nodes().size(); n++) {
      if (concerned.contains(want.nodes().get(n))) {
        preflight.ofNode(want.nodes(), n, fenceable).ifPresent(problems::add);
      }
    }
    at(Stage.DISABLED).forEach(node -> problems.add(disabled(node.name())));
    new Drift(want, cib, at(Stage.INTEGRATED)).refusal().ifPresent(problems::add);
    return problems;
  }

  private Problem disabled(String node) {
    return Hold.ours(cib, node).isPresent()
        ? Preflight.problem(
            "the connection `" + node + "` is disabled for maintenance, or to be removed",
            "give it back with pacemaker_drain and `state: released`")
        : Preflight.problem(
            "the connection `" + node + "` is disabled by an administrator",
            "`pcs resource enable " + node + "` if it is to be used again");
  }

  /** Says all that is wrong: one sentence each. */
  static Plan.Builder block(Plan.Builder plan, List<Problem> problems) {
    String message = String.join("; ", problems.stream().map(Problem::message).distinct().toList());
    String[] hints =
        problems.stream()
            .flatMap(p -> p.hints().stream())
            .filter(hint -> !hint.isEmpty())
            .distinct()
            .toArray(String[]::new);
    return plan.block(message, hints);
  }

  /**
   * Says why a join will not come about. A failure whose cause is gone is none: it is forgotten,
   * which is harmless in quarantine, and the cluster tries again.
   */
  private Optional<Problem> failure() {
    for (RemoteNode node : failed(at(Stage.JOINING))) {
      Optional<Problem> cause = preflight.ofNode(want.nodes(), want.nodes().indexOf(node), false);
      if (cause.isEmpty()) continue;
      return Optional.of(
          Preflight.problem(
              "the cluster could not connect to `%s`%s: %s"
                  .formatted(node.name(), said(node), cause.get().message()),
              names(at(Stage.JOINING)) + " stays configured, disabled and in standby",
              "mend the cause and run this again: it carries on from there"));
    }
    return Optional.empty();
  }

  private String said(RemoteNode node) {
    return state.failures(node.name()).stream()
        .findFirst()
        .map(failure -> " (" + failure.reason() + ")")
        .orElse("");
  }

  /** Disables connections that do not come about, and forgets their failures. */
  private static Script withdraw(List<RemoteNode> nodes) {
    List<String> names = nodes.stream().map(RemoteNode::name).toList();
    return sh(
        """
        set -- {}
        for node; do
          crm_resource --resource "$node" --meta --set-parameter target-role --parameter-value Stopped
        done
        for node; do crm_resource --cleanup --resource "$node"; done""",
        names);
  }

  private Plan.Builder create(Plan.Builder plan, List<RemoteNode> nodes) {
    if (!price().accepted(plan, nodes, " will not be made: using it has a price: ")) return plan;
    CibPatch patch = new CibPatch(cib);
    for (RemoteNode node : nodes) {
      Optional<Integer> port =
          Optional.of(preflight.port(node))
              .filter(p -> node.port().isPresent() || p != Preflight.usualPort(is.hosts()));
      Quarantine.create(patch, cib, node, port, want.reconnectInterval(node));
    }
    return plan.change(
        "remote node " + names(nodes),
        "absent",
        "connected, in quarantine",
        patch.script(),
        patch.diff());
  }

  private Plan.Builder enable(Plan.Builder plan, List<RemoteNode> nodes) {
    CibPatch patch = new CibPatch(cib);
    nodes.forEach(node -> Quarantine.enable(patch, cib, node));
    return plan.change(
        "remote node " + names(nodes),
        "disabled, in quarantine",
        "connected, in quarantine",
        patch.script(),
        patch.diff());
  }

  private JoinPrice price() {
    return new JoinPrice(want, is.forecast());
  }

  /** Lifts the quarantine: from then on the cluster may run resources there. */
  private Plan.Builder release(Plan.Builder plan, List<RemoteNode> nodes) {
    if (!price().accepted(plan, nodes, " stays in quarantine: lifting it has a price: "))
      return plan;
    CibPatch patch = new CibPatch(cib);
    nodes.forEach(node -> Quarantine.release(patch, cib, node));
    return plan.change(
        "remote node " + names(nodes), "in quarantine", "in use", patch.script(), patch.diff());
  }

  private List<RemoteNode> failed(List<RemoteNode> nodes) {
    return nodes.stream().filter(node -> state.troubled(node.name())).toList();
  }

  /** The cluster tries again only when it forgets: mending the cause alone is not enough. */
  private Plan.Builder forget(Plan.Builder plan, List<RemoteNode> nodes) {
    List<RemoteNode> joining = nodes.stream().filter(at(Stage.JOINING)::contains).toList();
    if (!joining.isEmpty()) {
      plan.await(
          "the cluster cannot connect to `%s`%s".formatted(names(joining), said(joining.get(0))),
          withdraw(joining));
    }
    return plan.change("failures of " + names(nodes), "remembered", "forgotten", forget(nodes));
  }

  static Script forget(List<RemoteNode> nodes) {
    return sh(
        "set -- {}; for node; do crm_resource --cleanup --resource \"$node\" || exit; done",
        nodes.stream().map(RemoteNode::name).toList());
  }

  private Plan.Builder await(Plan.Builder plan, List<RemoteNode> nodes) {
    RemoteNode first = nodes.get(0);
    String seen =
        looks.lacks(first.name()).stream().findFirst().orElse("it was ready a moment ago");
    String what = "`" + first.name() + "` is not integrated: " + seen;
    return at(Stage.JOINING).isEmpty()
        ? plan.await(what)
        : plan.await(what, withdraw(at(Stage.JOINING)));
  }
}
