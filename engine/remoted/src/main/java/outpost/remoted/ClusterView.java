package outpost.remoted;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a cluster says, read on one of its nodes from the CIB: the other half of the proof that no
 * cluster uses a node.
 *
 * @param readOn the cluster node it was read on
 * @param claims every remote and guest node the CIB configures, disabled ones too
 * @param readAt when, by this machine's clock, the reading began
 */
public record ClusterView(String readOn, List<Claim> claims, Instant readAt) {

  public ClusterView {
    claims = List.copyOf(claims);
  }

  /**
   * One remote or guest node that the CIB configures.
   *
   * @param resource the resource that makes the connection ({@code ocf:pacemaker:remote}), or that
   *     the guest runs in
   * @param node the node's name in the cluster: a remote's resource id, a guest's {@code
   *     remote-node}
   * @param addresses what it connects to as written ({@code server}, {@code remote-addr}, else the
   *     node's name), and the addresses which that resolves to on the cluster's nodes
   * @param port {@code port} or {@code remote-port}, else 3121
   * @param enabled false only if its {@code target-role} is {@code Stopped}
   */
  public record Claim(
      String resource, String node, Set<String> addresses, int port, boolean enabled) {
    public Claim {
      addresses = Set.copyOf(addresses);
    }
  }
}
