package outpost.modules.cluster;

import static outpost.modules.cluster.Preflight.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;

/** What about a host's pacemaker_remote nobody but its administrator should mend. */
final class Daemon {
  private Daemon() {}

  /** Says what is in the way of a pacemaker_remote that uses this port and the usual key. */
  static Optional<Problem> obstacle(String name, RemoteHost host, int port) {
    if (!host.installed()) {
      return Optional.of(
          problem(
              "pacemaker_remote is not installed on " + name,
              "install the package pacemaker-remote first"));
    }
    if (host.masked()) {
      return Optional.of(
          problem(
              "the unit pacemaker_remote is masked on " + name,
              "if that is no longer meant, `systemctl unmask pacemaker_remote` there"));
    }
    return keyLocation(name, host)
        .or(() -> port(name, host, port))
        .or(() -> holder(name, host, port));
  }

  /** Says that the key is looked for elsewhere. */
  static Optional<Problem> keyLocation(String name, RemoteHost host) {
    return host.keyLocation()
        .or(() -> host.active() ? host.runningKeyLocation() : Optional.empty())
        .filter(place -> !place.equals(ClusterHost.KEY))
        .map(
            place ->
                problem(
                    "PCMK_authkey_location on %s is set to %s, not to %s"
                        .formatted(name, place, ClusterHost.KEY),
                    "take it out of %s there, and restart pacemaker_remote".formatted(file(host))));
  }

  /**
   * Says that a host and the cluster do not prove themselves alike: with certificates, which
   * Pacemaker 3 uses where its settings name them, the authkey counts for nothing.
   *
   * @param cluster the cluster nodes' names
   * @param hosts what they say, by their number
   */
  static Optional<Problem> proof(
      String name, RemoteHost host, List<String> cluster, Map<String, ClusterHost> hosts) {
    boolean here = host.x509().orElse(false);
    for (int h = 0; h < cluster.size(); h++) {
      ClusterHost other = hosts.get("" + h);
      if (other.unreachable().isPresent() || other.x509().orElse(false) == here) continue;
      String node = "cluster node `" + cluster.get(h) + "`";
      return Optional.of(
          problem(
              "%s is set to X.509, and %s uses the authkey: neither lets the other in"
                  .formatted(here ? name : node, here ? node : name),
              here
                  ? "take PCMK_ca_file, PCMK_cert_file and PCMK_key_file out of %s there, and"
                          .formatted(file(host))
                      + " restart pacemaker_remote"
                  : "set PCMK_ca_file, PCMK_cert_file and PCMK_key_file in %s on %s as well, and"
                          .formatted(file(host), name)
                      + " restart pacemaker_remote"));
    }
    return Optional.empty();
  }

  private static Optional<Problem> port(String name, RemoteHost host, int port) {
    int is =
        host.port()
            .filter(p -> p.matches("\\d{1,5}"))
            .map(Integer::parseInt)
            .orElse(host.active() ? host.effectivePort() : RemoteHost.PORT);
    if (is == port) return Optional.empty();
    return Optional.of(
        problem(
            "PCMK_remote_port on %s is set to %d, but the cluster connects to %d"
                .formatted(name, is, port),
            "take it out of %s there, or ask for `port: %d` throughout".formatted(file(host), is)));
  }

  private static Optional<Problem> holder(String name, RemoteHost host, int port) {
    return host.strangers().stream()
        .findFirst()
        .map(
            program ->
                problem(
                    "port %d on %s is held by another program, `%s`".formatted(port, name, program),
                    "stop it, or use another port for pacemaker_remote"));
  }

  static String file(RemoteHost host) {
    return host.environmentFile().orElse("/etc/sysconfig/pacemaker");
  }
}
