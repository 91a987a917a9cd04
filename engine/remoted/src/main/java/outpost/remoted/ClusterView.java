package outpost.remoted;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * Reads the claims in a configuration; empty if it is no XML.
   *
   * @param cib what {@link Questions#CIB} printed
   * @param usualPort the port of a connection that names none
   */
  public static Optional<ClusterView> in(String cib, int usualPort, String readOn, Instant readAt) {
    return Xml.read(cib)
        .map(
            root ->
                new ClusterView(
                    readOn,
                    root.all()
                        .filter(element -> element.name().equals("primitive"))
                        .flatMap(primitive -> claim(primitive, usualPort).stream())
                        .toList(),
                    readAt));
  }

  private static Optional<Claim> claim(Element primitive, int usualPort) {
    String id = primitive.get("id").orElse("");
    boolean remote =
        primitive.get("class").equals(Optional.of("ocf"))
            && primitive.get("provider").equals(Optional.of("pacemaker"))
            && primitive.get("type").equals(Optional.of("remote"));
    Map<String, String> meta = pairs(primitive, "meta_attributes");
    Map<String, String> options = pairs(primitive, "instance_attributes");
    Optional<String> node = remote ? Optional.of(id) : Optional.ofNullable(meta.get("remote-node"));
    return node.map(
        name -> {
          String server =
              remote
                  ? options.getOrDefault("server", options.getOrDefault("addr", id))
                  : meta.getOrDefault("remote-addr", name);
          String port = remote ? options.get("port") : meta.get("remote-port");
          boolean said = port != null && port.matches("\\d{1,5}");
          boolean enabled = !"Stopped".equalsIgnoreCase(meta.get("target-role"));
          return new Claim(
              id, name, Set.of(server), said ? Integer.parseInt(port) : usualPort, enabled);
        });
  }

  private static Map<String, String> pairs(Element primitive, String set) {
    Map<String, String> pairs = new HashMap<>();
    primitive.children().stream()
        .filter(child -> child.name().equals(set))
        .flatMap(child -> child.children().stream())
        .filter(child -> child.name().equals("nvpair"))
        .forEach(pair -> pairs.put(pair.get("name").orElse(""), pair.get("value").orElse("")));
    return pairs;
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
