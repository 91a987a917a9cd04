package outpost.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Reach;
import outpost.api.Script;
import outpost.api.Secret;
import outpost.core.program.Program;
import outpost.core.run.HostAccess;
import outpost.core.run.Outreach;
import outpost.core.source.Problems;
import outpost.remoted.ClusterView;
import outpost.remoted.Credential;
import outpost.remoted.Dialer;
import outpost.remoted.Endpoint;
import outpost.remoted.Limits;
import outpost.remoted.Line;
import outpost.remoted.NodeInUse;
import outpost.remoted.NodeView;
import outpost.remoted.Questions;
import outpost.remoted.UnusedNode;

/**
 * What the commands around pacemaker_remote share: the hosts that they log in on, keys, and the
 * proof that a node may be connected to.
 */
final class RemotedTool implements AutoCloseable {
  private static final Path NAME = Path.of("command line");

  private final Surroundings around;
  private final Optional<String> cluster;
  private final Optional<Outreach> outreach;
  private final Set<String> known;
  private final Duration patience;

  private RemotedTool(
      Surroundings around,
      Optional<String> cluster,
      Optional<Outreach> outreach,
      Set<String> known,
      Duration patience) {
    this.around = around;
    this.cluster = cluster;
    this.outreach = outreach;
    this.known = known;
    this.patience = patience;
  }

  /** Why a node is left alone. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final String cause;
    private final String hint;

    Refused(String cause, String message, String hint) {
      super(message);
      this.cause = cause;
      this.hint = hint;
    }

    /** The stable name of the reason. */
    String cause() {
      return cause;
    }

    String hint() {
      return hint;
    }
  }

  /** Logs in nowhere. */
  static RemotedTool alone(Surroundings around, Options.Connecting connecting) {
    return new RemotedTool(
        around, Optional.empty(), Optional.empty(), Set.of(), patience(connecting));
  }

  /**
   * Logs in where it is needed; what is wrong with inventory or options is told, and then there is
   * none.
   *
   * @param hosts those of the inventory that are logged in on; the cluster's node as well
   */
  static Optional<RemotedTool> of(
      Surroundings around,
      List<String> hosts,
      Optional<String> cluster,
      RemotedOptions.Hosts inventory,
      Options.Vaults vaults,
      Options.Connecting connecting,
      Options.Becoming becoming) {
    Reading reading = new Reading(around, vaults);
    if (reading.refused()) return Optional.empty();
    String named =
        Stream.concat(hosts.stream(), cluster.stream())
            .distinct()
            .map(name -> "'" + name.replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    String all = named.isEmpty() ? "all, localhost" : named;
    reading.sources().put(NAME, "- hosts: [" + all + "]\n  gather_facts: no\n");
    List<Program> programs =
        reading.programs(
            List.of(NAME), inventory.all(), new Options.Work(), new Options.Choosing());
    if (reading.tell()) return Optional.empty();
    Problems refused = new Problems();
    HostAccess.Defaults access =
        new Access(around, reading.masker(), refused).of(connecting, becoming);
    if (reading.tell(refused)) return Optional.empty();
    Program program = programs.get(0);
    Outreach outreach =
        new Outreach(program.variables(), around.connections().get(), access, around.masker());
    return Optional.of(
        new RemotedTool(
            around,
            cluster,
            Optional.of(outreach),
            Set.copyOf(program.variables().hosts()),
            patience(connecting)));
  }

  /** Returns the authkey of the cluster's node. */
  Credential fetched() throws Refused {
    byte[] key = ask(cluster.orElseThrow(), Questions.KEY, "for its authkey").stdout();
    around.masker().add(Secret.of(key));
    return Credential.of(key);
  }

  /** Connects as the cluster's node would, or from here. */
  Dialer dialer() {
    return cluster.map(this::through).orElseGet(() -> Dialer.direct(patience));
  }

  private Dialer through(String host) {
    return to -> {
      Reach.Line line = outreach.orElseThrow().dial(host, to.host(), to.port(), patience);
      return Line.of(line.in(), line.out(), line);
    };
  }

  private static Duration patience(Options.Connecting connecting) {
    return connecting.connectTimeout.map(Duration::ofSeconds).orElse(Limits.USUAL.handshake());
  }

  /** Returns how long a node may take. */
  Limits limits() {
    return new Limits(patience, Limits.USUAL.reply());
  }

  /** Returns where a host is: a host of the inventory has its address there. */
  Endpoint endpoint(Endpoint typed) {
    return known.contains(typed.host())
        ? new Endpoint(outreach.orElseThrow().address(typed.host()), typed.port())
        : typed;
  }

  /** Returns the node if it may be connected to: all that is known says that nobody uses it. */
  UnusedNode unused(Endpoint typed) throws Refused {
    String host = typed.host();
    Instant asked = Instant.now(around.clock());
    String said =
        utf8(ask(host, Questions.node(typed.port()), "who is connected to its pacemaker_remote"));
    ClusterView view = claims();
    NodeView any = NodeView.in(said, typed, asked);
    Endpoint at = own(typed, any.names());
    try {
      return UnusedNode.from(NodeView.in(said, at, asked), view, Instant.now(around.clock()));
    } catch (NodeInUse e) {
      throw new Refused(
          "in-use", e.reason(), "`remoted probe` is safe there; take the node out of its cluster");
    }
  }

  /** What is connected to must be the machine that was asked, or the answer proves nothing. */
  private Endpoint own(Endpoint typed, Set<String> names) throws Refused {
    String address = endpoint(typed).host();
    try {
      for (InetAddress each : InetAddress.getAllByName(address)) {
        String literal = each.getHostAddress();
        if (names.contains(literal)) return new Endpoint(literal, typed.port());
      }
    } catch (UnknownHostException e) {
      throw new Refused(
          "name-unknown", "the name `" + address + "` does not resolve", "use an address");
    }
    throw new Refused(
        "elsewhere",
        "`%s` does not have the address `%s` itself: what answers there may be another machine"
            .formatted(typed.host(), address),
        "name an address of its own as `ansible_host`");
  }

  private ClusterView claims() throws Refused {
    Instant asked = Instant.now(around.clock());
    if (cluster.isEmpty()) return new ClusterView("nobody", List.of(), asked);
    String cib = utf8(ask(cluster.get(), Questions.CIB, "for the cluster's configuration"));
    String port = utf8(ask(cluster.get(), Questions.USUAL_PORT, "for its settings")).strip();
    int usual = port.matches("\\d{1,5}") ? Integer.parseInt(port) : Endpoint.DEFAULT_PORT;
    return ClusterView.in(cib, usual, cluster.get(), asked)
        .orElseThrow(
            () ->
                new Refused(
                    "not-asked",
                    "what `" + cluster.get() + "` says of its configuration is no XML",
                    "look at `cibadmin -Q` there"));
  }

  private Reach.Reply ask(String host, String question, String what) throws Refused {
    String why;
    try {
      Reach.Reply reply = outreach.orElseThrow().ask(host, Script.raw(question)); // ours
      if (reply.ok()) return reply;
      why = reply.stderr().strip();
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    throw new Refused(
        "not-asked",
        "`%s` cannot be asked %s: %s".formatted(host, what, Text.line(why)),
        "without that answer nothing is connected to");
  }

  private static String utf8(Reach.Reply reply) {
    return new String(reply.stdout(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    outreach.ifPresent(Outreach::close);
  }
}
