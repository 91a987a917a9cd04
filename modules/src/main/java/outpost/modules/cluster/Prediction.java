package outpost.modules.cluster;

import java.util.List;
import java.util.stream.Stream;

/** What {@code crm_simulate} says the cluster would do after a change. */
record Prediction(Xml root) {

  static Prediction of(byte[] document) {
    return new Prediction(Xml.parse(document));
  }

  private Stream<Xml> actions(String... kinds) {
    return root.at("actions", "rsc_action")
        .filter(action -> List.of(kinds).contains(action.attribute("action")));
  }

  /** Returns what would run elsewhere, or anew, as {@code d1 moves from n1 to remote1}. */
  List<String> moves() {
    return moves(List.of());
  }

  /** The same apart from what is meant to start. */
  List<String> moves(List<String> apart) {
    Stream<String> moved =
        actions("move", "migrate")
            .map(
                a ->
                    "%s moves from %s to %s"
                        .formatted(
                            a.attribute("resource"), a.attribute("source"), a.attribute("dest")));
    Stream<String> started =
        actions("start")
            .filter(a -> !apart.contains(a.attribute("resource")))
            .map(a -> a.attribute("resource") + " starts on " + a.attribute("node"));
    return Stream.concat(moved, started).toList();
  }

  /** Returns what would be lost: resources that stop for good, and nodes that are fenced. */
  List<String> harm() {
    return Stream.concat(fenced().stream(), stopped(List.of()).stream()).toList();
  }

  /** Returns the resources that would stop for good, apart from those that are to. */
  List<String> stopped(List<String> apart) {
    return stops().stream()
        .filter(stop -> !apart.contains(stop.resource()))
        .map(stop -> stop.resource() + " would stop on " + stop.node())
        .toList();
  }

  /** A resource that stops on a node. */
  record Stop(String resource, String node) {}

  /** Returns what stops and starts nowhere. */
  List<Stop> stops() {
    List<String> starting = actions("start").map(a -> a.attribute("resource")).toList();
    return actions("stop")
        .filter(a -> !starting.contains(a.attribute("resource")))
        .map(a -> new Stop(a.attribute("resource"), a.attribute("node")))
        .toList();
  }

  /** Returns the nodes that would be fenced. */
  List<String> fenced() {
    return root.at("actions", "node_action")
        .filter(a -> a.attribute("task").startsWith("Fence"))
        .map(a -> a.attribute("node") + " would be fenced")
        .toList();
  }
}
