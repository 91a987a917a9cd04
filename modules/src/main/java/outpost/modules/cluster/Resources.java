package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The resources of a configuration, and how they are put into groups and clones. */
record Resources(Xml root) {
  private static final Set<String> KINDS =
      Set.of("primitive", "group", "clone", "master", "bundle");

  /** Returns a resource, group, clone or bundle. */
  Optional<Xml> find(String id) {
    return root.at("configuration", "resources")
        .flatMap(Xml::all)
        .filter(x -> KINDS.contains(x.name()) && x.is("id", id))
        .findFirst();
  }

  /** Returns what a resource is in; empty if it stands alone. */
  Optional<Xml> around(String id) {
    return root.at("configuration", "resources")
        .flatMap(Xml::all)
        .filter(x -> KINDS.contains(x.name()))
        .filter(x -> x.children().stream().anyMatch(c -> isResource(c, id)))
        .findFirst();
  }

  /** Returns the primitives that a resource is made of: itself, or all inside it. */
  List<String> members(String id) {
    return find(id).stream().flatMap(x -> x.all("primitive")).map(p -> p.attribute("id")).toList();
  }

  private static boolean isResource(Xml x, String id) {
    return KINDS.contains(x.name()) && x.is("id", id);
  }

  Resources edit(String id, UnaryOperator<Xml> how) {
    return new Resources(root.replace(x -> isResource(x, id), x -> Stream.of(how.apply(x))));
  }

  /** Adds a resource behind all others. */
  Resources add(Xml resource) {
    return new Resources(
        XmlPath.of("/cib/configuration/resources")
            .replace(root, all -> Stream.of(all.with(resource))));
  }

  /** Takes a resource away, and the group or clone that held nothing else. */
  Resources remove(String id) {
    Optional<Xml> around = around(id);
    Resources without = new Resources(root.replace(x -> isResource(x, id), x -> Stream.empty()));
    Optional<String> empty =
        around.map(x -> x.attribute("id")).filter(holder -> without.members(holder).isEmpty());
    return empty.isEmpty()
        ? without
        : new Resources(Elements.forget(without.remove(empty.get()).root(), empty.get()));
  }

  /** Takes a resource away with all that makes no sense without it. */
  Resources delete(String id) {
    return new Resources(Elements.forget(remove(id).root(), id));
  }

  /** Puts a resource into a group, where it is one already at the place that is asked for. */
  Resources group(String id, String group, Optional<String> after, Optional<String> before) {
    boolean inside = around(id).filter(x -> x.is("id", group)).isPresent();
    if (inside && after.isEmpty() && before.isEmpty()) return this;
    Xml member = find(id).orElseThrow();
    if (find(group).isEmpty()) {
      return remove(id).add(Xml.of("group", "id", group).with(member));
    }
    Resources without =
        inside // it stays, even if it is alone there
            ? new Resources(root.replace(x -> isResource(x, id), x -> Stream.empty()))
            : remove(id);
    return without.edit(group, x -> x.withOnly(placed(x.children(), member, after, before)));
  }

  private static List<Xml> placed(
      List<Xml> children, Xml member, Optional<String> after, Optional<String> before) {
    List<Xml> all = new ArrayList<>();
    for (Xml child : children) {
      if (before.filter(id -> isResource(child, id)).isPresent()) all.add(member);
      all.add(child);
      if (after.filter(id -> isResource(child, id)).isPresent()) all.add(member);
    }
    if (all.size() == children.size()) all.add(member);
    return all;
  }

  /** Makes a clone of a resource, or takes it out of its clone. */
  Resources clone(String id, boolean wanted) {
    Optional<Xml> clone = cloneOf(id);
    if (wanted == clone.isPresent()) return this;
    if (!wanted) {
      Xml alone = find(id).orElseThrow();
      String gone = clone.get().attribute("id");
      Xml unwrapped = root.replace(x -> isResource(x, gone), x -> Stream.of(alone));
      return new Resources(Elements.forget(unwrapped, gone));
    }
    return edit(id, x -> Xml.of("clone", "id", id + "-clone").with(x));
  }

  Optional<Xml> cloneOf(String id) {
    return around(id).filter(x -> Set.of("clone", "master").contains(x.name()));
  }

  /** Whether a resource is told to be stopped. */
  static boolean disabled(Xml resource) {
    return resource
        .at(Elements.META, "nvpair")
        .filter(pair -> pair.is("name", "target-role"))
        .anyMatch(pair -> pair.attribute("value").equalsIgnoreCase("Stopped"));
  }
}
