package outpost.modules.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells whether nothing of the cluster is left on a node whose connection is to stop.
 *
 * <p>The cluster's own word is not enough: a resource is shown as stopped as well where the
 * connection was merely lost. What counts is the last answer of the node's executor about each
 * resource, which the cluster keeps when it stops a connection in an orderly way, and forgets when
 * the node was fenced or confirmed to be off.
 */
record Drained(String node, Cib cib, CrmMon state) {
  private static final Set<String> RUNNING = Set.of("0", "8", "9", "190", "191");

  /** Says what the cluster is still about to bring about. */
  Optional<String> lacks() {
    List<CrmMon.Resource> there = state.on(node);
    if (!there.isEmpty()) {
      CrmMon.Resource first = there.get(0);
      String how = first.blocked() ? "runs there and is blocked" : "still runs there";
      return Optional.of("`" + first.id() + "` " + how);
    }
    Optional<CrmMon.Resource> connection = state.resource(node);
    if (connection.filter(c -> !c.role().equals("Stopped")).isPresent()) {
      return Optional.of(
          "the connection is "
              + connection.get().role().toLowerCase(java.util.Locale.ROOT)
              + " still");
    }
    if (history().flatMap(r -> r.children("lrm_rsc_op")).anyMatch(op -> op.is("rc-code", "193"))) {
      return Optional.of("an operation is under way there");
    }
    return cib.member(node) ? Optional.of("it is a member still") : Optional.empty();
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
