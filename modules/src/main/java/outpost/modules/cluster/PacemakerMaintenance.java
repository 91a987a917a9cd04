package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

@Doc(
    "Opens and closes a maintenance window on a node, in which tasks may stop pacemaker_remote,"
        + " upgrade it, close its port or restart the host; opens it only where the cluster looks"
        + " away.")
public final class PacemakerMaintenance
    implements Module<PacemakerMaintenance.Args, PacemakerMaintenance.Found> {

  /** Whether the window is open. */
  public enum State {
    OPEN,
    CLOSED
  }

  public record Args(
      @Arg("Whether the window is open; a restart of the host closes it, too.") State state,
      @Arg("The node's name in the cluster; needed to open it.") Optional<String> node,
      @Arg(
              value =
                  "The cluster's own nodes, as the inventory names them; one that answers will do."
                      + " Needed to open it.",
              def = "[]")
          List<String> cluster) {
    public Args {
      if (state == State.OPEN && node.isEmpty()) {
        throw new BadArg("node", "no node is named", "say which node of the cluster the host is");
      }
      if (state == State.OPEN && cluster.isEmpty()) {
        throw new BadArg(
            "cluster", "no cluster nodes are named", "name them all: `${groups.cluster}`");
      }
    }
  }

  /**
   * What the host and the cluster say.
   *
   * @param addresses the host's own
   * @param cluster what the cluster nodes see, by their number
   */
  public record Found(Attachment attachment, Set<String> addresses, Map<String, Seen> cluster) {}

  /** What one cluster node sees. */
  public record Seen(Optional<String> unreachable, Optional<View> view) {
    boolean answers() {
      return view.flatMap(View::cib).isPresent();
    }

    String trouble() {
      return unreachable.or(() -> view.flatMap(View::trouble)).orElse("it does not answer");
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    Probe<Found> probe =
        Probe.of(
            Found.class,
            Attachment.question()
                .then(Script.raw(ClusterHost.SETTING + "emit addresses \"$(addresses)\"")));
    if (want.state() == State.CLOSED) return probe;
    for (int h = 0; h < want.cluster().size(); h++) {
      probe = probe.on(want.cluster().get(h), "cluster." + h, View.question(View.Twice.NEVER));
    }
    return probe;
  }

  @Override
  public Plan plan(Args want, Found is) {
    Plan.Builder plan = Plan.builder();
    Optional<String> open = is.attachment().window();
    if (want.state() == State.CLOSED) {
      return plan.set(
              "maintenance window open", open.isPresent(), Optional.of(false), no -> close())
          .build();
    }
    refuse(want, is, plan);
    String node = want.node().orElseThrow();
    return plan.set(
            "maintenance window for",
            open,
            Optional.of(Optional.of(node)),
            name ->
                sh(
                    """
                    umask 022
                    mkdir -p /run/outpost && printf '%s\\n' {} > {}\
                    """,
                    node, Attachment.WINDOW))
        .build();
  }

  private static Script close() {
    return sh("rm -f -- {}", Attachment.WINDOW);
  }

  /** A window that is open although it may not be is closed before the task fails. */
  private static void refuse(Args want, Found is, Plan.Builder plan) {
    String node = want.node().orElseThrow();
    Optional<View> view =
        is.cluster().values().stream()
            .filter(Seen::answers)
            .flatMap(s -> s.view().stream())
            .findFirst();
    if (view.isEmpty()) {
      Map<String, String> troubles = new LinkedHashMap<>();
      is.cluster()
          .forEach(
              (h, seen) -> troubles.put(want.cluster().get(Integer.parseInt(h)), seen.trouble()));
      plan.block(
          "no cluster node says whether `" + node + "` is held: " + troubles,
          "a window is opened only with the cluster's word; see that one of its nodes answers");
      return;
    }
    Cib cib = view.get().config();
    CrmMon state = view.get().state();
    Optional<String> address = address(cib, node);
    if (address.isEmpty()) {
      plan.block(
          "the cluster has no remote or guest node `" + node + "`",
          "give `node` the name that the cluster has for this host");
    } else if (address.get().matches("[0-9.]+|[0-9a-f:]*:[0-9a-f:]*")
        && !is.addresses().contains(address.get())) {
      plan.block(
          "`" + node + "` is another host: the cluster connects to " + address.get(),
          "give `node` the name that the cluster has for this host");
    } else if (!held(cib, state, node)) {
      plan.block(
          "the cluster does not hold `"
              + node
              + "`: it would take the loss of its connection for a"
              + " failure, and may fence it",
          "put the node into maintenance, or disable its connection, with the module"
              + " pacemaker_node_state");
    }
    plan.mend(close());
  }

  /** Returns what the cluster connects to. */
  private static Optional<String> address(Cib cib, String node) {
    return cib.link(node).map(Cib.Link::server);
  }

  /** Whether the cluster has been told to look away, and does. */
  static boolean held(Cib cib, CrmMon state, String node) {
    boolean maintained =
        Hold.MAINTENANCE.holds(cib, node)
            && state.node(node).map(n -> n.is().says("maintenance")).orElse(false);
    boolean stopped =
        Hold.DISABLE.holds(cib, node)
            && cib.carrier(node)
                .flatMap(carrier -> state.resource(carrier.attribute("id")))
                .map(r -> r.role().equals("Stopped"))
                .orElse(false);
    return maintained || stopped;
  }
}
