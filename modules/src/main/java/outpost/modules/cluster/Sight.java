package outpost.modules.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Reach;
import outpost.api.Reading;
import outpost.api.Script;
import outpost.remoted.ClusterView;
import outpost.remoted.Diagnosis;
import outpost.remoted.Dialer;
import outpost.remoted.Endpoint;
import outpost.remoted.HalfHandshake;
import outpost.remoted.Line;
import outpost.remoted.NodeInUse;
import outpost.remoted.NodeView;
import outpost.remoted.Questions;
import outpost.remoted.RemoteSession;
import outpost.remoted.UnusedNode;

/**
 * Looks at nodes' pacemaker_remote through the eyes of the cluster nodes: from each of them, with
 * its own key, by a half handshake that a node in use does not notice. A node that is not in use is
 * also registered with, once.
 *
 * <p>Its answers are {@link Seen} by {@code NODE-HOST}, both by number. The keys stay in memory for
 * the length of a look.
 */
final class Sight implements Reading {
  private static final Duration DIAL = Duration.ofSeconds(5);

  /** Which nodes are looked at. */
  enum Which {
    /** All. */
    ALL,
    /** Those that the cluster does not hold a connection to, and is not just connecting to. */
    UNCONNECTED,
    /** Those whose connection we have disabled. */
    HELD
  }

  private final Which which;
  private final List<String> cluster;
  private final List<RemoteNode> nodes;
  private final Clock clock = Clock.systemUTC();

  Sight(Which which, List<String> cluster, List<RemoteNode> nodes) {
    this.which = which;
    this.cluster = cluster;
    this.nodes = nodes;
  }

  @Override
  public Map<String, String> take(Reach reach) {
    Map<String, String> answers = new LinkedHashMap<>();
    Optional<Glance> now = Glance.first(reach, cluster);
    if (now.isEmpty()) return answers;
    List<RemoteNode> asked = nodes.stream().filter(node -> asks(now.get(), node.name())).toList();
    for (int h = 0; h < cluster.size() && !asked.isEmpty(); h++) {
      Optional<byte[]> key = key(reach, cluster.get(h));
      if (key.isEmpty()) continue;
      for (RemoteNode node : asked) {
        Endpoint at = now.get().endpoint(node);
        Diagnosis seen = half(reach, cluster.get(h), at, key.get());
        if (h == 0 && which != Which.ALL && seen.keyIsRight() && !now.get().uses(node.name())) {
          seen = full(reach, node, at, key.get()).orElse(seen);
        }
        tell(answers, nodes.indexOf(node) + "-" + h, seen);
      }
      Arrays.fill(key.get(), (byte) 0);
    }
    return answers;
  }

  private boolean asks(Glance now, String node) {
    return switch (which) {
      case ALL -> true;
      case UNCONNECTED -> !now.busy(node);
      case HELD -> now.held(node);
    };
  }

  /**
   * Registers with a node that nobody uses, as the cluster will. Both readings that show it are
   * taken now: the cluster may have changed while other nodes were looked at.
   */
  private Optional<Diagnosis> full(Reach reach, RemoteNode node, Endpoint at, byte[] key) {
    Instant asked = clock.instant();
    Optional<Glance> cluster = Glance.first(reach, this.cluster);
    try {
      Reach.Reply own = reach.ask(node.inventoryName(), Script.raw(Questions.node(at.port())));
      if (cluster.isEmpty() || !own.ok()) return Optional.empty();
      NodeView view = NodeView.in(utf8(own), at, asked);
      UnusedNode unused = UnusedNode.from(view, cluster.get().claims(asked), clock.instant());
      return Optional.of(RemoteSession.prove(unused, dialer(reach, this.cluster.get(0)), key));
    } catch (IOException | NodeInUse e) {
      return Optional.empty(); // then the half handshake is all that may be done
    }
  }

  private static String utf8(Reach.Reply reply) {
    return new String(reply.stdout(), StandardCharsets.UTF_8);
  }

  private static Diagnosis half(Reach reach, String from, Endpoint at, byte[] key) {
    return new HalfHandshake(dialer(reach, from)).prove(at, key);
  }

  static Dialer dialer(Reach reach, String from) {
    return to -> {
      Reach.Line line = reach.dial(from, to.host(), to.port(), DIAL);
      return Line.of(line.in(), line.out(), line);
    };
  }

  private static Optional<byte[]> key(Reach reach, String host) {
    try {
      Reach.Reply reply = reach.ask(host, Script.raw(Questions.KEY)); // constant text
      return reply.ok() && reply.stdout().length > 0
          ? Optional.of(reply.stdout())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the host's own part of the probe says why
    }
  }

  static void tell(Map<String, String> answers, String key, Diagnosis diagnosis) {
    answers.put(key + ".cause", diagnosis.cause().id());
    answers.put(key + ".sentence", diagnosis.sentence());
    answers.put(key + ".hint", diagnosis.hint());
  }

  /** The cluster at the moment of a look. */
  record Glance(String from, String document, Cib cib, CrmMon state, int usualPort) {

    static Optional<Glance> first(Reach reach, List<String> cluster) {
      for (String host : cluster) {
        try {
          Reach.Reply cib = reach.ask(host, Script.raw(Questions.CIB));
          Reach.Reply state = reach.ask(host, Script.raw("crm_mon --output-as=xml -1 -r"));
          if (cib.ok() && state.ok()) {
            String port = utf8(reach.ask(host, Script.raw(Questions.USUAL_PORT))).strip();
            return Optional.of(
                new Glance(
                    host,
                    utf8(cib),
                    Cib.of(cib.stdout()),
                    CrmMon.of(state.stdout()),
                    port.matches("\\d{1,5}") ? Integer.parseInt(port) : RemoteHost.PORT));
          }
        } catch (IOException e) {
          // the next one may answer
        }
      }
      return Optional.empty();
    }

    /** Whether the cluster holds a connection to the node, or is making one. */
    boolean busy(String node) {
      return state
          .resource(node)
          .filter(r -> !r.failed())
          .filter(r -> !r.role().equals("Stopped"))
          .isPresent();
    }

    /** Whether we disabled the connection to the node, and it is down. */
    boolean held(String node) {
      return Hold.ours(cib, node).equals(Optional.of(Hold.DISABLE))
          && cib.connection(node).isPresent()
          && !busy(node);
    }

    /** Whether the cluster connects to the node, or would as soon as it can. */
    boolean uses(String node) {
      return cib.link(node).filter(link -> !link.disabled()).isPresent();
    }

    /** Returns what the cluster is configured to connect to. */
    ClusterView claims(Instant asked) {
      return ClusterView.in(document, usualPort, from, asked).orElseThrow(); // it was read before
    }

    /** Returns where the cluster is to connect to. */
    Endpoint endpoint(RemoteNode node) {
      Optional<Cib.Link> link = cib.link(node.name());
      String server = node.server().or(() -> link.map(Cib.Link::server)).orElse(node.address());
      int port =
          node.port().or(() -> link.map(l -> l.port().orElse(usualPort))).orElse(RemoteHost.PORT);
      return new Endpoint(server, port);
    }
  }
}
