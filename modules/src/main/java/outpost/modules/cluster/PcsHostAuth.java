package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
import outpost.modules.Json;

@Doc(
    "Lets the cluster's pcs manage hosts: `pcs host auth`, in one call for all that are missing, or"
        + " has it forget them; runs on one cluster node.")
public final class PcsHostAuth implements Module<PcsHostAuth.Args, PcsHostAuth.Found> {
  /** A host as a task names it. */
  public record Host(
      @Arg(value = "Its name for pcs.", freeForm = true) String name,
      @Arg("Where its pcsd is reached; pcs takes the name when empty.") Optional<String> addr,
      @Arg("The port of its pcsd; 2224 when empty.") Optional<Integer> port) {
    public Host {
      if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
        throw new BadArg(
            "name", "`" + name + "` is no host's name", "use letters, digits, `.`, `_`, `-`");
      }
    }

    /** pcs writes a name that it takes for an address in lower case: so one is always given. */
    String address() {
      return addr.orElse(name);
    }

    String word() {
      String bare = address();
      String host = bare.contains(":") ? "[" + bare + "]" : bare;
      return "addr=" + host + port.map(p -> ":" + p).orElse("");
    }
  }

  /** Whether pcs knows the hosts. */
  public enum State {
    PRESENT,
    ABSENT
  }

  public record Args(
      @Arg("The hosts: names, or mappings with `addr` and `port`.") List<Host> hosts,
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
      Map<String, Node> nodes, Map<String, ClusterHost> hosts, Node here, Optional<byte[]> cib) {}

  /**
   * What one cluster node knows.
   *
   * @param installed whether pcs is there
   * @param known its file of known hosts, without the tokens
   * @param status a line per host: {@code NAME: Online}
   */
  public record Node(
      Optional<String> unreachable,
      Optional<Boolean> installed,
      Optional<byte[]> known,
      Optional<byte[]> status) {}

  /** Defines {@code known}, which tells the file of known hosts without its tokens. */
  private static final Script KNOWN =
      Script.raw( // constant text
          """
          known() {
            [ -e /var/lib/pcsd/known-hosts ] &&
              sed 's/"token": *"[^"]*"/"token": ""/' /var/lib/pcsd/known-hosts | blob "$1"
          }""");

  @Override
  public Probe<Found> probe(Args want) {
    Probe<Found> probe = Probe.of(Found.class);
    Script question = KNOWN.then(Script.raw("known known")); // constant text
    if (want.state() == State.ABSENT) {
      probe =
          Probe.of(
              Found.class,
              KNOWN.then(
                  Script.raw( // constant text
                      """
                      known here.known
                      cib=$(cibadmin -Q 2>/dev/null) && printf '%s' "$cib" | blob cib
                      exit 0""")));
    } else {
      question =
          KNOWN.then(
              sh(
                  """
                  command -v pcs > /dev/null || { emit installed no; exit 0; }
                  emit installed yes
                  known known
                  pcs pcsd status {} 2>&1 | blob status""",
                  want.hosts().stream().map(Host::name).toList()));
      Script member = ClusterHost.question(want.hosts().stream().map(Host::address).toList());
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
    List<String> known = known(want, is.here());
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
      List<String> there = known(want, is.nodes().get("" + h));
      if (!there.isEmpty()) {
        return plan.await(
                "`%s` knows %s still: `pcs host deauth` there"
                    .formatted(want.cluster().get(h), String.join(", ", there)))
            .build();
      }
    }
    return plan.build();
  }

  private static List<String> known(Args want, Node node) {
    return want.hosts().stream()
        .map(Host::name)
        .filter(name -> !destination(node, name).isEmpty())
        .toList();
  }

  private static Optional<String> node(Cib cib, String name) {
    if (cib.members().contains(name)) return Optional.of("a node");
    if (cib.guests().contains(name)) return Optional.of("a guest node");
    return cib.connection(name).map(c -> "a remote node");
  }

  private static Plan know(Args want, Found is) {
    for (int h = 0; h < want.cluster().size(); h++) {
      Node node = is.nodes().get("" + h);
      String name = "cluster node `" + want.cluster().get(h) + "`";
      if (node.unreachable().isPresent()) {
        return Plan.builder().block(name + " cannot be asked: " + node.unreachable().get()).build();
      }
      if (!node.installed().orElse(false)) {
        return Plan.builder().block("pcs is not installed on " + name, "install it first").build();
      }
    }
    Optional<Problem> taken = taken(want, is);
    if (taken.isPresent()) return Preflight.blocked(taken.get());
    List<Host> missing = new ArrayList<>();
    List<String> from = new ArrayList<>();
    for (Host host : want.hosts()) {
      is.nodes().values().stream()
          .flatMap(node -> lacks(node, host).stream())
          .findFirst()
          .ifPresent(
              what -> {
                missing.add(host);
                from.add(host.name() + " " + what);
              });
    }
    if (missing.isEmpty()) return Plan.none();
    String to = missing.stream().map(Host::name).collect(Collectors.joining(", "));
    return Plan.builder()
        .staged()
        .within(Duration.ofSeconds(30))
        .change("hosts known to pcs", String.join(", ", from), to, authenticate(want, missing))
        .build();
  }

  /**
   * Says that a name is that of one of the cluster's own nodes, but leads elsewhere: pcs would take
   * the host for the node.
   */
  private static Optional<Problem> taken(Args want, Found is) {
    for (int n = 0; n < want.hosts().size(); n++) {
      Host host = want.hosts().get(n);
      for (ClusterHost member : is.hosts().values()) {
        List<String> leads = List.of(member.resolves().getOrDefault("" + n, "").split(" "));
        if (member.node().filter(host.name()::equalsIgnoreCase).isPresent()
            && leads.stream().noneMatch(a -> a.isEmpty() || a.startsWith("127.") || a.equals("::1"))
            && Collections.disjoint(leads, member.addresses())) {
          return Optional.of(
              Preflight.problem(
                  "the name `%s` is taken: cluster node `%s` has it"
                      .formatted(host.name(), member.node().get()),
                  "give the host another name; upper and lower case count as the same"));
        }
      }
    }
    return Optional.empty();
  }

  /** Says what keeps a cluster node from managing a host. */
  private static Optional<String> lacks(Node node, Host host) {
    Map<?, ?> destination = destination(node, host.name());
    if (destination.isEmpty()) return Optional.of("unknown");
    Object address = destination.get("addr");
    if (!host.address().equalsIgnoreCase(String.valueOf(address)) && host.addr().isPresent()) {
      return Optional.of("at " + address);
    }
    Object port = destination.get("port");
    if (host.port().isPresent() && !host.port().get().toString().equals(String.valueOf(port))) {
      return Optional.of("on port " + port);
    }
    return status(node, host.name())
        .filter(status -> !status.equals("Online"))
        .map(status -> status.toLowerCase(java.util.Locale.ROOT));
  }

  private static Map<?, ?> destination(Node node, String name) {
    if (node.known().isEmpty() || node.known().get().length == 0) return Map.of();
    Object file = Json.parse(utf8(node.known().get()));
    if (file instanceof Map<?, ?> whole
        && whole.get("known_hosts") instanceof Map<?, ?> hosts
        && hosts.get(name) instanceof Map<?, ?> host
        && host.get("dest_list") instanceof List<?> destinations
        && !destinations.isEmpty()
        && destinations.get(0) instanceof Map<?, ?> destination) {
      return destination;
    }
    return Map.of();
  }

  private static Optional<String> status(Node node, String name) {
    return node.status().stream()
        .flatMap(text -> utf8(text).lines())
        .map(String::strip)
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Authenticates all in one call: calls side by side lose hosts. Another administrator's call that
   * came in between is no failure: the next look says what is still missing.
   */
  private static Script authenticate(Args want, List<Host> missing) {
    List<String> words =
        missing.stream().flatMap(h -> java.util.stream.Stream.of(h.name(), h.word())).toList();
    byte[] password =
        want.password().orElseThrow().reveal(); // to the host's standard input, for pcs
    byte[] line = java.util.Arrays.copyOf(password, password.length + 1);
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
