package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says a configuration in lines that a person reads: one fact each, with names instead of ids. */
final class CibLines {
  private static final String USUAL_PROPERTIES = "cib-bootstrap-options";

  /** What says nothing by itself about a node's state, or is told already. */
  private static final Set<String> OF_STATE = Set.of("id", "uname", "crm-debug-origin");

  /** A line as it is shown, and with the values that are not. */
  private record Line(String shown, String whole) {}

  private final List<Line> lines = new ArrayList<>();
  private final Set<String> hidden;

  private CibLines(Set<String> hidden) {
    this.hidden = hidden;
  }

  static List<String> of(Xml cib) {
    return shown(all(cib, Set.of()));
  }

  /**
   * Returns what one configuration says and another does not.
   *
   * @param hidden names of options whose values are not shown
   */
  static List<String> only(Xml one, Xml other, Set<String> hidden) {
    List<Line> lines = all(one, hidden);
    all(other, hidden).forEach(lines::remove);
    return shown(lines);
  }

  private static List<String> shown(List<Line> lines) {
    return lines.stream().map(Line::shown).toList();
  }

  private static List<Line> all(Xml cib, Set<String> hidden) {
    CibLines all = new CibLines(hidden);
    cib.at("configuration").flatMap(c -> c.children().stream()).forEach(all::section);
    cib.at("status", "node_state").forEach(all::state);
    return all.lines;
  }

  private void say(String line) {
    lines.add(new Line(line, line));
  }

  private void section(Xml section) {
    for (Xml x : section.children()) {
      switch (section.name()) {
        case "crm_config" -> properties(x);
        case "nodes" -> node(x);
        case "resources" -> resource(x);
        case "constraints" -> constraint(x);
        case "rsc_defaults" -> pairs(x, "default of resources: ");
        case "op_defaults" -> pairs(x, "default of operations: ");
        case "tags" -> say("tag " + id(x) + ": " + ids(x.children().stream()));
        case "fencing-topology" ->
            say(
                "fencing level %s of %s: %s"
                    .formatted(
                        x.attribute("index"),
                        first(x, "target", "target-pattern", "target-attribute"),
                        x.attribute("devices")));
        default -> other(x, "");
      }
    }
  }

  private void properties(Xml set) {
    String where = set.is("id", USUAL_PROPERTIES) ? "" : " of " + id(set);
    pairs(set, "property" + where + " ");
  }

  private void node(Xml node) {
    String name = node.attribute("uname");
    say("node " + name + (node.is("type", "remote") ? ": remote" : ""));
    sets(node, "node " + name + ": ");
  }

  private void state(Xml state) {
    say("state of node %s: %s".formatted(state.attribute("uname"), others(state, OF_STATE)));
    state
        .at("transient_attributes", "instance_attributes")
        .forEach(set -> pairs(set, "state of node " + state.attribute("uname") + ": "));
  }

  private void resource(Xml x) {
    String subject = (x.name().equals("primitive") ? "resource" : x.name()) + " " + id(x) + ": ";
    switch (x.name()) {
      case "primitive", "template" -> say((subject + agent(x)).strip());
      case "group" -> say(subject + ids(x.children("primitive")));
      case "clone", "master" -> say(subject + "of " + ids(members(x)));
      default -> other(x, "");
    }
    sets(x, subject);
    x.at("operations", "op").forEach(op -> operation(op, subject));
    members(x).forEach(this::resource);
  }

  private static String agent(Xml primitive) {
    return Stream.of("class", "provider", "type", "template")
        .map(primitive::attribute)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(":"));
  }

  private void operation(Xml op, String subject) {
    String operation = subject + "operation " + op.attribute("name");
    boolean once = Values.sameTime(op.attribute("interval"), "0");
    Set<String> told = once ? Set.of("id", "name", "interval") : Set.of("id", "name");
    say((operation + " " + others(op, told)).strip());
    sets(op, operation + ": ");
  }

  private static Stream<Xml> members(Xml x) {
    return x.children().stream()
        .filter(c -> Set.of("primitive", "group", "clone", "master").contains(c.name()));
  }

  private void constraint(Xml x) {
    boolean plain = x.children().isEmpty();
    if (plain && x.name().equals("rsc_location")) {
      say(
          "location: %s on %s%s"
              .formatted(
                  first(x, "rsc", "rsc-pattern"),
                  x.attribute("node"),
                  tail(x, Set.of("id", "rsc", "rsc-pattern", "node"))));
    } else if (plain && x.name().equals("rsc_colocation")) {
      say(
          "colocation: %s with %s%s"
              .formatted(
                  x.attribute("rsc"),
                  x.attribute("with-rsc"),
                  tail(x, Set.of("id", "rsc", "with-rsc"))));
    } else if (plain && x.name().equals("rsc_order")) {
      say(
          "order: %s then %s%s"
              .formatted(
                  acting(x, "first"),
                  acting(x, "then"),
                  tail(x, Set.of("id", "first", "then", "first-action", "then-action"))));
    } else {
      other(x, "");
    }
  }

  private static String acting(Xml order, String side) {
    return (order.attribute(side + "-action") + " " + order.attribute(side)).strip();
  }

  /** Says options of all kinds of an element. */
  private void sets(Xml owner, String subject) {
    Map<String, String> kinds =
        Map.of(
            "instance_attributes", "option ", "meta_attributes", "meta ", "utilization", "uses ");
    for (Xml set : owner.children()) {
      Optional<String> kind = Optional.ofNullable(kinds.get(set.name()));
      kind.ifPresent(k -> pairs(set, subject + (owner.name().equals("node") ? "" : k)));
    }
  }

  private void pairs(Xml set, String subject) {
    String when = set.first("rule").map(rule -> " (rule " + id(rule) + ")").orElse("");
    set.children("nvpair")
        .forEach(
            pair -> {
              String name = pair.attribute("name");
              boolean secret = name.contains("passw") || hidden.contains(name);
              String option = subject + name + " = ";
              String value = pair.attribute("value");
              lines.add(new Line(option + (secret ? "***" : value) + when, option + value + when));
            });
  }

  /** Says what has no words of its own, element by element. */
  private void other(Xml x, String above) {
    String subject = above + x.name() + (x.attribute("id").isEmpty() ? "" : " " + id(x));
    say((subject + ": " + others(x, Set.of("id"))).strip());
    x.children().forEach(child -> other(child, subject + " / "));
  }

  private static String tail(Xml x, Set<String> told) {
    String others = others(x, told);
    return others.isEmpty() ? "" : ", " + others;
  }

  private static String others(Xml x, Set<String> told) {
    return x.attributes().entrySet().stream()
        .filter(a -> !told.contains(a.getKey()))
        .map(a -> a.getKey() + "=" + a.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String first(Xml x, String... names) {
    return Stream.of(names)
        .map(x::attribute)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("-");
  }

  private static String ids(Stream<Xml> elements) {
    return elements.map(CibLines::id).collect(Collectors.joining(", "));
  }

  private static String id(Xml x) {
    return x.attribute("id");
  }
}
