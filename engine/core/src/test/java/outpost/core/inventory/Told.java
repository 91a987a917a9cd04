package outpost.core.inventory;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import outpost.core.source.Node;

/** An inventory in a form that can be compared: no places, the winning value of each variable. */
final class Told {
  private Told() {}

  static Map<String, String> vars(Inventory inventory, Host host) {
    Map<String, String> winners = new TreeMap<>();
    for (Layer layer : inventory.layers(host)) {
      if (layer instanceof Layer.Written written) {
        written.vars().forEach((name, value) -> winners.put(name, value(value)));
      } else {
        ((Layer.Given) layer)
            .values()
            .forEach((name, value) -> winners.put(name, "given " + value));
      }
    }
    return winners;
  }

  static Map<String, Map<String, String>> hosts(Inventory inventory) {
    Map<String, Map<String, String>> hosts = new TreeMap<>();
    inventory.hosts().forEach(h -> hosts.put(h.name(), vars(inventory, h)));
    return hosts;
  }

  static Map<String, List<String>> groups(Inventory inventory) {
    Map<String, List<String>> groups = new TreeMap<>();
    inventory
        .groups()
        .forEach(g -> groups.put(g.name(), g.hosts().stream().map(Host::name).toList()));
    return groups;
  }

  /** Shows text in quotes and what has a type without them. */
  static String value(Node node) {
    if (node instanceof Node.Sequence list) {
      return list.items().stream().map(Told::value).collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof Node.Mapping map) {
      return map.entries().stream()
          .map(e -> e.key().text() + ": " + value(e.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    Node.Scalar scalar = (Node.Scalar) node;
    boolean typed =
        scalar.plain()
            && (scalar.truth().isPresent()
                || scalar.isNull()
                || scalar.text().matches("[-+]?[0-9.].*"));
    return typed ? scalar.text() : "'" + scalar.text() + "'";
  }
}
