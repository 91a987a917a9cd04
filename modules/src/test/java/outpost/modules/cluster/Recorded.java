package outpost.modules.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.modules.cluster.PacemakerRemoteNode.Allow;
import outpost.modules.cluster.PacemakerRemoteNode.Args;
import outpost.modules.cluster.PacemakerRemoteNode.Found;
import outpost.modules.cluster.PacemakerRemoteNode.State;

/**
 * A cluster of two nodes, c1 and c2, with fencing, as Pacemaker 2.1.5 described it while b1 and b2
 * were made its remote nodes; and what good hosts say of themselves meanwhile.
 */
final class Recorded {
  private Recorded() {}

  static byte[] file(String name) {
    try (InputStream in = Recorded.class.getResourceAsStream(name + ".xml")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String cibText(String moment) {
    return new String(file(moment + "-cib"), StandardCharsets.UTF_8);
  }

  static Cib cib(String moment) {
    return Cib.of(file(moment + "-cib"));
  }

  static CrmMon state(String moment) {
    return CrmMon.of(file(moment + "-mon"));
  }

  static View view(String moment) {
    return view(file(moment + "-cib"), file(moment + "-mon"));
  }

  static View view(byte[] cib, byte[] monitor) {
    return new View(
        Optional.empty(),
        Optional.of(cib),
        Optional.of(monitor),
        Optional.of(true),
        Optional.empty(),
        Optional.empty());
  }

  static ClusterHost clusterHost(String node, String address) {
    return new ClusterHost(
        Optional.empty(),
        Optional.of(node),
        Optional.of("0123456789abcdef"),
        Optional.empty(),
        Optional.empty(),
        Set.of("127.0.0.1", "::1", address),
        Optional.of(node),
        Map.of("0", "198.19.77.21 ", "1", "198.19.77.22 ", "2", "198.19.77.23 "),
        Optional.empty());
  }

  /** What a good host says before the cluster uses it. */
  static Map<String, String> host(String name, String address) {
    Map<String, String> says = new LinkedHashMap<>();
    says.put("host", name);
    says.put("load", "loaded");
    says.put("active", "active");
    says.put("enabled", "enabled");
    says.put("key", "0123456789abcdef");
    says.put("listeners", "pacemaker-remot");
    says.put("addresses", "127.0.0.1 ::1 " + address);
    says.put("identity", name);
    return says;
  }

  static RemoteHost remoteHost(Map<String, String> says) {
    return new RemoteHost(
        maybe(says, "unreachable"),
        maybe(says, "host"),
        maybe(says, "load"),
        maybe(says, "active"),
        maybe(says, "enabled"),
        Optional.of("/etc/sysconfig/pacemaker"),
        maybe(says, "port"),
        maybe(says, "keyLocation"),
        Optional.empty(),
        Optional.empty(),
        maybe(says, "key"),
        Optional.empty(),
        Optional.empty(),
        words(says, "listeners"),
        words(says, "peers"),
        words(says, "addresses"),
        maybe(says, "member"),
        maybe(says, "identity"),
        Map.of(),
        Map.of(),
        maybe(says, "x509").map("yes"::equals));
  }

  private static Optional<String> maybe(Map<String, String> says, String key) {
    return Optional.ofNullable(says.get(key));
  }

  private static Set<String> words(Map<String, String> says, String key) {
    return says.containsKey(key) ? Set.of(says.get(key).split(" ")) : Set.of();
  }

  static Seen seen(String cause) {
    return new Seen(
        Optional.of(cause), Optional.of("said " + cause), Optional.of("hint"), Optional.empty());
  }

  static RemoteNode node(String name) {
    return new RemoteNode(
        name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  static Args args(RemoteNode... nodes) {
    return args(State.PRESENT, List.of(), nodes);
  }

  static Args args(Allow allow, RemoteNode... nodes) {
    return args(State.PRESENT, List.of(allow), nodes);
  }

  static Args args(State state, List<Allow> allow, RemoteNode... nodes) {
    return args(state, allow, Duration.ofSeconds(60), false, nodes);
  }

  /** For nodes that are there: their connections' interval, and whether options alone are set. */
  static Args args(Duration reconnect, boolean optionsOnly, RemoteNode... nodes) {
    return args(State.PRESENT, List.of(), reconnect, optionsOnly, nodes);
  }

  private static Args args(
      State state,
      List<Allow> allow,
      Duration reconnect,
      boolean optionsOnly,
      RemoteNode... nodes) {
    return new Args(
        List.of(nodes),
        List.of("c1", "c2"),
        state,
        reconnect,
        allow,
        Duration.ofMinutes(10),
        optionsOnly);
  }

  /** What is found when all hosts are good, at a moment of the cluster. */
  static Found found(View view) {
    return new Found(
        view,
        Optional.empty(),
        Map.of("b1", "- fence", "b2", "- fence", "b3", "- fence"),
        hosts(),
        remotes(host("b1", "198.19.77.21"), host("b2", "198.19.77.22"), host("b3", "198.19.77.23")),
        Map.of());
  }

  /** A configuration whose fence device says by its agent alone which nodes it can fence. */
  static String askingItsAgent(String cib) {
    return cib.replace(
        "name=\"pcmk_host_check\" value=\"none\"", "name=\"pcmk_host_check\" value=\"status\"");
  }

  static Map<String, ClusterHost> hosts() {
    return Map.of("0", clusterHost("c1", "198.19.77.11"), "1", clusterHost("c2", "198.19.77.12"));
  }

  @SafeVarargs
  static Map<String, RemoteHost> remotes(Map<String, String>... says) {
    Map<String, RemoteHost> remotes = new LinkedHashMap<>();
    for (Map<String, String> one : says) remotes.put("" + remotes.size(), remoteHost(one));
    return remotes;
  }
}
