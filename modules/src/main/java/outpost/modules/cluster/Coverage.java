package outpost.modules.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import outpost.api.Script;

/**
 * Which devices can fence which node. The fencer of a cluster node speaks only of the devices that
 * may be run on that very node, and many are kept from the node that they are to fence; so what a
 * running device's own options say counts beside its word ({@code pcmk_host_list}, {@code
 * pcmk_host_map} and {@code pcmk_host_check}: pacemaker-fenced(7)).
 *
 * @param devices the devices that can fence a node, by its name
 */
record Coverage(Map<String, Set<String>> devices) {

  /**
   * Asks for every node that the cluster knows, and for some that it may not know yet; the answers
   * go into a component called {@code coverage}. What the cluster says is taken from {@code
   * $monitor}, where {@link View#question} leaves it.
   */
  static Script question(List<String> more) {
    return Script.sh(
        """
        set -- {}
        for node in $(printf '%s' "$monitor" |
            sed -n 's/^ *<node name="\\([^"]*\\)" id="[^"]*" online=.*/\\1/p') "$@"; do
          emit "coverage.$node" "- $(stonith_admin --list "$node" --output-as=xml 2>/dev/null |
            sed -n 's/.*<item name="device">\\([^<]*\\)<.*/\\1/p' | tr '\\n' ' ')"
        done\
        """,
        more);
  }

  /** Reads what the fencer answered for each node, a dash and its devices, and adds the others. */
  static Coverage of(Map<String, String> answers, Cib cib, CrmMon state) {
    List<Device> running =
        cib.part("resources")
            .flatMap(x -> x.all("primitive"))
            .filter(x -> x.is("class", "stonith"))
            .map(Device::new)
            .filter(device -> runs(device.id(), state))
            .toList();
    Map<String, Set<String>> devices = new TreeMap<>();
    answers.forEach(
        (node, answer) -> {
          Set<String> can = new TreeSet<>();
          words(answer).filter(device -> !device.equals("-")).forEach(can::add);
          running.stream().filter(device -> device.names(node)).map(Device::id).forEach(can::add);
          devices.put(node, can);
        });
    return new Coverage(devices);
  }

  private static boolean runs(String device, CrmMon state) {
    return state.resource(device).filter(r -> !r.nodes().isEmpty()).isPresent();
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split("[\\s,;]+")).filter(word -> !word.isEmpty());
  }

  /** Returns what can fence a node. */
  Set<String> of(String node) {
    return devices.getOrDefault(node, Set.of());
  }

  /** Returns those of some nodes that nothing can fence. */
  List<String> without(Collection<String> nodes) {
    return nodes.stream().filter(node -> of(node).isEmpty()).toList();
  }

  /** Returns the nodes that would have no device left without one. */
  List<String> dependentOn(String device) {
    return devices.entrySet().stream()
        .filter(e -> e.getValue().equals(Set.of(device)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A fence device of the configuration. */
  private record Device(Xml primitive) {

    String id() {
      return primitive.attribute("id");
    }

    /** Whether its options alone say that it can fence a node, without asking its agent. */
    boolean names(String node) {
      Optional<String> list = option("pcmk_host_list");
      Optional<String> map = option("pcmk_host_map");
      boolean named = list.isPresent() || map.isPresent();
      return switch (option("pcmk_host_check").orElse(named ? "static-list" : "")) {
        case "none" -> true;
        case "static-list" ->
            words(list.orElse("")).anyMatch(node::equalsIgnoreCase)
                || words(map.orElse("").replaceAll(":[^;\\s]*", " "))
                    .anyMatch(node::equalsIgnoreCase);
        default -> false;
      };
    }

    private Optional<String> option(String name) {
      return primitive
          .at("instance_attributes", "nvpair")
          .filter(pair -> pair.is("name", name))
          .map(pair -> pair.attribute("value"))
          .findFirst();
    }
  }
}
