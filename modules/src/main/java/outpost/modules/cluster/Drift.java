package outpost.modules.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerRemoteNode.Allow;
import outpost.modules.cluster.PacemakerRemoteNode.Args;

/** Holds the options of connections that exist against those that are wanted. */
final class Drift {
  private static final Pattern INTERVAL =
      Pattern.compile("(\\d+)\\s*(|s|sec|m|min|h|hr|ms|msec|us|usec)", Pattern.CASE_INSENSITIVE);

  private final Args want;
  private final Cib cib;
  private final List<RemoteNode> nodes;

  Drift(Args want, Cib cib, List<RemoteNode> nodes) {
    this.want = want;
    this.cib = cib;
    this.nodes = nodes;
  }

  boolean found() {
    return nodes.stream().anyMatch(node -> !options(node).isEmpty() || !meta(node).isEmpty());
  }

  /**
   * Another address or port makes the connection anew, and all resources leave the node, unless it
   * is in maintenance.
   */
  Optional<Problem> refusal() {
    if (want.allow().contains(Allow.RECONNECT)) return Optional.empty();
    for (RemoteNode node : nodes) {
      if (Hold.MAINTENANCE.holds(cib, node.name())) continue;
      for (String option : List.of("server", "port")) {
        String wanted = options(node).get(option);
        if (wanted == null) continue;
        return Optional.of(
            Preflight.problem(
                "another `%s` for `%s` (%s -> %s) would make its connection anew, and stop what runs there"
                    .formatted(option, node.name(), is(node, option), wanted),
                "put the node into maintenance, or accept that with `allow: [reconnect]`"));
      }
    }
    return Optional.empty();
  }

  Plan.Builder mend(Plan.Builder plan) {
    CibPatch patch = new CibPatch(cib);
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    for (RemoteNode node : nodes) {
      Xml primitive = cib.connection(node.name()).orElseThrow().primitive();
      patch.set("/cib/configuration/resources", primitive, "instance_attributes", options(node));
      patch.set("/cib/configuration/resources", primitive, "meta_attributes", meta(node));
      options(node)
          .forEach(
              (option, value) -> {
                from.add(node.name() + " " + option + "=" + is(node, option));
                to.add(option + "=" + value);
              });
      meta(node)
          .forEach(
              (option, value) -> {
                from.add(
                    node.name() + " " + option + "=" + connection(node).meta(option).orElse("-"));
                to.add(option + "=" + value);
              });
    }
    return plan.change(
        "options of the connections",
        String.join(", ", from),
        String.join(", ", to),
        patch.script(),
        patch.diff());
  }

  private Cib.Connection connection(RemoteNode node) {
    return cib.connection(node.name()).orElseThrow();
  }

  private String is(RemoteNode node, String option) {
    return connection(node).option(option).orElse("-");
  }

  private Map<String, String> options(RemoteNode node) {
    Cib.Connection connection = connection(node);
    Map<String, String> differing = new LinkedHashMap<>();
    node.server()
        .filter(server -> !server.equals(connection.server()))
        .ifPresent(server -> differing.put("server", server));
    node.port()
        .filter(port -> port != connection.port().orElse(RemoteHost.PORT).intValue())
        .ifPresent(port -> differing.put("port", port.toString()));
    Duration wanted = want.reconnectInterval(node);
    Optional<Duration> set = connection.option("reconnect_interval").flatMap(Drift::interval);
    if (!set.orElse(Duration.ZERO).equals(wanted)) {
      differing.put("reconnect_interval", wanted.toSeconds() + "s");
    }
    return differing;
  }

  private Map<String, String> meta(RemoteNode node) {
    Map<String, String> differing = new LinkedHashMap<>(node.meta());
    differing
        .entrySet()
        .removeIf(e -> connection(node).meta(e.getKey()).equals(Optional.of(e.getValue())));
    return differing;
  }

  /** Reads a time as Pacemaker does ({@code crm_get_msec}): seconds without a unit. */
  static Optional<Duration> interval(String text) {
    Matcher matcher = INTERVAL.matcher(text.strip());
    if (!matcher.matches() || matcher.group(1).length() > 12) return Optional.empty();
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2).toLowerCase(java.util.Locale.ROOT)) {
          case "m", "min" -> Duration.ofMinutes(amount);
          case "h", "hr" -> Duration.ofHours(amount);
          case "ms", "msec" -> Duration.ofMillis(amount);
          case "us", "usec" -> Duration.ofNanos(amount * 1000);
          default -> Duration.ofSeconds(amount);
        });
  }
}
