package outpost.modules.cluster;

import static outpost.api.Script.sh;
import static outpost.modules.cluster.Preflight.problem;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.api.Script;
import outpost.modules.Json;

/**
 * The hosts that the pcs of one cluster node knows.
 *
 * @param unreachable why it could not be asked
 * @param installed whether pcs is there
 * @param known its file of known hosts, without the tokens
 * @param status a line per host: {@code NAME: Online}
 */
record KnownHosts(
    Optional<String> unreachable,
    Optional<Boolean> installed,
    Optional<byte[]> known,
    Optional<byte[]> status) {

  /** Defines {@code known}, which tells the file of known hosts without its tokens. */
  private static final Script KNOWN =
      Script.raw( // constant text
          """
          known() {
            [ -e /var/lib/pcsd/known-hosts ] &&
              sed 's/"token": *"[^"]*"/"token": ""/' /var/lib/pcsd/known-hosts | blob "$1"
          }""");

  /** Asks a cluster node for the file alone. */
  static Script question() {
    return KNOWN.then(Script.raw("known known")); // constant text
  }

  /** Asks a cluster node for all, and whether these hosts answer it. */
  static Script question(List<String> names) {
    return KNOWN.then(
        sh(
            """
            command -v pcs > /dev/null || { emit installed no; exit 0; }
            emit installed yes
            known known
            pcs pcsd status {} 2>&1 | blob status""",
            names));
  }

  /**
   * Asks the cluster node that a task runs on for the file, into a component called {@code here},
   * and for the cluster's configuration.
   */
  static Script here() {
    return KNOWN.then(
        Script.raw( // constant text
            """
            known here.known
            cib=$(cibadmin -Q 2>/dev/null) && printf '%s' "$cib" | blob cib
            exit 0"""));
  }

  /**
   * Says what keeps the cluster node from knowing any host.
   *
   * @param node its name in the inventory
   */
  Optional<Problem> obstacle(String node) {
    String name = "cluster node `" + node + "`";
    if (unreachable.isPresent()) {
      return Optional.of(problem(name + " cannot be asked: " + unreachable.get()));
    }
    return installed.orElse(false)
        ? Optional.empty()
        : Optional.of(problem("pcs is not installed on " + name, "install it first"));
  }

  /** Returns those of the names that it knows. */
  List<String> among(List<String> names) {
    return names.stream().filter(name -> !destination(name).isEmpty()).toList();
  }

  /** Says what keeps the cluster node from managing a host. */
  Optional<String> lacks(PcsHost host) {
    Map<?, ?> destination = destination(host.name());
    if (destination.isEmpty()) return Optional.of("unknown");
    Object address = destination.get("addr");
    if (!host.address().equalsIgnoreCase(String.valueOf(address)) && host.addr().isPresent()) {
      return Optional.of("at " + address);
    }
    Object port = destination.get("port");
    if (host.port().isPresent() && !host.port().get().toString().equals(String.valueOf(port))) {
      return Optional.of("on port " + port);
    }
    return status(host.name())
        .filter(status -> !status.equals("Online"))
        .map(status -> status.toLowerCase(Locale.ROOT));
  }

  private Map<?, ?> destination(String name) {
    if (known.isEmpty() || known.get().length == 0) return Map.of();
    Object file = Json.parse(utf8(known.get()));
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

  private Optional<String> status(String name) {
    return status.stream()
        .flatMap(text -> utf8(text).lines())
        .map(String::strip)
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
