package outpost.modules.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerDrain.Allow;

@Doc(
    "Puts nodes of any kind into standby or maintenance and back, and waits until the cluster has"
        + " done it; runs on one cluster node for all of them.")
public final class PacemakerNodeState
    implements Module<PacemakerNodeState.Args, PacemakerNodeState.Found> {

  /** What the cluster may do on a node. */
  public enum State {
    STANDBY,
    MAINTENANCE,
    ONLINE;

    Optional<Hold> hold() {
      return switch (this) {
        case STANDBY -> Optional.of(Hold.STANDBY);
        case MAINTENANCE -> Optional.of(Hold.MAINTENANCE);
        case ONLINE -> Optional.empty();
      };
    }
  }

  public record Args(
      @Arg(
              value = "The nodes, by their names in the cluster, all in one transaction.",
              alias = "node")
          List<String> nodes,
      @Arg(
              "`standby` moves resources away, `maintenance` leaves them running, unwatched; `online`"
                  + " takes back what this module did, and nothing that an administrator did.")
          State state,
      @Arg(
              value = "What is accepted: resources that stop because no other node may run them.",
              def = "[]")
          List<Allow> allow,
      @Arg(value = "How long the cluster may take.", def = "5m") Duration timeout) {
    public Args {
      if (nodes.isEmpty()) {
        throw new BadArg("nodes", "no nodes are named", "name at least one");
      }
    }
  }

  /** What the cluster says, and what the next change would come to. */
  public record Found(View view, Rehearsed rehearsal) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class, View.question(View.Twice.ALWAYS))
        .here(
            "rehearsal",
            new Rehearsal(
                cib ->
                    edit(
                        cib,
                        want,
                        want.nodes().stream().filter(n -> differs(cib, want, n)).toList())));
  }

  private static boolean differs(Cib cib, Args want, String node) {
    return want.state().hold().isPresent()
        ? !want.state().hold().get().holds(cib, node)
        : Hold.ours(cib, node).isPresent();
  }

  private static CibPatch edit(Cib cib, Args want, List<String> nodes) {
    CibPatch patch = new CibPatch(cib);
    for (String node : nodes) {
      if (want.state() == State.ONLINE) {
        Hold.lift(patch, cib, node);
      } else if (Hold.ours(cib, node).isEmpty()) {
        want.state().hold().get().put(patch, cib, node);
      }
    }
    return patch;
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    Looks looks = is.view().looks();
    Cib cib = looks.cib();
    CrmMon state = looks.state();
    for (String node : want.nodes()) {
      Optional<Problem> problem = obstacle(want, cib, state, node);
      if (problem.isPresent()) return Preflight.blocked(problem.get());
    }
    Plan.Builder plan = Plan.builder().staged().within(want.timeout());
    List<String> differing =
        want.nodes().stream().filter(node -> differs(cib, want, node)).toList();
    if (!differing.isEmpty()) return change(plan, want, is, looks, differing);
    List<String> left = new ArrayList<>();
    for (String node : want.nodes()) {
      lacks(want, looks, node).stream()
          .findFirst()
          .ifPresent(what -> left.add("`" + node + "`: " + what));
    }
    if (left.isEmpty() && !is.view().idle().orElse(false)) left.add("the cluster is still busy");
    return left.isEmpty() ? plan.build() : plan.await(String.join("; ", left)).build();
  }

  private static Optional<Problem> obstacle(Args want, Cib cib, CrmMon state, String node) {
    if (state.node(node).isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "the cluster has no node `" + node + "`", "`pcs status nodes` lists them"));
    }
    if (cib.marked(node)) {
      return Optional.of(
          Preflight.problem(
              "`" + node + "` is only just being joined", "let pacemaker_remote_node end first"));
    }
    Optional<Hold> ours = Hold.ours(cib, node);
    Optional<Hold> wanted = want.state().hold();
    if (ours.equals(Optional.of(Hold.DISABLE))
        || (ours.isPresent() && wanted.isPresent() && !ours.equals(wanted))) {
      return Optional.of(
          Preflight.problem(
              "`%s` is %s already, by this product".formatted(node, ours.get().told()),
              "give it back first: `%s`"
                  .formatted(
                      ours.get() == Hold.DISABLE
                          ? "pacemaker_drain: {state: released, …}"
                          : "state: online")));
    }
    return wanted.isPresent() || ours.isPresent()
        ? Optional.empty()
        : List.of(Hold.STANDBY, Hold.MAINTENANCE).stream()
            .filter(hold -> hold.holds(cib, node))
            .findFirst()
            .map(
                hold ->
                    Preflight.problem(
                        "`%s` is %s, by an administrator".formatted(node, hold.told()),
                        "if that is no longer meant, `pcs node un%s %s`"
                            .formatted(hold.word(), node)));
  }

  private static Plan change(
      Plan.Builder plan, Args want, Found is, Looks looks, List<String> nodes) {
    Cib cib = looks.cib();
    Outlook outlook =
        new Outlook(Set.copyOf(nodes), cib, looks.state(), is.rehearsal().prediction());
    Optional<Problem> refusal = outlook.refusal(want.allow().contains(Allow.STOP));
    if (refusal.isPresent()) return Preflight.blocked(refusal.get());
    outlook.told().forEach(what -> plan.note("then " + what));
    plan.result("predicted", outlook.told());
    CibPatch patch = edit(cib, want, nodes);
    String held = Hold.ours(cib, nodes.get(0)).map(Hold::told).orElse("online");
    return plan.change(
            "node " + String.join(", ", nodes),
            held,
            want.state().hold().map(Hold::told).orElse("online"),
            patch.script(),
            patch.diff())
        .build();
  }

  private static List<String> lacks(Args want, Looks looks, String node) {
    if (want.state().hold().isPresent()) {
      Hold hold = want.state().hold().get();
      return looks.either((cib, state) -> new Drained(node, cib, state).lacks(hold));
    }
    return looks.cib().carrier(node).isPresent()
        ? looks.lacks(node)
        : looks.either(
            (cib, state) ->
                state.node(node).flatMap(CrmMon.Node::trouble).map("the node is "::concat).stream()
                    .toList());
  }
}
