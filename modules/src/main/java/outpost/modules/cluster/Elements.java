package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings elements of a configuration to what is wanted of their options and operations, by what
 * these mean: ids and the order stay, and so does what is the same in another spelling.
 */
final class Elements {
  static final String OPTIONS = "instance_attributes";
  static final String META = "meta_attributes";

  private static final Set<String> SETS = Set.of(OPTIONS, META, "utilization");

  private Elements() {}

  /**
   * Returns an element with these options of a kind; an empty value takes one away.
   *
   * @param all whether it is to have no others
   */
  static Xml options(Xml owner, String kind, Map<String, String> wanted, boolean all) {
    Map<String, String> missing = new LinkedHashMap<>(wanted);
    missing.values().removeIf(String::isEmpty);
    List<Xml> children = new ArrayList<>();
    for (Xml child : owner.children()) {
      boolean plain = child.name().equals(kind) && child.first("rule").isEmpty();
      if (!plain) {
        children.add(child);
        continue;
      }
      List<Xml> pairs =
          child.children().stream().flatMap(pair -> hold(pair, wanted, missing, all)).toList();
      if (!pairs.isEmpty() || child.children().isEmpty()) children.add(child.withOnly(pairs));
    }
    return missing.isEmpty() ? owner.withOnly(children) : add(owner, kind, children, missing);
  }

  /** Returns the pair as it is wanted, if it is; what stands twice counts once. */
  private static Stream<Xml> hold(
      Xml pair, Map<String, String> wanted, Map<String, String> missing, boolean all) {
    String name = pair.attribute("name");
    if (!wanted.containsKey(name)) {
      return all && pair.name().equals("nvpair") ? Stream.empty() : Stream.of(pair);
    }
    String value = missing.remove(name);
    if (value == null) return Stream.empty();
    return Stream.of(
        Values.same(pair.attribute("value"), value) ? pair : pair.set(Map.of("value", value)));
  }

  private static Xml add(Xml owner, String kind, List<Xml> children, Map<String, String> missing) {
    for (int i = 0; i < children.size(); i++) {
      Xml set = children.get(i);
      if (!set.name().equals(kind) || set.first("rule").isPresent()) continue;
      children.set(i, set.with(pairs(set.attribute("id"), missing)));
      return owner.withOnly(children);
    }
    String id = owner.attribute("id") + "-" + kind;
    int place = (int) children.stream().takeWhile(c -> SETS.contains(c.name())).count();
    // what a group or clone holds comes behind its options
    children.add(place, Xml.of(kind, "id", id).with(pairs(id, missing)));
    return owner.withOnly(children);
  }

  private static List<Xml> pairs(String set, Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> CibPatch.pair(set, e.getKey(), e.getValue()))
        .toList();
  }

  /**
   * Returns a resource with these operations: of the names that they have it gets no others, and
   * keeps those of other names.
   */
  static Xml operations(Xml primitive, List<Operation> wanted) {
    if (wanted.isEmpty()) return primitive;
    Xml holder = primitive.first("operations").orElse(Xml.of("operations"));
    List<Xml> left = new ArrayList<>(holder.children());
    Map<Xml, Xml> changed = new LinkedHashMap<>();
    List<Xml> added = new ArrayList<>();
    for (Operation operation : wanted) {
      Optional<Xml> is = left.stream().filter(operation::is).findFirst();
      if (is.isEmpty()) {
        is =
            left.stream()
                .filter(operation::alike)
                .filter(op -> wanted.stream().noneMatch(other -> other.is(op)))
                .findFirst();
      }
      is.ifPresent(left::remove);
      is.ifPresentOrElse(
          op -> changed.put(op, held(op, operation)),
          () -> added.add(made(primitive.attribute("id"), operation)));
    }
    Set<String> names = Set.copyOf(wanted.stream().map(Operation::name).distinct().toList());
    Stream<Xml> kept =
        holder.children().stream()
            .filter(op -> changed.containsKey(op) || !names.contains(op.attribute("name")))
            .map(op -> changed.getOrDefault(op, op));
    Xml result = holder.withOnly(Stream.concat(kept, added.stream()).toList());
    return primitive.first("operations").isEmpty()
        ? primitive.with(result)
        : primitive.replace(x -> x.name().equals("operations"), x -> Stream.of(result));
  }

  private static Xml held(Xml op, Operation wanted) {
    Map<String, String> differing = new LinkedHashMap<>(wanted.attributes());
    differing
        .entrySet()
        .removeIf(
            e ->
                e.getKey().equals("interval")
                    ? Values.sameTime(op.attribute("interval"), e.getValue())
                    : Values.same(op.attribute(e.getKey()), e.getValue()));
    return options(op.set(differing), OPTIONS, wanted.options(), false);
  }

  private static Xml made(String resource, Operation operation) {
    String role = operation.role().map(r -> "-" + r).orElse("");
    String id =
        "%s-%s%s-interval-%s".formatted(resource, operation.name(), role, operation.every());
    return options(
        Xml.of("op", "id", id).set(operation.attributes()), OPTIONS, operation.options(), false);
  }

  /** Returns a configuration without what makes no sense without one of its resources. */
  static Xml forget(Xml root, String resource) {
    Set<String> constraints = Set.of("rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket");
    List<String> names = List.of("rsc", "with-rsc", "first", "then");
    return root.replace(
            x ->
                constraints.contains(x.name())
                    && names.stream().anyMatch(name -> x.is(name, resource)),
            x -> Stream.empty())
        .replace(
            x -> Set.of("resource_ref", "obj_ref").contains(x.name()) && x.is("id", resource),
            x -> Stream.empty())
        .replace(x -> x.name().equals("fencing-level"), x -> without(x, resource))
        .replace(
            x -> Set.of("resource_set", "tag").contains(x.name()) && x.children().isEmpty(),
            x -> Stream.empty())
        .replace( // what held nothing but sets
            x ->
                constraints.contains(x.name())
                    && x.children().isEmpty()
                    && names.stream().noneMatch(name -> x.attributes().containsKey(name))
                    && !x.attributes().containsKey("rsc-pattern"),
            x -> Stream.empty());
  }

  private static Stream<Xml> without(Xml level, String device) {
    List<String> devices = List.of(level.attribute("devices").split(","));
    List<String> left = devices.stream().filter(d -> !d.equals(device)).toList();
    if (left.equals(devices)) return Stream.of(level);
    return left.isEmpty()
        ? Stream.empty()
        : Stream.of(level.set(Map.of("devices", String.join(",", left))));
  }
}
