package outpost.modules.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells whether a node is out of use: whether nothing of the cluster is left on it. The opposite of
 * {@link Membership}.
 *
 * <p>The cluster's own word is not enough: a resource is shown as stopped as well where the
 * connection was merely lost. What counts is the last answer of the node's executor about each
 * resource, which the cluster keeps when it stops a connection in an orderly way, and forgets when
 * the node was fenced or confirmed to be off.
 */
record Drained(String node, Cib cib, CrmMon state) {
  private static final Set<String> RUNNING = Set.of("0", "8", "9", "190", "191");

  /** Says what the cluster is still about to bring about where the connection is to stop. */
  Optional<String> lacks() {
    return lacks(Hold.DISABLE).stream().findFirst();
  }

  /** Returns what keeps a node from being out of use in some way, the most telling first. */
  List<String> lacks(Hold hold) {
    Stream<Optional<String>> lacks =
        switch (hold) {
          case STANDBY -> Stream.of(left(), underWay(), shown("standby"));
          case MAINTENANCE -> Stream.of(underWay(), shown("maintenance"));
          case DISABLE -> Stream.of(left(), connection(), underWay(), machine(), member());
        };
    return lacks.flatMap(Optional::stream).toList();
  }

  private Optional<String> left() {
    return state.on(node).stream()
        .map(
            r ->
                "`"
                    + r.id()
                    + "` "
                    + (r.blocked() ? "runs there and is blocked" : "still runs there"))
        .findFirst();
  }

  private Optional<String> connection() {
    return unlessStopped(node, "the connection");
  }

  /** What a guest node runs in. */
  private Optional<String> machine() {
    return cib.carrier(node)
        .map(carrier -> carrier.attribute("id"))
        .filter(id -> !id.equals(node))
        .flatMap(id -> unlessStopped(id, "`" + id + "`"));
  }

  private Optional<String> unlessStopped(String resource, String name) {
    return state
        .resource(resource)
        .filter(r -> !r.role().equals("Stopped"))
        .map(r -> name + " is " + r.role().toLowerCase(java.util.Locale.ROOT) + " still");
  }

  private Optional<String> underWay() {
    return history()
        .flatMap(r -> r.children("lrm_rsc_op"))
        .filter(Membership::underWay)
        .map(op -> "an operation is under way there")
        .findFirst();
  }

  private Optional<String> member() {
    return cib.member(node) ? Optional.of("it is a member still") : Optional.empty();
  }

  private Optional<String> shown(String word) {
    return state.node(node).filter(shown -> shown.is().says(word)).isPresent()
        ? Optional.empty()
        : Optional.of("the cluster does not list it in " + word + " yet");
  }

  /** Returns the resources that the executor did not say it has stopped, by its last answer. */
  List<String> unstopped() {
    return history().filter(Drained::running).map(r -> r.attribute("id")).toList();
  }

  private Stream<Xml> history() {
    return cib.state(node).stream().flatMap(s -> s.at("lrm", "lrm_resources", "lrm_resource"));
  }

  private static boolean running(Xml resource) {
    return resource
        .children("lrm_rsc_op")
        .filter(op -> op.is("interval", "0") && op.attribute("call-id").matches("\\d+"))
        .max(Comparator.comparingLong(op -> Long.parseLong(op.attribute("call-id"))))
        .filter(
            op ->
                op.is("operation", "stop")
                    ? !op.is("rc-code", "0")
                    : RUNNING.contains(op.attribute("rc-code")))
        .isPresent();
  }
}
