package outpost.modules.cluster;

import static outpost.modules.cluster.Preflight.problem;

import java.util.List;
import java.util.Optional;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerRemoteNode.Allow;

/**
 * Says why a node cannot be taken out of the cluster.
 *
 * @param allow what the task accepts
 * @param host what the node itself says
 */
record RemovalObstacle(List<Allow> allow, RemoteNode node, RemoteHost host, Cib cib, CrmMon state) {

  Optional<Problem> first() {
    Optional<Problem> name = name();
    return name.isPresent() || cib.connection(node.name()).isEmpty()
        ? name
        : lost().or(() -> unseen(cib, state, node.name())).or(this::machine);
  }

  private Optional<Problem> name() {
    String name = node.name();
    Optional<Problem> clash =
        cib.clash(name)
            .map(
                what ->
                    problem(
                        "`" + name + "` is no remote node: " + what + " has the name",
                        what.equals("a guest node")
                            ? "use pacemaker_guest_node"
                            : "give the remote node's own name; upper and lower case differ"));
    return clash.or(
        () ->
            cib.held(name)
                .map(
                    what ->
                        problem(
                            "the connection `" + name + "` is in the " + what,
                            "take it out of there first: no connection may be in one")));
  }

  /** What ran on a node that was lost may run there still: the cluster must know that it is off. */
  private Optional<Problem> lost() {
    String name = node.name();
    boolean unclean = state.node(name).filter(n -> n.is().says("unclean")).isPresent();
    Drained drained = new Drained(name, cib, state);
    boolean cut = drained.lacks().isEmpty() && !drained.unstopped().isEmpty();
    if (!unclean && !cut) return Optional.empty();
    List<String> unstopped = drained.unstopped();
    return Optional.of(
        problem(
            "the cluster lost `%s`, and does not know what became of it%s"
                .formatted(
                    name,
                    unstopped.isEmpty()
                        ? ""
                        : ": " + String.join(", ", unstopped) + " may run there still"),
            "bring it back, so that the cluster can stop what runs there",
            "or make sure that the machine is off, and say so: `pcs stonith confirm "
                + name
                + "`"));
  }

  /** What the cluster does not manage would go on running there. */
  static Optional<Problem> unseen(Cib cib, CrmMon state, String node) {
    if (Hold.MAINTENANCE.holds(cib, node)) {
      return Optional.of(
          problem(
              "`" + node + "` is in maintenance: what runs there would go on, unseen",
              "release it first: `pcs node unmaintenance " + node + "`"));
    }
    return state.on(node).stream()
        .filter(r -> !r.managed())
        .findFirst()
        .map(
            r ->
                problem(
                    "`%s` on `%s` is not managed, and would go on running there"
                        .formatted(r.id(), node),
                    "`pcs resource manage " + r.id() + "`, or stop it"));
  }

  /** The node itself must bear witness, and be the one that the cluster is connected to. */
  private Optional<Problem> machine() {
    String name = "`" + node.inventoryName() + "`";
    if (host.unreachable().isPresent()) {
      return allow.contains(Allow.UNREACHABLE)
          ? Optional.empty()
          : Optional.of(
              problem(
                  name
                      + " cannot be asked whether anything of the cluster is left there: "
                      + host.unreachable().get(),
                  "bring it back, or take the cluster's word for it with `allow: [unreachable]`"));
    }
    return host.peers().isEmpty() && new Membership(node.name(), cib, state).integrated()
        ? Optional.of(
            problem(
                "nothing is connected to pacemaker_remote on %s, but the cluster is connected to `%s`"
                    .formatted(name, node.name()),
                "is it another machine? name the right one with `host`"))
        : Optional.empty();
  }
}
