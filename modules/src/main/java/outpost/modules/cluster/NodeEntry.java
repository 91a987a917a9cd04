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
    if (entry.isPresent()) {
      patch.set(NODES, entry.get(), KIND, attributes);
    } else {
      patch.create(NODES, entry(node, attributes));
    }
  }

  private static Xml entry(String node, Map<String, String> attributes) {
    String id = id(node);
    return Xml.of("node", "id", node, "uname", node, "type", "remote")
        .with(
            Xml.of(KIND, "id", id)
                .with(
                    attributes.entrySet().stream()
                        .map(pair -> CibPatch.pair(id, pair.getKey(), pair.getValue()))
                        .toList()));
  }

  /** Returns the id of a node's set of attributes, as Pacemaker's own tools make it. */
  static String id(String node) {
    return "nodes-" + node;
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
