package outpost.remoted;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A node that no cluster uses, as two readings have just shown: the only key to a {@link
 * RemoteSession}.
 *
 * <p>The daemon tells a connected cluster of every further client as soon as its TLS handshake is
 * complete; the cluster takes that for a hostile takeover, drops the node, and fences it where
 * fencing is on ({@code daemons/execd/remoted_tls.c}, {@code
 * daemons/controld/controld_remote_ra.c}). The protocol itself offers no way to ask beforehand. So
 * the evidence is the node's own sockets, which show a cluster we do not know too, and the CIB of
 * the cluster we know, which shows one that is about to connect. It grows old at once: read both
 * immediately before, and never keep a value of this type.
 */
public final class UnusedNode {

  /** How old evidence may be when a connection is made by it. */
  public static final Duration FRESH = Duration.ofSeconds(30);

  private static final Pattern IPV6 = Pattern.compile("\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

  private final Endpoint endpoint;
  private final Instant expires;

  private UnusedNode(Endpoint endpoint, Instant expires) {
    this.endpoint = endpoint;
    this.expires = expires;
  }

  /**
   * Weighs the evidence.
   *
   * @throws NodeInUse if it does not show that the node is unused
   */
  public static UnusedNode from(NodeView node, ClusterView cluster, Instant now) throws NodeInUse {
    Endpoint endpoint = node.endpoint();
    if (!node.peers().isEmpty()) {
      throw new NodeInUse(
          "`%s` has a connection to port %d already, from %s: a cluster uses it"
              .formatted(endpoint.host(), endpoint.port(), String.join(", ", node.peers())));
    }
    Set<String> names =
        node.names().stream().map(UnusedNode::canonical).collect(Collectors.toSet());
    names.add(canonical(endpoint.host()));
    for (ClusterView.Claim claim : cluster.claims()) {
      if (claim.enabled() && concerns(claim, names, endpoint.port())) {
        throw new NodeInUse(
            "the cluster of `%s` uses `%s` already: its resource `%s` connects to it as node `%s`"
                .formatted(cluster.readOn(), endpoint.host(), claim.resource(), claim.node()));
      }
    }
    Instant read = node.readAt().isBefore(cluster.readAt()) ? node.readAt() : cluster.readAt();
    UnusedNode unused = new UnusedNode(endpoint, read.plus(FRESH));
    if (!unused.freshAt(now)) {
      throw new NodeInUse(
          "what was read of `%s` and its cluster is more than %d s old"
              .formatted(endpoint.host(), FRESH.toSeconds()));
    }
    return unused;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  boolean freshAt(Instant now) {
    return !now.isAfter(expires);
  }

  /** By name whatever the port: one node name means one node to a cluster. */
  private static boolean concerns(ClusterView.Claim claim, Set<String> names, int port) {
    return names.contains(canonical(claim.node()))
        || claim.port() == port
            && claim.addresses().stream().map(UnusedNode::canonical).anyMatch(names::contains);
  }

  /** One spelling for one address or name; asks no resolver, since a literal needs none. */
  private static String canonical(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    if (!IPV6.matcher(plain).matches()) {
      return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }
    try {
      return InetAddress.getByName(plain).getHostAddress(); // IPv4 if it is a mapped one
    } catch (UnknownHostException e) {
      return plain;
    }
  }

  @Override
  public String toString() {
    return endpoint + ", unused until " + expires;
  }
}
