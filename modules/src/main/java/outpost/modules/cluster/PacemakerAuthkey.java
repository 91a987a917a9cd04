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
import outpost.api.Problem;
import outpost.api.Script;

@Doc(
    "Gives a host the authkey of a cluster, and a cluster that has none a new one, or takes it"
        + " away; never from a cluster node, nor from a host that a cluster is using.")
public final class PacemakerAuthkey
    implements Module<PacemakerAuthkey.Args, PacemakerAuthkey.Found> {

  /** Whether the host has the key. */
  public enum State {
    PRESENT,
    ABSENT,
    ROTATED
  }

  public record Args(
      @Arg(
              value = "The cluster's own nodes, as the inventory names them, all of them.",
              alias = "from")
          List<String> cluster,
      @Arg(
              value =
                  "Whether the host has the key; `rotated` exchanges it for the new one of a"
                      + " rotation that pacemaker_key_rotation has begun, and waits until no"
                      + " Pacemaker remembers the old one.",
              def = "present")
          State state) {
    public Args {
      if (cluster.isEmpty()) {
        throw new BadArg(
            "cluster", "no cluster nodes are named", "name them all: `${groups.cluster}`");
      }
    }

    boolean rotates() {
      return state == State.ROTATED;
    }
  }

  /**
   * The host itself, and the cluster.
   *
   * @param ready whether the user and group that own the key exist
   * @param hosts the cluster nodes, by number
   * @param configs their view of the configuration, by number
   * @param own how far the host is in a rotation
   * @param source how far the first cluster node is, which has the new key
   */
  public record Found(
      RemoteHost here,
      boolean ready,
      Map<String, ClusterHost> hosts,
      Map<String, KeyUse.Config> configs,
      Optional<NewKey> own,
      Optional<NewKey> source) {

    private String name() {
      return "`" + here.host().orElse("this host") + "`";
    }

    private KeyUse use() {
      return new KeyUse(name(), here, configs.values());
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    Script own = RemoteHost.here(Optional.empty(), List.of()).then(KeyFile.question());
    Probe<Found> probe =
        Probe.of(Found.class, want.rotates() ? own.then(NewKey.question("own.")) : own);
    for (int h = 0; h < want.cluster().size(); h++) {
      String host = want.cluster().get(h);
      probe =
          probe
              .on(host, "hosts." + h, ClusterHost.question(List.of()))
              .on(host, "configs." + h, KeyUse.Config.question());
    }
    return want.rotates() ? probe.on(want.cluster().get(0), "source", NewKey.question("")) : probe;
  }

  @Override
  public Plan plan(Args want, Found is) {
    return want.state() == State.ABSENT
        ? remove(want, is)
        : give(want, is, new KeySource(want.cluster(), is.hosts()));
  }

  /** Without the key a node that is still configured would fail to connect, and be fenced. */
  private static Plan remove(Args want, Found is) {
    if (is.here().key().isEmpty()) return Plan.none();
    return is.use()
        .needed(want.cluster().get(0))
        .map(Preflight::blocked)
        .orElseGet(
            () ->
                Plan.builder()
                    .change(
                        "authkey",
                        ClusterHost.brief(is.here().key().get()),
                        "none",
                        KeyFile.remove())
                    .build());
  }

  private static Plan give(Args want, Found is, KeySource source) {
    Optional<Problem> obstacle = obstacle(want, is, source);
    if (obstacle.isPresent()) return Preflight.blocked(obstacle.get());
    if (want.rotates()) return exchange(is, source);
    Optional<String> wanted = source.key();
    Optional<String> found = is.here().key();
    if (wanted.isPresent() && wanted.equals(found)) return KeyFile.owned(is.here());
    Optional<Problem> refusal = found.flatMap(key -> is.use().inUse(key));
    if (refusal.isPresent()) return Preflight.blocked(refusal.get());
    Plan.Builder plan = Plan.builder().staged().within(Duration.ofSeconds(60));
    String from = found.map(ClusterHost::brief).orElse("none");
    if (wanted.isEmpty() && source.isMaker(is.here())) {
      return plan.change("authkey", from, "a new one", KeyFile.make()).build();
    }
    // a reader that waits there would keep that host's shell from making the key
    if (wanted.isEmpty()) return awaitKey(plan, source);
    String holder = source.holder();
    return plan.change(
            "authkey",
            from,
            ClusterHost.brief(wanted.get()),
            found.isPresent() ? KeyFile.replace(holder) : KeyFile.add(holder))
        .build();
  }

  private static Optional<Problem> obstacle(Args want, Found is, KeySource source) {
    String name = is.name();
    return source
        .obstacle()
        .or(() -> KeyFile.obstacle(name, is.ready()))
        .or(() -> source.proof(name, is.here()))
        .or(() -> Daemon.keyLocation(name, is.here()))
        .or(
            () -> {
              if (want.rotates()) return is.use().notHeld();
              // without a key of its own Pacemaker up to 2.1 falls back to corosync's
              return source.key().isEmpty() ? is.use().unknown() : source.discord();
            });
  }

  /** Brings the host the new key, and waits until the old one is forgotten. */
  private static Plan exchange(Found is, KeySource source) {
    Plan.Builder plan = Plan.builder().staged().within(Duration.ofMinutes(5));
    Optional<String> wanted = is.source().flatMap(NewKey::next);
    if (wanted.isEmpty() && source.isMaker(is.here())) {
      return plan.change("new authkey", "none", "made", NewKey.make()).build();
    }
    if (wanted.isEmpty()) return awaitKey(plan, source);
    if (is.here().key().equals(wanted)) {
      if (!is.own().orElseThrow().settled()) plan.await(NewKey.UNSETTLED);
      return plan.build();
    }
    return plan.change(
            "authkey",
            is.here().key().map(ClusterHost::brief).orElse("none"),
            ClusterHost.brief(wanted.get()),
            KeyFile.exchange(source.maker()))
        .build();
  }

  private static Plan awaitKey(Plan.Builder plan, KeySource source) {
    return plan.await("there is no new authkey on `" + source.maker() + "` yet").build();
  }
}
