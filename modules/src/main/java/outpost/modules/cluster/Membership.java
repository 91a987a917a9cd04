package outpost.modules.cluster;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells whether the cluster really uses a remote node.
 *
 * <p>A node that is called online is not enough: while the connection is only being started, up to
 * a minute of refused attempts, {@code crm_mon} says {@code online="true"}, because it derives that
 * from the connection's role.
 */
record Membership(String node, Cib cib, CrmMon state) {

  /** The operations that end well only with a registered connection; the last one is kept. */
  private static final List<String> CONNECTING =
      List.of("start", "migrate_from", "reload", "reload-agent");

  boolean integrated() {
    return lacks().isEmpty();
  }

  /** Returns what is missing, the most telling first. */
  List<String> lacks() {
    return Stream.of(connection(), registration(), member(), executor())
        .flatMap(Optional::stream)
        .toList();
  }

  /** V9: the connection runs, in one place, without a failure. */
  Optional<String> connection() {
    Optional<CrmMon.Resource> found = state.resource(node);
    if (found.isEmpty()) return Optional.of("there is no connection");
    CrmMon.Resource connection = found.get();
    List<CrmMon.Failure> failures = state.failures(node);
    if (!failures.isEmpty()) return Optional.of(failures.get(0).toString());
    if (connection.failed()) return Optional.of("the connection failed");
    if (!connection.role().equals("Started")) {
      return Optional.of(
          "the connection is " + connection.role().toLowerCase(java.util.Locale.ROOT));
    }
    if (connection.pending()) return Optional.of("the connection has an operation under way");
    if (connection.nodes().size() != 1) return Optional.of("the connection runs in no one place");
    return state.counted(node)
        ? Optional.of("failures of the connection are counted")
        : Optional.empty();
  }

  /** Returns the cluster node that holds the connection. */
  Optional<String> holder() {
    return state.resource(node).flatMap(r -> r.nodes().stream().findFirst());
  }

  /** V8: the executor answered the registration, which the start waits for, and monitors. */
  Optional<String> registration() {
    List<Xml> operations = holder().map(holder -> cib.operations(holder, node)).orElse(List.of());
    if (operations.stream().anyMatch(Membership::underWay)) {
      return Optional.of("an operation of the connection is under way");
    }
    boolean started =
        operations.stream()
            .anyMatch(
                op ->
                    well(op)
                        && (CONNECTING.contains(op.attribute("operation")) || foundRunning(op)));
    if (!started) return Optional.of("the executor has not answered the registration yet");
    boolean monitored =
        operations.stream()
            .anyMatch(op -> op.is("operation", "monitor") && !op.is("interval", "0") && well(op));
    return monitored ? Optional.empty() : Optional.of("the connection is not monitored yet");
  }

  /** A probe says so after the connection's history was refreshed. */
  private static boolean foundRunning(Xml operation) {
    return operation.is("operation", "monitor") && operation.is("interval", "0");
  }

  static boolean underWay(Xml operation) {
    return operation.is("rc-code", "193") || operation.is("op-status", "-1");
  }

  private static boolean well(Xml operation) {
    return operation.is("rc-code", "0") && operation.is("op-status", "0");
  }

  /** V10: the node is up, for the cluster's decider and in the nodes' states alike. */
  Optional<String> member() {
    Optional<CrmMon.Node> shown = state.node(node);
    if (shown.isEmpty()) return Optional.of("the cluster does not list the node");
    Optional<String> trouble = shown.get().trouble();
    if (trouble.isPresent()) return Optional.of("the node is " + trouble.get());
    Optional<Xml> kept = cib.state(node);
    if (kept.filter(s -> s.says("remote_node")).isEmpty() || cib.noMember(node)) {
      return Optional.of("the node is no member yet");
    }
    return List.of("", "0").contains(kept.get().attribute("node_fenced"))
        ? Optional.empty()
        : Optional.of("the node was fenced and has not come back");
  }

  /** V11: its executor ran agents: it answered the probes that every new node gets. */
  Optional<String> executor() {
    return cib.probesNewNodes() && cib.answers(node).isEmpty()
        ? Optional.of("the executor has not answered any probe yet")
        : Optional.empty();
  }
}
