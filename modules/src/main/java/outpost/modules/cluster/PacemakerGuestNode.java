package outpost.modules.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
    "Makes virtual machines that are resources of a cluster its guest nodes, or plain machines"
        + " again, without touching a machine unless that is allowed; runs on one cluster node for"
        + " all of them.")
public final class PacemakerGuestNode
    implements Module<PacemakerGuestNode.Args, PacemakerGuestNode.Found> {

  /** Whether they are guest nodes. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** What a task may accept. */
  public enum Allow {
    /** A virtual machine that is started anew. */
    VM_RESTART,
    /** A virtual machine that goes to another cluster node. */
    MOVE,
    /** Resources that stop for good. */
    STOP,
    /** A cluster node that no device can fence, so that its machines cannot be recovered. */
    UNFENCED
  }

  public record Args(
      @Arg("The guest nodes.") List<GuestNode> guests,
      @Arg("The cluster's own nodes, as the inventory names them, all of them.")
          List<String> cluster,
      @Arg(value = "Whether they are guest nodes (`present`) or not.", def = "present") State state,
      @Arg(
              value =
                  "What is accepted: a virtual machine that is restarted (`vm_restart`) or goes"
                      + " elsewhere (`move`), resources that stop for good (`stop`), a cluster node"
                      + " that cannot be fenced (`unfenced`).",
              def = "[]")
          List<Allow> allow) {
    public Args {
      if (guests.isEmpty()) {
        throw new BadArg("guests", "no guest nodes are named", "name at least one");
      }
      if (cluster.isEmpty()) {
        throw new BadArg(
            "cluster", "no cluster nodes are named", "name them all: `${groups.cluster}`");
      }
      twice(guests, GuestNode::name);
      twice(guests, guest -> guest.resource().orElse(guest.name()));
      for (GuestNode guest : guests) {
        if (state == State.PRESENT && guest.resource().isEmpty()) {
          throw new BadArg(
              "guests",
              "no `resource` is named for `" + guest.name() + "`",
              "name the resource that runs its virtual machine");
        }
      }
    }

    private static void twice(List<GuestNode> guests, Function<GuestNode, String> key) {
      for (GuestNode guest : guests) {
        String name = key.apply(guest);
        if (guests.stream().filter(g -> key.apply(g).equalsIgnoreCase(name)).count() > 1) {
          throw new BadArg("guests", "`" + name + "` is named twice", "name each one once");
        }
      }
    }

    /** Returns how the guests' pacemaker_remote is looked at. */
    List<RemoteNode> nodes() {
      return guests.stream().map(GuestNode::remote).toList();
    }
  }

  /**
   * What the cluster, its nodes, and the guests say.
   *
   * @param first what the cluster would do after the first edit: the guest nodes joined in
   *     quarantine, or drained
   * @param second what it would do after the next one: the quarantine lifted, or the guest nodes
   *     taken away
   * @param coverage what can fence a node, by its name
   * @param hosts the cluster nodes, by number
   * @param remotes the guests, by number
   * @param seen what came of talking to them, by {@code GUEST-HOST}
   */
  public record Found(
      View view,
      Optional<byte[]> first,
      Optional<byte[]> second,
      Map<String, String> coverage,
      Map<String, ClusterHost> hosts,
      Map<String, RemoteHost> remotes,
      Map<String, Seen> seen) {}

  @Override
  public List<Claim> claims(Args want) {
    if (want.state() == State.ABSENT) return List.of();
    return want.guests().stream().map(guest -> Naming.guestNode(guest.name())).toList();
  }

  @Override
  public Probe<Found> probe(Args want) {
    boolean present = want.state() == State.PRESENT;
    Map<String, Script> edits = new LinkedHashMap<>();
    edits.put("first", present ? GuestEdits.join(want.guests()) : GuestEdits.drain(want.guests()));
    edits.put(
        "second", present ? GuestEdits.release(want.guests()) : GuestEdits.leave(want.guests()));
    Probe<Found> probe =
        Probe.of(
            Found.class,
            View.question(View.Twice.WHILE_JOINING)
                .then(Forecast.question(edits))
                .then(present ? Coverage.question(List.of()) : Script.raw(":")));
    if (!present) return probe;
    List<RemoteNode> nodes = want.nodes();
    Script question = ClusterHost.question(nodes.stream().map(RemoteNode::address).toList());
    for (int h = 0; h < want.cluster().size(); h++) {
      probe = probe.on(want.cluster().get(h), "hosts." + h, question);
    }
    for (int n = 0; n < nodes.size(); n++) {
      RemoteNode node = nodes.get(n);
      probe = probe.on(node.inventoryName(), "remotes." + n, RemoteHost.question(node.port()));
    }
    return probe.here("seen", new Sight(Sight.Which.UNCONNECTED, want.cluster(), nodes));
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    return want.state() == State.PRESENT
        ? new GuestJoin(want, is).plan()
        : new GuestLeave(want, is).plan();
  }

  static String names(List<GuestNode> guests) {
    return guests.stream().map(GuestNode::name).collect(Collectors.joining(", "));
  }
}
