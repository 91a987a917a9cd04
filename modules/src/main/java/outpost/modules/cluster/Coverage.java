package outpost.modules.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import outpost.api.Script;

/**
 * Which devices can fence which node, by the words of the fencer itself.
 *
 * @param devices the devices that can fence a node, by its name
 */
record Coverage(Map<String, List<String>> devices) {

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

  /** Reads what the fencer answered for each node: a dash, and its devices. */
  static Coverage of(Map<String, String> answers) {
    Map<String, List<String>> devices = new TreeMap<>();
    answers.forEach(
        (node, answer) ->
            devices.put(
                node,
                Stream.of(answer.strip().split("\\s+")).filter(d -> !d.equals("-")).toList()));
    return new Coverage(devices);
  }

  List<String> of(String node) {
    return devices.getOrDefault(node, List.of());
  }

  /** Returns the nodes that would have no device left without one. */
  List<String> dependentOn(String device) {
    return devices.entrySet().stream()
        .filter(e -> e.getValue().equals(List.of(device)))
        .map(Map.Entry::getKey)
        .toList();
  }
}
