package outpost.modules.cluster;

import static outpost.api.Script.sh;
import static outpost.modules.cluster.PacemakerGuestNode.names;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerGuestNode.Args;
import outpost.modules.cluster.PacemakerGuestNode.Found;

/**
 * Takes guest nodes away so that no resource runs twice and no machine is touched: drained first,
 * by a standby of our own, then made plain resources, then forgotten; each step once the one before
 * is proved by the cluster's state.
 */
final class GuestLeave {
  private static final Duration DRAIN = Duration.ofSeconds(180);
  private static final String NODES = "/cib/configuration/nodes";

  private final Args want;
  private final Found is;
  private final Cib cib;
  private final CrmMon state;

  GuestLeave(Args want, Found is) {
    this.want = want;
    this.is = is;
    this.cib = is.view().config();
    this.state = is.view().state();
  }

  Plan plan() {
    Plan.Builder plan = Plan.builder().staged().within(DRAIN);
    List<GuestNode> known = want.guests().stream().filter(g -> known(g.name())).toList();
    if (!known.isEmpty()) plan.result("removed", known.stream().map(GuestNode::name).toList());
    List<Problem> obstacles = new ArrayList<>();
    if (!known.isEmpty()) Readiness.able(state).ifPresent(obstacles::add);
    known.forEach(guest -> inTheWay(guest).ifPresent(obstacles::add));
    return obstacles.isEmpty() ? steps(plan).build() : Join.block(plan, obstacles).build();
  }

  private Optional<Problem> inTheWay(GuestNode guest) {
    String node = guest.name();
    if (cib.guest(node).isEmpty()) {
      return cib.link(node)
          .map(
              link ->
                  Preflight.problem(
                      "`" + node + "` is a remote node", "use pacemaker_remote_node"));
    }
    return other(guest).or(() -> lost(node)).or(() -> RemovalObstacle.unseen(cib, state, node));
  }

  /** What ran on a guest that was lost may run there still, for as long as its machine does. */
  private Optional<Problem> lost(String node) {
    boolean unclean = state.node(node).filter(n -> n.is().says("unclean")).isPresent();
    boolean off = !runs(cib.guest(node).orElseThrow().resource());
    List<String> unstopped = new Drained(node, cib, state).unstopped();
    if (!unclean && (off || online(node) || unstopped.isEmpty())) return Optional.empty();
    return Optional.of(
        Preflight.problem(
            "the cluster lost `%s`, and does not know what became of it%s"
                .formatted(
                    node,
                    unstopped.isEmpty()
                        ? ""
                        : ": " + String.join(", ", unstopped) + " may run there still"),
            "bring it back, so that the cluster can stop what runs there",
            "or stop its machine: `pcs resource disable "
                + cib.guest(node).orElseThrow().resource()
                + "`"));
  }

  private boolean runs(String resource) {
    return state.resource(resource).filter(r -> !r.nodes().isEmpty()).isPresent();
  }

  private boolean online(String node) {
    return state.node(node).map(CrmMon.Node::online).orElse(false);
  }

  private Optional<Problem> other(GuestNode guest) {
    return cib.guest(guest.name())
        .filter(found -> guest.resource().filter(r -> !r.equals(found.resource())).isPresent())
        .map(
            found ->
                Preflight.problem(
                    "the guest node `%s` is the resource `%s`, not `%s`"
                        .formatted(guest.name(), found.resource(), guest.resource().get()),
                    "name the resource that it is, or none"));
  }

  private Plan.Builder steps(Plan.Builder plan) {
    if (!Leftover.of(cib, want.nodes()).isEmpty()) return Leftover.remove(cib, want.nodes(), plan);
    List<GuestNode> there =
        want.guests().stream().filter(guest -> cib.guest(guest.name()).isPresent()).toList();
    List<GuestNode> used = there.stream().filter(guest -> !idle(guest.name())).toList();
    List<GuestNode> open = used.stream().filter(guest -> !cib.standby(guest.name())).toList();
    if (!open.isEmpty()) return drain(plan, open);
    if (!used.isEmpty()) {
      String node = used.get(0).name();
      return plan.await("`" + node + "` is not drained: " + running(node));
    }
    if (!there.isEmpty()) return leave(plan, there);
    List<GuestNode> left = want.guests().stream().filter(guest -> known(guest.name())).toList();
    Optional<GuestNode> stopping =
        left.stream().filter(guest -> state.resource(guest.name()).isPresent()).findFirst();
    if (stopping.isPresent()) {
      return plan.await("the connection to `" + stopping.get().name() + "` is not stopped yet");
    }
    return left.isEmpty() ? plan : forget(plan, left);
  }

  /** Whether nothing can run on a node: it is not there, or kept free and empty. */
  private boolean idle(String node) {
    return !online(node) || (cib.standby(node) && running(node).isEmpty());
  }

  /** Says what still runs on a node, or is under way there. */
  private String running(String node) {
    Stream<String> shown = state.on(node).stream().map(CrmMon.Resource::id);
    Stream<String> said = new Drained(node, cib, state).unstopped().stream();
    Stream<String> operations =
        cib.underWay(node).stream().map(op -> op.attribute("operation_key"));
    return Stream.of(shown, said, operations)
        .flatMap(ids -> ids)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Whether the cluster knows anything of a node. */
  private boolean known(String node) {
    return cib.entry(node).isPresent()
        || cib.state(node).isPresent()
        || !Mention.of(cib, node).isEmpty()
        || state.node(node).isPresent()
        || cib.guest(node).isPresent();
  }

  private Plan.Builder drain(Plan.Builder plan, List<GuestNode> guests) {
    Optional<Problem> refusal = foretell(plan, Stream.of(is.first(), is.second()));
    if (refusal.isPresent()) return Join.block(plan, List.of(refusal.get()));
    CibPatch patch = new CibPatch(cib);
    guests.forEach(guest -> Quarantine.hold(patch, cib, guest.name()));
    return plan.change(
        "guest node " + names(guests), "in use", "drained", patch.script(), patch.diff());
  }

  private Plan.Builder leave(Plan.Builder plan, List<GuestNode> guests) {
    Optional<Problem> refusal = foretell(plan, Stream.of(is.second()));
    if (refusal.isPresent()) return Join.block(plan, List.of(refusal.get()));
    CibPatch patch = new CibPatch(cib);
    for (GuestNode guest : guests) {
      Xml primitive = cib.guest(guest.name()).orElseThrow().primitive();
      patch.unset(cib.parentOf(primitive), primitive, "meta_attributes", GuestNode.OPTIONS);
      clear(patch, guest.name());
    }
    return plan.change(
        "guest node " + names(guests), "drained", "absent", patch.script(), patch.diff());
  }

  private void clear(CibPatch patch, String node) {
    Mention.of(cib, node).forEach(mention -> mention.delete(patch));
    cib.entry(node).ifPresent(entry -> patch.delete(NODES, entry));
  }

  private Plan.Builder forget(Plan.Builder plan, List<GuestNode> guests) {
    CibPatch patch = new CibPatch(cib);
    guests.forEach(guest -> clear(patch, guest.name()));
    return plan.change(
        "guest node " + names(guests),
        "deleted",
        "forgotten",
        patch.isEmpty()
            ? sh(
                "set -- {}; for node; do crm_node --force --remove \"$node\" || exit; done",
                guests.stream().map(GuestNode::name).toList())
            : patch.script(),
        patch.diff());
  }

  private Optional<Problem> foretell(Plan.Builder plan, Stream<Optional<byte[]>> answers) {
    return GuestPrice.refusal(plan, cib, want, answers.toList());
  }
}
