package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of the configuration that makes no sense without a remote node: a constraint, fencing
 * level or tag that names it.
 */
record Mention(String parent, Xml element) {
  private static final String CONFIGURATION = "/cib/configuration/";

  /** Returns what has to go together with a node's connection. */
  static List<Mention> of(Cib cib, String node) {
    List<Mention> mentions = new ArrayList<>();
    cib.part("constraints")
        .filter(
            c -> Stream.of("node", "rsc", "with-rsc", "first", "then").anyMatch(a -> c.is(a, node)))
        .forEach(c -> mentions.add(new Mention(CONFIGURATION + "constraints", c)));
    cib.part("fencing-topology")
        .filter(level -> level.is("target", node))
        .forEach(level -> mentions.add(new Mention(CONFIGURATION + "fencing-topology", level)));
    cib.part("tags").forEach(tag -> tag(tag, node, mentions));
    return mentions;
  }

  private static void tag(Xml tag, String node, List<Mention> mentions) {
    String tags = CONFIGURATION + "tags";
    List<Xml> references = tag.children("obj_ref").filter(ref -> ref.is("id", node)).toList();
    if (!references.isEmpty() && references.size() == tag.children().size()) {
      mentions.add(new Mention(tags, tag));
    } else {
      references.forEach(ref -> mentions.add(new Mention(CibPatch.below(tags, tag), ref)));
    }
  }

  /** Returns the ids of what names a node among other things, and does no harm without it. */
  static List<String> thatStay(Cib cib, String node) {
    Stream<Xml> rules =
        cib.part("constraints")
            .filter(
                c ->
                    c.all("expression")
                        .anyMatch(e -> e.is("attribute", "#uname") && e.is("value", node)));
    Stream<Xml> devices =
        cib.part("resources")
            .flatMap(r -> r.all("primitive"))
            .filter(p -> p.is("class", "stonith"))
            .filter(
                p ->
                    p.at("instance_attributes", "nvpair")
                        .filter(pair -> pair.attribute("name").startsWith("pcmk_host_"))
                        .flatMap(pair -> Stream.of(pair.attribute("value").split("[\\s,;:]+")))
                        .anyMatch(node::equals));
    return Stream.concat(rules, devices).map(x -> x.attribute("id")).toList();
  }

  void delete(CibPatch patch) {
    patch.delete(parent, element);
  }

  /** Returns what it is called: its id, or that of the tag that it is in. */
  String id() {
    return element.name().equals("obj_ref")
        ? parent.replaceAll("^.*\\[@id='|'\\]$", "")
        : element.attribute("id");
  }
}
