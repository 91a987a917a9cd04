package outpost.modules.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

@Doc(
    "Frames a rotation of a cluster's authkey: holds all remote and guest nodes in maintenance"
        + " while the keys differ, and releases them one by one once the new key is proved on"
        + " each.")
public final class PacemakerKeyRotation
    implements Module<PacemakerKeyRotation.Args, PacemakerKeyRotation.Found> {

  /** How far the rotation is to come. */
  public enum State {
    /** The nodes are held: the keys may be exchanged. */
    STARTED,
    /** Every host uses the new key, and no node is held any more. */
    FINISHED
  }

  public record Args(
      @Arg("The cluster's remote and guest nodes, all of them.") List<RemoteNode> nodes,
      @Arg("The cluster's own nodes, as the inventory names them, all of them.")
          List<String> cluster,
      @Arg(
              "A name for this rotation, such as `2026-11`: the cluster remembers the last one, and"
                  + " the key is exchanged once for each.")
          String rotation,
      @Arg("How far it is to come.") State state,
      @Arg(value = "How long each of the two may take.", def = "10m") Duration timeout) {
    public Args {
      if (!rotation.matches("[A-Za-z0-9._-]+")) {
        throw new BadArg(
            "rotation",
            "`" + rotation + "` cannot name a rotation",
            "use letters, digits, `.`, `_` and `-` only");
      }
    }
  }

  /**
   * What the cluster and all hosts say.
   *
   * @param hosts the cluster nodes, by number
   * @param keys the cluster nodes ({@code c0}…) and the nodes ({@code r0}…) about their keys
   * @param seen what came of talking to the nodes, by {@code NODE-HOST}
   */
  public record Found(
      View view,
      Map<String, ClusterHost> hosts,
      Map<String, NewKey> keys,
      Map<String, Seen> seen) {}

  @Override
  public Probe<Found> probe(Args want) {
    Probe<Found> probe = Probe.of(Found.class, View.question(View.Twice.NEVER));
    for (int h = 0; h < want.cluster().size(); h++) {
      String host = want.cluster().get(h);
      probe =
          probe
              .on(host, "hosts." + h, ClusterHost.question(List.of()))
              .on(host, "keys.c" + h, NewKey.question(""));
    }
    for (int n = 0; n < want.nodes().size(); n++) {
      probe = probe.on(want.nodes().get(n).inventoryName(), "keys.r" + n, NewKey.question(""));
    }
    return want.state() == State.STARTED
        ? probe
        : probe.here("seen", new Sight(Sight.Which.ALL, want.cluster(), want.nodes()));
  }

  @Override
  public Plan plan(Args want, Found is) {
    if (is.view().trouble().isPresent()) return is.view().unreadable();
    return new Rotation(want, is, is.view().looks()).plan();
  }

  /** Returns the names of a cluster's remote and guest nodes. */
  static List<String> nodes(Cib cib) {
    return Stream.concat(cib.connections().stream().map(Cib.Connection::id), cib.guests().stream())
        .toList();
  }
}
