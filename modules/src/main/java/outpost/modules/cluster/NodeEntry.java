package outpost.modules.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Edits a node's permanent attributes, which are in its entry of the configuration.
 *
 * <p>A remote node has an entry only while it has attributes: it is made with the first one, and
 * goes away with the last, since {@code pcs resource group} stumbles over a node and a resource of
 * one id.
 */
final class NodeEntry {
  private static final String NODES = "/cib/configuration/nodes";
  private static final String KIND = "instance_attributes";

  private NodeEntry() {}

  static void set(CibPatch patch, Cib cib, String node, Map<String, String> attributes) {
    Optional<Xml> entry = cib.entry(node);
    if (entry.isEmpty()) {
      patch.create(
          NODES,
          Xml.of("node", "id", node, "uname", node, "type", "remote").with(set(node, attributes)));
    } else if (entry.get().first(KIND).isPresent()) {
      patch.set(NODES, entry.get(), KIND, attributes);
    } else {
      Xml set = set(entry.get().attribute("id"), attributes);
      patch.create(CibPatch.below(NODES, entry.get()), set);
    }
  }

  /** The set, by the id that Pacemaker's own tools give it: a cluster node's own is a number. */
  private static Xml set(String node, Map<String, String> attributes) {
    String id = "nodes-" + node;
    return Xml.of(KIND, "id", id)
        .with(
            attributes.entrySet().stream()
                .map(pair -> CibPatch.pair(id, pair.getKey(), pair.getValue()))
                .toList());
  }

  static void unset(CibPatch patch, Cib cib, String node, List<String> names) {
    Xml entry = cib.entry(node).orElseThrow();
    boolean nothingElse =
        entry.is("type", "remote")
            && entry.at(KIND, "nvpair").allMatch(pair -> names.contains(pair.attribute("name")))
            && entry.children().stream().allMatch(child -> child.name().equals(KIND));
    if (nothingElse) {
      patch.delete(NODES, entry);
    } else {
      patch.unset(NODES, entry, KIND, names);
    }
  }
}
