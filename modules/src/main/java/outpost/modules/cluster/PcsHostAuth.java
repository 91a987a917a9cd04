package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import outpost.api.Secret;

@Doc(
    "Lets the cluster's pcs manage hosts: `pcs host auth`, in one call for all that are missing, or"
        + " has it forget them; runs on one cluster node.")
public final class PcsHostAuth implements Module<PcsHostAuth.Args, PcsHostAuth.Found> {
  /** Whether pcs knows the hosts. */
  public enum State {
    PRESENT,
    ABSENT
  }

  public record Args(
      @Arg("The hosts: names, or mappings with `addr` and `port`.") List<PcsHost> hosts,
      @Arg(value = "Whether pcs knows them.", def = "present") State state,
      @Arg(
              "The cluster's own nodes, as the inventory names them; all of them know a host, or none.")
          List<String> cluster,
      @Arg(value = "The user that pcs logs in as.", def = "hacluster") String username,
      @Arg("That user's password on the hosts; needed unless `state` is `absent`.")
          Optional<Secret> password) {
    public Args {
      if (hosts.isEmpty()) throw new BadArg("hosts", "no hosts are named", "name at least one");
      if (state == State.PRESENT && password.isEmpty()) {
        throw new BadArg(
            "password", "`password` is missing", "pcs logs in with it: `${hacluster_password}`");
      }
      if (cluster.isEmpty()) {
        throw new BadArg(
            "cluster", "no cluster nodes are named", "name them all: `${groups.cluster}`");
      }
    }

    private List<String> names() {
      return hosts.stream().map(PcsHost::name).toList();
    }
  }

  /**
   * What every cluster node knows.
   *
   * @param nodes all of them, by number
   * @param hosts what they say of themselves, and where the hosts' addresses lead from there
   * @param here the one that is to forget hosts
   * @param cib what its cluster is made of, if it has one
   */
  public record Found(
      Map<String, KnownHosts> nodes,
      Map<String, ClusterHost> hosts,
      KnownHosts here,
      Optional<byte[]> cib) {}

  @Override
  public Probe<Found> probe(Args want) {
    boolean absent = want.state() == State.ABSENT;
    Probe<Found> probe = absent ? Probe.of(Found.class, KnownHosts.here()) : Probe.of(Found.class);
    Script question = absent ? KnownHosts.question() : KnownHosts.question(want.names());
    if (!absent) {
      Script member = ClusterHost.question(want.hosts().stream().map(PcsHost::address).toList());
      for (int h = 0; h < want.cluster().size(); h++) {
        probe = probe.on(want.cluster().get(h), "hosts." + h, member);
      }
    }
    for (int h = 0; h < want.cluster().size(); h++) {
      probe = probe.on(want.cluster().get(h), "nodes." + h, question);
    }
    return probe;
  }

  @Override
  public Plan plan(Args want, Found is) {
    return want.state() == State.ABSENT ? forget(want, is) : know(want, is);
  }

  /** pcs tells the cluster's other nodes what it forgets. */
  private static Plan forget(Args want, Found is) {
    List<String> known = is.here().among(want.names());
    Optional<Cib> cib = is.cib().map(Cib::of);
    for (String name : known) {
      Optional<String> node = cib.flatMap(c -> node(c, name));
      if (node.isPresent()) {
        return Plan.blocked(
            "`%s` is %s of this cluster, and pcs must know all of them".formatted(name, node.get()),
            "remove it from the cluster first");
      }
    }
    Plan.Builder plan = Plan.builder().within(Duration.ofSeconds(30));
    if (!known.isEmpty()) {
      return plan.change(
              "hosts known to pcs", String.join(", ", known), "-", sh("pcs host deauth {}", known))
          .build();
    }
    for (int h = 0; h < want.cluster().size(); h++) {
      List<String> there = is.nodes().get("" + h).among(want.names());
      if (!there.isEmpty()) {
        return plan.await(
                "`%s` knows %s still: `pcs host deauth` there"
                    .formatted(want.cluster().get(h), String.join(", ", there)))
            .build();
      }
    }
    return plan.build();
  }

  private static Optional<String> node(Cib cib, String name) {
    if (cib.members().contains(name)) return Optional.of("a node");
    if (cib.guests().contains(name)) return Optional.of("a guest node");
    return cib.connection(name).map(c -> "a remote node");
  }

  private static Plan know(Args want, Found is) {
    for (int h = 0; h < want.cluster().size(); h++) {
      Optional<Problem> obstacle = is.nodes().get("" + h).obstacle(want.cluster().get(h));
      if (obstacle.isPresent()) return Preflight.blocked(obstacle.get());
    }
    Optional<Problem> taken = taken(want, is);
    if (taken.isPresent()) return Preflight.blocked(taken.get());
    List<PcsHost> missing = new ArrayList<>();
    List<String> from = new ArrayList<>();
    for (PcsHost host : want.hosts()) {
      is.nodes().values().stream()
          .flatMap(node -> node.lacks(host).stream())
          .findFirst()
          .ifPresent(
              what -> {
                missing.add(host);
                from.add(host.name() + " " + what);
              });
    }
    if (missing.isEmpty()) return Plan.none();
    String to = missing.stream().map(PcsHost::name).collect(Collectors.joining(", "));
    return Plan.builder()
        .staged()
        .within(Duration.ofSeconds(30))
        .change("hosts known to pcs", String.join(", ", from), to, authenticate(want, missing))
        .build();
  }

  private static Optional<Problem> taken(Args want, Found is) {
    for (int n = 0; n < want.hosts().size(); n++) {
      for (ClusterHost member : is.hosts().values()) {
        List<String> leads = List.of(member.resolves().getOrDefault("" + n, "").split(" "));
        Optional<Problem> taken = want.hosts().get(n).taken(member, leads);
        if (taken.isPresent()) return taken;
      }
    }
    return Optional.empty();
  }

  /**
   * Authenticates all in one call: calls side by side lose hosts. Another administrator's call that
   * came in between is no failure: the next look says what is still missing.
   */
  private static Script authenticate(Args want, List<PcsHost> missing) {
    List<String> words = missing.stream().flatMap(h -> Stream.of(h.name(), h.word())).toList();
    byte[] password =
        want.password().orElseThrow().reveal(); // to the host's standard input, for pcs
    byte[] line = Arrays.copyOf(password, password.length + 1);
    line[password.length] = '\n';
    return sh(
            """
            said=$(pcs host auth {} -u {} 2>&1) && exit 0
            case $said in *'newer known-hosts'*) exit 0 ;; esac
            printf '%s\\n' "$said" | sed 's/^Password: //; s/^Error: //
              s/^Unable to communicate with \\(.*\\)/pcsd of `\\1` cannot be reached: it does not run, or its port is closed on the way/' |
              grep -v -e ': Authorized$' -e '^Operation timed out$' >&2
            exit 1""",
            words, want.username())
        .stdin(new Payload.Hidden(Secret.of(line)));
  }
}
