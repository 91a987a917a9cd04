package outpost.modules.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code crm_simulate} says the cluster would do after a change. */
record Prediction(Xml root) {

  static Prediction of(byte[] document) {
    return new Prediction(Xml.parse(document));
  }

  /** Returns what a {@link Forecast} said; empty where it said nothing. */
  static Optional<Prediction> of(Optional<byte[]> forecast) {
    return forecast.filter(answer -> answer.length > 0).map(Prediction::of);
  }

  /** What becomes of a resource, or of a node. */
  enum Kind {
    MOVES,
    /** It moves, and runs meanwhile. */
    MIGRATES,
    STARTS,
    RESTARTS,
    STOPS,
    /** It runs on with other options, or in another role. */
    ADAPTS,
    IS_FENCED
  }

  /**
   * One thing that the cluster would do.
   *
   * @param what the resource, of a clone its instance, or the node that is fenced
   * @param node where it is
   * @param sentence says it whole, as {@code d1 moves from n1 to remote1}
   */
  record Effect(Kind kind, String what, String node, String sentence) {
    String resource() {
      return what.replaceFirst(":\\d+$", "");
    }
  }

  /** Returns all that would happen, fencing first. */
  List<Effect> effects() {
    Set<String> starting =
        root.at("actions", "rsc_action")
            .filter(a -> a.is("action", "start"))
            .map(a -> a.attribute("resource"))
            .collect(Collectors.toSet());
    Stream<Effect> fenced =
        root.at("actions", "node_action")
            .filter(a -> a.attribute("task").startsWith("Fence"))
            .map(a -> a.attribute("node"))
            .map(node -> new Effect(Kind.IS_FENCED, node, node, node + " would be fenced"));
    Stream<Effect> others =
        root.at("actions", "rsc_action")
            .filter(a -> !a.is("action", "stop") || !starting.contains(a.attribute("resource")))
            .flatMap(Prediction::effect);
    return Stream.concat(fenced, others).toList();
  }

  private static Stream<Effect> effect(Xml action) {
    String what = action.attribute("resource");
    String node =
        Stream.of("node", "source")
            .map(action::attribute)
            .filter(n -> !n.isEmpty())
            .findFirst()
            .orElse("-");
    String does = action.attribute("action");
    return switch (does) {
      case "move", "migrate" -> {
        Kind kind = does.equals("move") ? Kind.MOVES : Kind.MIGRATES;
        String way = "%s moves from %s to %s".formatted(what, node, action.attribute("dest"));
        yield Stream.of(new Effect(kind, what, node, way));
      }
      case "start" -> Stream.of(new Effect(Kind.STARTS, what, node, what + " starts on " + node));
      case "restart", "recover" ->
          Stream.of(new Effect(Kind.RESTARTS, what, node, what + " restarts on " + node));
      case "stop" -> Stream.of(new Effect(Kind.STOPS, what, node, what + " would stop on " + node));
      case "promote", "demote", "reload" ->
          Stream.of(
              new Effect(Kind.ADAPTS, what, node, "%s: %s on %s".formatted(what, does, node)));
      default -> Stream.of();
    };
  }

  private Stream<Effect> effects(Kind... kinds) {
    return effects().stream().filter(effect -> Set.of(kinds).contains(effect.kind()));
  }

  /** Returns what would run elsewhere, or anew, as {@code d1 moves from n1 to remote1}. */
  List<String> moves() {
    return moves(List.of());
  }

  /** The same apart from what is meant to start. */
  List<String> moves(List<String> apart) {
    Stream<Effect> moved = effects(Kind.MOVES, Kind.MIGRATES);
    Stream<Effect> started =
        effects(Kind.STARTS, Kind.RESTARTS).filter(effect -> !apart.contains(effect.what()));
    return Stream.concat(moved, started).map(Effect::sentence).toList();
  }

  /** Returns what would be lost: resources that stop for good, and nodes that are fenced. */
  List<String> harm() {
    return Stream.concat(fenced().stream(), stopped(List.of()).stream()).toList();
  }

  /** Returns the resources that would stop for good, apart from those that are to. */
  List<String> stopped(List<String> apart) {
    return effects(Kind.STOPS)
        .filter(effect -> !apart.contains(effect.what()))
        .map(Effect::sentence)
        .toList();
  }

  /** A resource that stops on a node. */
  record Stop(String resource, String node) {}

  /** Returns what stops and starts nowhere. */
  List<Stop> stops() {
    return effects(Kind.STOPS).map(effect -> new Stop(effect.what(), effect.node())).toList();
  }

  /** Says which nodes would be fenced. */
  List<String> fenced() {
    return effects(Kind.IS_FENCED).map(Effect::sentence).toList();
  }
}
