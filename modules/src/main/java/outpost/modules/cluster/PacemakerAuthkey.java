package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Payload;
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
      Map<String, Config> configs,
      Optional<NewKey> own,
      Optional<NewKey> source) {}

  /** A cluster's configuration and state, where they can be read. */
  public record Config(
      Optional<String> unreachable, Optional<byte[]> cib, Optional<byte[]> monitor) {}

  /** How pcs leaves the key, and how others do: Pacemaker's user and group can read both. */
  private static final Set<String> LAWFUL = Set.of("hacluster:haclient 400", "root:haclient 640");

  @Override
  public Probe<Found> probe(Args want) {
    Script own =
        RemoteHost.here(Optional.empty(), List.of())
            .then(
                Script.raw( // constant text
                    """
                    if getent passwd hacluster > /dev/null && getent group haclient > /dev/null; then
                      emit ready yes
                    else
                      emit ready no
                    fi\
                    """));
    Probe<Found> probe =
        Probe.of(Found.class, want.rotates() ? own.then(NewKey.question("own.")) : own);
    for (int h = 0; h < want.cluster().size(); h++) {
      String host = want.cluster().get(h);
      probe =
          probe
              .on(host, "hosts." + h, ClusterHost.question(List.of()))
              .on(host, "configs." + h, config());
    }
    return want.rotates() ? probe.on(want.cluster().get(0), "source", NewKey.question("")) : probe;
  }

  private static Script config() {
    return Script.raw( // constant text
        """
        cib=$(cibadmin -Q 2>/dev/null) && printf '%s' "$cib" | blob cib
        monitor=$(crm_mon --output-as=xml -1 -r 2>/dev/null) && printf '%s' "$monitor" | blob monitor
        exit 0\
        """);
  }

  @Override
  public Plan plan(Args want, Found is) {
    String name = "`" + is.here().host().orElse("this host") + "`";
    return want.state() == State.ABSENT ? remove(want, is, name) : give(want, is, name);
  }

  /** Without the key a node that is still configured would fail to connect, and be fenced. */
  private static Plan remove(Args want, Found is, String name) {
    if (is.here().key().isEmpty()) return Plan.none();
    Optional<Problem> refusal = keeps(want, is, name);
    return refusal.isPresent()
        ? Preflight.blocked(refusal.get())
        : Plan.builder()
            .change(
                "authkey",
                ClusterHost.brief(is.here().key().get()),
                "none",
                sh("rm -f -- {}", ClusterHost.KEY))
            .build();
  }

  private static Optional<Problem> keeps(Args want, Found is, String name) {
    if (is.here().member().isPresent()) {
      return Optional.of(
          Preflight.problem(
              name + " is a node of a cluster itself: " + is.here().member().get(),
              "its key is needed for the cluster's remote nodes"));
    }
    Set<String> peers = is.here().peerAddresses();
    if (!peers.isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "a cluster uses %s: connected from %s".formatted(name, String.join(", ", peers)),
              "take the node out of that cluster first: pacemaker_remote_node with `state:"
                  + " absent`"));
    }
    if (configs(is).findAny().isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "no cluster node can be asked whether " + name + " is a node of the cluster",
              "start Pacemaker on `" + want.cluster().get(0) + "`"));
    }
    Set<String> own = own(is);
    Stream<String> remote =
        configs(is)
            .flatMap(cib -> cib.connections().stream())
            .filter(c -> own.contains(c.server()) || own.contains(c.id()))
            .map(Cib.Connection::id);
    Stream<String> guest =
        configs(is)
            .flatMap(cib -> cib.guestNodes().stream())
            .filter(g -> own.contains(g.server()) || own.contains(g.node()))
            .map(Cib.Guest::node);
    return Stream.concat(remote, guest)
        .findFirst()
        .map(
            node ->
                Preflight.problem(
                    "%s is the node `%s` of the cluster".formatted(name, node),
                    "take it out of the cluster first"));
  }

  private static Plan give(Args want, Found is, String name) {
    Optional<Problem> obstacle = obstacle(want, is, name);
    if (obstacle.isPresent()) return Preflight.blocked(obstacle.get());
    if (want.rotates()) return exchange(want, is);
    Optional<String> wanted =
        is.hosts().values().stream().flatMap(h -> h.key().stream()).findFirst();
    Optional<String> found = is.here().key();
    if (wanted.isPresent() && wanted.equals(found)) return owned(is);
    Optional<Problem> refusal = found.flatMap(key -> inUse(is, name, key));
    if (refusal.isPresent()) return Preflight.blocked(refusal.get());
    Plan.Builder plan = Plan.builder().staged().within(Duration.ofSeconds(60));
    String from = found.map(ClusterHost::brief).orElse("none");
    if (wanted.isEmpty() && first(want, is)) {
      return plan.change("authkey", from, "a new one", install(ADD, "head -c 256 /dev/urandom"))
          .build();
    }
    if (wanted.isEmpty()) {
      // a reader that waits there would keep that host's shell from making the key
      return plan.await("there is no new authkey on `" + want.cluster().get(0) + "` yet").build();
    }
    Script reader = sh("cat {}", ClusterHost.KEY);
    Script install =
        install(found.isPresent() ? REPLACE : ADD, "cat")
            .stdin(new Payload.Fetched(source(want, is), reader));
    return plan.change("authkey", from, ClusterHost.brief(wanted.get()), install).build();
  }

  private static Optional<Problem> obstacle(Args want, Found is, String name) {
    for (int h = 0; h < want.cluster().size(); h++) {
      ClusterHost host = is.hosts().get("" + h);
      String node = want.cluster().get(h);
      if (host.unreachable().isPresent()) {
        return Optional.of(
            Preflight.problem(
                "cluster node `"
                    + node
                    + "` cannot be asked for its authkey: "
                    + host.unreachable().get()));
      }
      if (host.keyLocation().filter(place -> !place.equals(ClusterHost.KEY)).isPresent()) {
        return Optional.of(
            Preflight.problem(
                "PCMK_authkey_location on cluster node `%s` is set to %s, not to %s"
                    .formatted(node, host.keyLocation().get(), ClusterHost.KEY),
                "take it out of Pacemaker's settings on every cluster node"));
      }
    }
    if (!is.ready()) {
      return Optional.of(
          Preflight.problem(
              "the user hacluster and the group haclient are not there on " + name,
              "install the package pacemaker-remote first"));
    }
    boolean member =
        is.hosts().values().stream().anyMatch(h -> h.identity().equals(is.here().identity()));
    Optional<Problem> proof =
        member // whose settings are Pacemaker's, not pacemaker_remote's
            ? Optional.empty()
            : Daemon.proof(name, is.here(), want.cluster(), is.hosts());
    if (proof.isPresent()) return proof;
    if (want.rotates()) {
      return Daemon.keyLocation(name, is.here()).or(() -> notHeld(is));
    }
    if (is.hosts().values().stream().allMatch(h -> h.key().isEmpty())) {
      // without a key of its own Pacemaker up to 2.1 falls back to corosync's
      return Daemon.keyLocation(name, is.here()).or(() -> connected(is));
    }
    return Daemon.keyLocation(name, is.here())
        .or(
            () ->
                Readiness.keys(want.cluster(), is.hosts())
                    .filter(p -> p.message().contains("differ")));
  }

  /** Brings the host the new key, and waits until the old one is forgotten. */
  private static Plan exchange(Args want, Found is) {
    Plan.Builder plan = Plan.builder().staged().within(Duration.ofMinutes(5));
    Optional<String> wanted = is.source().flatMap(NewKey::next);
    if (wanted.isEmpty() && first(want, is)) {
      return plan.change("new authkey", "none", "made", NewKey.make()).build();
    }
    if (wanted.isEmpty()) {
      return plan.await("there is no new authkey on `" + want.cluster().get(0) + "` yet").build();
    }
    if (is.here().key().equals(wanted)) {
      if (!is.own().orElseThrow().settled()) plan.await(NewKey.UNSETTLED);
      return plan.build();
    }
    Script install =
        install(EXCHANGE, "cat")
            .stdin(new Payload.Fetched(want.cluster().get(0), sh("cat {}", NewKey.PLACE)));
    return plan.change(
            "authkey",
            is.here().key().map(ClusterHost::brief).orElse("none"),
            ClusterHost.brief(wanted.get()),
            install)
        .build();
  }

  /** Says that a node would be fenced if its connection were lost while the keys differ. */
  private static Optional<Problem> notHeld(Found is) {
    Optional<Config> config =
        is.configs().values().stream()
            .filter(c -> c.cib().isPresent() && c.monitor().isPresent())
            .findFirst();
    if (config.isEmpty()) {
      return Optional.of(
          Preflight.problem("no cluster node says whether the cluster's nodes are held"));
    }
    Cib cib = Cib.of(config.get().cib().get());
    CrmMon state = CrmMon.of(config.get().monitor().get());
    return PacemakerKeyRotation.nodes(cib).stream()
        .filter(node -> !PacemakerMaintenance.held(cib, state, node))
        .findFirst()
        .map(
            node ->
                Preflight.problem(
                    "the cluster does not hold `" + node + "`: with another key it may be fenced",
                    "begin the rotation with pacemaker_key_rotation, as"
                        + " playbooks/rotate-authkey.yml does"));
  }

  /** Says that there are remote nodes, and therefore a key that this module does not know. */
  private static Optional<Problem> connected(Found is) {
    return configs(is)
        .filter(cib -> !cib.connections().isEmpty() || !cib.guests().isEmpty())
        .findFirst()
        .map(
            cib ->
                Preflight.problem(
                    "the cluster has remote or guest nodes, but no cluster node has "
                        + ClusterHost.KEY,
                    "put the key that they use there on every cluster node"));
  }

  private static Stream<Cib> configs(Found is) {
    return is.configs().values().stream().flatMap(c -> c.cib().stream()).map(Cib::of);
  }

  /** Says that a cluster uses this host with the key it has. */
  private static Optional<Problem> inUse(Found is, String name, String key) {
    Set<String> peers = is.here().peerAddresses();
    if (!peers.isEmpty()) {
      return Optional.of(
          Preflight.problem(
              "%s has another authkey, %s, and a cluster uses it: connected from %s"
                  .formatted(name, ClusterHost.brief(key), String.join(", ", peers)),
              "take the node out of that cluster first"));
    }
    Set<String> names = own(is);
    for (Config config : is.configs().values()) {
      if (config.cib().isEmpty() || config.monitor().isEmpty()) continue;
      CrmMon state = CrmMon.of(config.monitor().get());
      for (Cib.Connection connection : Cib.of(config.cib().get()).connections()) {
        boolean here = names.contains(connection.server()) || names.contains(connection.id());
        if (here
            && new Membership(connection.id(), Cib.of(config.cib().get()), state).integrated()) {
          return Optional.of(
              Preflight.problem(
                  "%s has another authkey, %s, and the cluster uses it as node `%s`"
                      .formatted(name, ClusterHost.brief(key), connection.id()),
                  "disable the connection first: `pcs resource disable " + connection.id() + "`"));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the names and addresses of the host itself. */
  private static Set<String> own(Found is) {
    return Stream.concat(is.here().addresses().stream(), is.here().host().stream())
        .collect(Collectors.toSet());
  }

  /** Whether this is the one host that makes a key where there is none: all runs agree on it. */
  private static boolean first(Args want, Found is) {
    return is.here().identity().equals(is.hosts().get("0").identity());
  }

  private static String source(Args want, Found is) {
    for (int h = 0; h < want.cluster().size(); h++) {
      if (is.hosts().get("" + h).key().isPresent()) return want.cluster().get(h);
    }
    throw new IllegalStateException("no cluster node has a key");
  }

  private static Plan owned(Found is) {
    Plan.Builder plan = Plan.builder();
    String mode = is.here().keyMode().orElse("");
    if (!LAWFUL.contains(mode)) {
      plan.change(
          "authkey's owner and mode",
          mode,
          "hacluster:haclient 400",
          sh("chown hacluster:haclient {} && chmod 0400 {}", ClusterHost.KEY, ClusterHost.KEY));
    }
    return plan.build();
  }

  private static final String ADD =
      """
      ln -- "$new" "$key" 2>/dev/null || [ -s "$key" ] || { echo 'it cannot be put there' >&2; exit 1; }
      command -v restorecon > /dev/null && restorecon "$key"
      exit 0\
      """;

  private static final String EXCHANGE =
      """
      mv -f -- "$new" "$key" || exit
      if command -v restorecon > /dev/null; then restorecon "$key"; fi\
      """;

  private static final String REPLACE = EXCHANGE + "\nsystemctl try-restart pacemaker_remote";

  /**
   * Puts what a command prints into the key's place at once, or leaves all as it was. A key that
   * another run has put there meanwhile is left, and found by the next look. The daemon keeps an
   * old key in memory, for a minute or for good, so it is restarted when one is replaced.
   */
  private static Script install(String put, String command) {
    return sh(
        """
        umask 077
        key={}
        [ -d /etc/pacemaker ] || install -d -o root -g haclient -m 0750 /etc/pacemaker || exit
        new=$(mktemp /etc/pacemaker/.authkey.XXXXXX) || exit
        trap 'rm -f -- "$new"' EXIT
        trap 'exit 1' HUP INT TERM
        """
            + command
            + " > \"$new\" && [ -s \"$new\" ] || exit 1\n"
            + "chown hacluster:haclient \"$new\" && chmod 0400 \"$new\" || exit\n"
            + put,
        ClusterHost.KEY);
  }
}
