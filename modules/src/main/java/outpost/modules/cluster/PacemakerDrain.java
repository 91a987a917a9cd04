package outpost.modules.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

@Doc(
    "Takes remote and guest nodes out of use, proves that nothing is left on them, and gives them"
        + " back; runs on one cluster node for all of them.")
public final class PacemakerDrain implements Module<PacemakerDrain.Args, PacemakerDrain.Found> {

  /** How nodes are taken out of use. */
  public enum Method {
    AUTO(Hold.DISABLE),
    DISABLE(Hold.DISABLE),
    STANDBY(Hold.STANDBY),
    MAINTENANCE(Hold.MAINTENANCE);

    private final Hold hold;

    Method(Hold hold) {
      this.hold = hold;
    }

    Hold hold() {
      return hold;
    }
  }

  /** Whether nodes are to be out of use. */
  public enum State {
    DRAINED,
    RELEASED
  }

  /** What a task may accept. */
  public enum Allow {
    /** Resources that no other node takes over. */
    STOP
  }

  public record Args(
      @Arg("The nodes, all in one transaction: names, or mappings with `name` and `host`.")
          List<RemoteNode> nodes,
      @Arg("The cluster's own nodes, as the inventory names them, all of them.")
          List<String> cluster,
      @Arg(
              value =
                  "How: `disable` stops the connection (of a guest its machine), as the guide does;"
                      + " `standby` moves resources away and keeps the connection; `maintenance`"
                      + " leaves them running, unwatched; `auto` takes what is safe for any work,"
                      + " and says why.",
              def = "auto")
          Method method,
      @Arg(
              value =
                  "Whether they are taken out of use, or given back; only what this module took is"
                      + " given back.",
              def = "drained")
          State state,
      @Arg(
              value = "What is accepted: resources that stop because no other node may run them.",
              def = "[]")
          List<Allow> allow,
      @Arg(
              "How long it may take; 10 minutes until nodes are drained, 3 minutes until they are"
                  + " back.")
          Optional<Duration> timeout) {
    public Args {
      if (nodes.isEmpty()) {
        throw new BadArg("nodes", "no nodes are named", "name at least one");
      }
      if (cluster.isEmpty()) {
        throw new BadArg(
            "cluster", "no cluster nodes are named", "name them all: `${groups.cluster}`");
      }
    }

    Duration within() {
      return timeout.orElse(Duration.ofMinutes(state == State.DRAINED ? 10 : 3));
    }
  }

  /**
   * What the cluster, its nodes, and the nodes in question say.
   *
   * @param rehearsal what the next change would come to
   * @param versions of pacemaker_remote, by the node's number
   */
  public record Found(
      View view,
      Rehearsed rehearsal,
      Map<String, ClusterHost> hosts,
      Map<String, RemoteHost> remotes,
      Map<String, Version> versions,
      Map<String, Seen> seen) {}

  /** The version of pacemaker_remote that is installed on a host. */
  public record Version(Optional<String> unreachable, Optional<String> pacemaker) {}

  private static final Script VERSION =
      Script.raw(
          "emit pacemaker \"$(pacemaker-remoted --version 2>/dev/null |"
              + " sed -n 's/^Pacemaker //p')\"");

  @Override
  public Probe<Found> probe(Args want) {
    Probe<Found> probe = Probe.of(Found.class, View.question(View.Twice.ALWAYS));
    for (int h = 0; h < want.cluster().size(); h++) {
      probe = probe.on(want.cluster().get(h), "hosts." + h, ClusterHost.question(List.of()));
    }
    for (int n = 0; n < want.nodes().size(); n++) {
      RemoteNode node = want.nodes().get(n);
      probe =
          probe
              .on(node.inventoryName(), "remotes." + n, RemoteHost.question(node.port()))
              .on(node.inventoryName(), "versions." + n, VERSION);
    }
    probe = probe.here("rehearsal", new Rehearsal(cib -> edit(want, cib)));
    return want.state() == State.DRAINED
        ? probe
        : probe.here("seen", new Sight(Sight.Which.HELD, want.cluster(), want.nodes()));
  }

  /** Returns the edit that is left to make. */
  private static CibPatch edit(Args want, Cib cib) {
    CibPatch patch = new CibPatch(cib);
    for (RemoteNode node : want.nodes()) {
      boolean ours = Hold.ours(cib, node.name()).isPresent();
      if (want.state() == State.RELEASED && ours) Hold.lift(patch, cib, node.name());
      if (want.state() == State.DRAINED && !ours && cib.carrier(node.name()).isPresent()) {
        want.method().hold().put(patch, cib, node.name());
      }
    }
    return patch;
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    return want.state() == State.DRAINED
        ? new Drain(want, is).plan()
        : new Release(want, is).plan();
  }
}
