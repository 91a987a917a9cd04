package outpost.modules.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import outpost.api.Problem;
import outpost.modules.cluster.PacemakerConstraint.Colocation;
import outpost.modules.cluster.PacemakerConstraint.Location;
import outpost.modules.cluster.PacemakerConstraint.Order;

/**
 * Decides what separates the constraints of a configuration from the one that a task wants. A
 * constraint is known by whom it binds, not by its id: there is to be one of them, or none.
 *
 * @param what how the change is called
 * @param element the constraint as it is to be
 * @param same finds those that bind the same
 * @param wanted whether there is to be one
 * @param refusal why it may not be
 */
record ConstraintEdit(
    String what,
    Xml element,
    Predicate<Xml> same,
    boolean wanted,
    Optional<Problem> refusal,
    Cib cib)
    implements Decision {
  private static final String CONSTRAINTS = "/cib/configuration/constraints";

  static ConstraintEdit location(Location want, boolean present, Cib cib) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("rsc", want.resource());
    attributes.put("node", want.node());
    attributes.put("score", want.score());
    attributes.put(
        "resource-discovery", want.discovery().map(PacemakerConstraint::word).orElse(""));
    String id = "location-%s-%s-%s".formatted(want.resource(), want.node(), want.score());
    return new ConstraintEdit(
        "location of %s on %s".formatted(want.resource(), want.node()),
        Xml.of("rsc_location", "id", id).set(attributes),
        binds("rsc_location", Map.of("rsc", want.resource(), "node", want.node())),
        present,
        unknown(cib, want.resource())
            .or(() -> unknownNode(cib, want.node()))
            .or(() -> onARemoteNode(cib, want)),
        cib);
  }

  static ConstraintEdit colocation(Colocation want, boolean present, Cib cib) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("rsc", want.resource());
    attributes.put("with-rsc", want.with());
    attributes.put("score", want.score());
    attributes.put("rsc-role", want.role().orElse(""));
    attributes.put("with-rsc-role", want.withRole().orElse(""));
    String id = "colocation-%s-%s-%s".formatted(want.resource(), want.with(), want.score());
    return new ConstraintEdit(
        "colocation of %s with %s".formatted(want.resource(), want.with()),
        Xml.of("rsc_colocation", "id", id).set(attributes),
        binds(
            "rsc_colocation",
            Map.of(
                "rsc", want.resource(),
                "with-rsc", want.with(),
                "rsc-role", want.role().orElse(""),
                "with-rsc-role", want.withRole().orElse(""))),
        present,
        unusable(cib, "a colocation", want.resource(), want.with()),
        cib);
  }

  static ConstraintEdit order(Order want, boolean present, Cib cib) {
    String kind = PacemakerConstraint.word(want.kind());
    String then = want.thenAction().orElse(want.firstAction());
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("first", want.first());
    attributes.put("then", want.then());
    attributes.put("first-action", want.firstAction());
    attributes.put("then-action", then);
    attributes.put("kind", Character.toUpperCase(kind.charAt(0)) + kind.substring(1));
    attributes.put("symmetrical", want.symmetrical().map(String::valueOf).orElse(""));
    String id = "order-%s-%s-%s".formatted(want.first(), want.then(), kind);
    return new ConstraintEdit(
        "order of %s before %s".formatted(want.first(), want.then()),
        Xml.of("rsc_order", "id", id).set(attributes),
        x ->
            binds("rsc_order", Map.of("first", want.first(), "then", want.then())).test(x)
                && action(x, "first").equals(want.firstAction())
                && action(x, "then").equals(then),
        present,
        unusable(cib, "an order", want.first(), want.then()),
        cib);
  }

  private static Predicate<Xml> binds(String kind, Map<String, String> whom) {
    return x ->
        x.name().equals(kind)
            && x.children().isEmpty()
            && whom.entrySet().stream().allMatch(e -> x.is(e.getKey(), e.getValue()));
  }

  /** Without words of its own the other one does what the first does, and that is to start. */
  private static String action(Xml order, String side) {
    return Stream.of(side + "-action", "first-action")
        .map(order::attribute)
        .filter(action -> !action.isEmpty())
        .findFirst()
        .orElse("start");
  }

  private static Optional<Problem> unknown(Cib cib, String resource) {
    boolean known = new Resources(cib.root()).find(resource).isPresent();
    return known
        ? Optional.empty()
        : problem(
            "there is no resource `" + resource + "`",
            cib.guests().contains(resource)
                ? "that is a guest node: name the resource that it runs in"
                : "make it first: pacemaker_resource");
  }

  private static Optional<Problem> unknownNode(Cib cib, String node) {
    boolean known =
        Stream.of(
                cib.members().stream(),
                cib.guests().stream(),
                cib.connections().stream().map(Cib.Connection::id))
            .flatMap(names -> names)
            .anyMatch(node::equals);
    return known
        ? Optional.empty()
        : problem("there is no node `" + node + "` in the cluster", "add it first");
  }

  private static Optional<Problem> onARemoteNode(Cib cib, Location want) {
    boolean member = cib.members().contains(want.node());
    return member || cib.connection(want.resource()).isEmpty()
        ? Optional.empty()
        : problem(
            "`%s` is the connection to a remote node, and `%s` is no cluster node"
                .formatted(want.resource(), want.node()),
            "connections run on cluster nodes only");
  }

  private static Optional<Problem> unusable(Cib cib, String kind, String... resources) {
    for (String resource : resources) {
      if (cib.connection(resource).isPresent()) {
        return problem(
            "`%s` is the connection to a remote node, which may be in no %s constraint"
                .formatted(resource, kind.replaceFirst("^an? ", "")),
            "bind resources to the node by a location: `node: " + resource + "`");
      }
    }
    return Stream.of(resources).flatMap(r -> unknown(cib, r).stream()).findFirst();
  }

  @Override
  public Optional<Problem> obstacle() {
    return wanted ? refusal : Optional.empty();
  }

  @Override
  public Optional<Amendment> amendment() {
    List<Xml> found = cib.part("constraints").filter(same).toList();
    CibPatch patch = CibPatch.between(cib, edited(found));
    if (patch.isEmpty()) return Optional.empty();
    String from = found.isEmpty() ? "absent" : said(found.get(0));
    return Optional.of(
        new Amendment(what, from, wanted ? said(element) : "absent", patch, Set.of()));
  }

  private Xml edited(List<Xml> found) {
    List<Xml> kept =
        cib.part("constraints")
            .flatMap(
                x -> {
                  if (!found.contains(x)) return Stream.of(x);
                  return wanted && x.equals(found.get(0)) ? Stream.of(held(x)) : Stream.empty();
                })
            .toList();
    return XmlPath.of(CONSTRAINTS)
        .replace(
            cib.root(),
            all -> {
              Xml rest = all.withOnly(kept);
              return Stream.of(wanted && found.isEmpty() ? rest.with(fresh()) : rest);
            });
  }

  private Xml held(Xml found) {
    Map<String, String> differing = new LinkedHashMap<>(element.attributes());
    differing.keySet().removeIf(name -> name.equals("id"));
    differing
        .entrySet()
        .removeIf(
            e ->
                Values.same(found.attribute(e.getKey()), e.getValue())
                    || e.getKey().equals("score")
                        && Values.sameScore(found.attribute("score"), e.getValue())
                    || usual(found, e.getKey(), e.getValue()));
    return found.set(differing);
  }

  /** Whether what an order does not say is what it would say. */
  private static boolean usual(Xml found, String name, String value) {
    if (found.attributes().containsKey(name)) return false;
    return switch (name) {
      case "kind" -> value.equals("Mandatory") && !found.attributes().containsKey("score");
      case "first-action", "then-action" -> true; // it would not be the same constraint otherwise
      default -> false;
    };
  }

  private Xml fresh() {
    String id = element.attribute("id").replaceAll("[^A-Za-z0-9._-]", "-");
    boolean taken = cib.root().at("configuration").flatMap(Xml::all).anyMatch(x -> x.is("id", id));
    return element.set(Map.of("id", taken ? id + "-1" : id));
  }

  private static String said(Xml constraint) {
    Set<String> told = Set.of("id", "rsc", "node", "with-rsc", "first", "then");
    StringBuilder said = new StringBuilder();
    constraint
        .attributes()
        .forEach(
            (name, value) -> {
              if (!told.contains(name))
                said.append(said.isEmpty() ? "" : " ").append(name).append('=').append(value);
            });
    return said.toString();
  }

  private static Optional<Problem> problem(String message, String hint) {
    return Optional.of(Preflight.problem(message, hint));
  }
}
