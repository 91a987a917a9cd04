package outpost.core.inventory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import outpost.core.source.Json;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;

/** Reads what an inventory script prints by Ansible's rules. */
final class ScriptInventory {
  private static final String META = "_meta";
  private static final Set<String> SECTIONS = Set.of("hosts", "vars", "children");

  private final String name;
  private final ScriptRun script;
  private final InventoryBuilder inventory;
  private final Problems problems;

  /** The hosts it names, which alone get variables. */
  private final Set<String> hosts = new LinkedHashSet<>();

  ScriptInventory(String name, ScriptRun script, InventoryBuilder inventory, Problems problems) {
    this.name = name;
    this.script = script;
    this.inventory = inventory;
    this.problems = problems;
  }

  void read() {
    Optional<Node.Mapping> printed = run("--list").flatMap(n -> mapping(n, "what it prints"));
    if (printed.isEmpty()) return;
    for (Node.Entry entry : printed.get().entries()) {
      if (!entry.key().text().equals(META)) group(entry);
    }
    Optional<Node.Entry> vars =
        printed
            .get()
            .entry(META)
            .flatMap(meta -> mapping(meta.value(), "`_meta`"))
            .flatMap(meta -> meta.entry("hostvars"));
    if (vars.isPresent()) fromMeta(vars.get());
    else if (!broken(printed.get())) fromEach();
  }

  private static boolean broken(Node.Mapping printed) {
    return printed.get(META).filter(meta -> !(meta instanceof Node.Mapping)).isPresent();
  }

  private Optional<Node> run(String... args) {
    return script.run(args).flatMap(printed -> parsed(printed, args));
  }

  private Optional<Node> parsed(Source printed, String... args) {
    if (printed.text().isBlank()) {
      if (args.length > 1) {
        return Optional.of(new Node.Mapping(printed.span(0, 0), List.of())); // no variables
      }
      problems.error(
          "bad-json",
          "`" + printed.name() + "` printed nothing",
          "an inventory script prints a JSON mapping of groups, `{}` at least");
      return Optional.empty();
    }
    return Json.read(
        printed,
        args.length > 1
            ? "an inventory script prints the variables of a host as a JSON mapping"
            : "an inventory script prints a JSON mapping of groups",
        problems);
  }

  private void group(Node.Entry entry) {
    Node.Scalar key = entry.key();
    String group = key.text();
    if (group.isEmpty()) {
      problems.error(key.span(), "bad-group", "the name of a group is empty");
      return;
    }
    inventory.group(group, key.span());
    if (entry.value() instanceof Node.Sequence list) {
      hosts(group, list);
      return;
    }
    if (!(entry.value() instanceof Node.Mapping data)) {
      wrong(entry.value(), "group `" + group + "`", "is a mapping or a list of hosts");
      return;
    }
    if (data.entries().stream().noneMatch(e -> SECTIONS.contains(e.key().text()))) {
      host(group, key); // what is no group is a host with its variables
      data.entries().forEach(v -> inventory.groupVar(group, v.key(), v.value()));
      return;
    }
    data.get("hosts").ifPresent(h -> list(h, "`hosts` of `" + group + "`", l -> hosts(group, l)));
    data.get("vars")
        .flatMap(v -> mapping(v, "`vars` of `" + group + "`"))
        .ifPresent(
            vars -> vars.entries().forEach(v -> inventory.groupVar(group, v.key(), v.value())));
    data.get("children")
        .ifPresent(c -> list(c, "`children` of `" + group + "`", l -> children(group, l)));
  }

  private void hosts(String group, Node.Sequence list) {
    for (Node item : list.items()) {
      if (item instanceof Node.Scalar host && !host.plain() && !host.text().isBlank()) {
        host(group, host);
      } else {
        wrong(item, "a host of `" + group + "`", "is a string");
      }
    }
  }

  private void host(String group, Node.Scalar host) {
    hosts.add(host.text());
    inventory.host(group, host.text(), host.span());
  }

  private void children(String group, Node.Sequence list) {
    for (Node item : list.items()) {
      if (item instanceof Node.Scalar child && !child.plain() && !child.text().isBlank()) {
        inventory.group(child.text(), child.span());
        inventory.child(group, child.text(), child.span());
      } else {
        wrong(item, "a child of `" + group + "`", "is a string");
      }
    }
  }

  private void fromMeta(Node.Entry hostvars) {
    Optional<Node.Mapping> all = mapping(hostvars.value(), "`hostvars`");
    if (all.isEmpty()) return;
    for (Node.Entry entry : all.get().entries()) {
      String host = entry.key().text();
      if (!hosts.contains(host)) {
        problems.warning(
            entry.key().span(),
            "host-in-no-group",
            "`" + host + "` has variables, but is in no group, so it is not in the inventory",
            "name it in `ungrouped`");
        continue;
      }
      vars(host, entry.value());
    }
  }

  private void fromEach() {
    if (hosts.isEmpty()) return;
    problems.warning(
        new Source(name, "").span(0, 0),
        "script-without-meta",
        "this inventory script has to be run once more for "
            + (hosts.size() == 1 ? "its one host" : "each of its " + hosts.size() + " hosts"),
        "let `--list` print the variables of all hosts: `\"_meta\": {\"hostvars\": {…}}`");
    for (String host : hosts) {
      Optional<Node> printed = run("--host", host);
      if (printed.isEmpty()) return; // the others would most likely fail as well
      vars(host, printed.get());
    }
  }

  private void vars(String host, Node value) {
    mapping(value, "the variables of `" + host + "`")
        .ifPresent(
            vars -> vars.entries().forEach(v -> inventory.hostVar(host, v.key(), v.value())));
  }

  private Optional<Node.Mapping> mapping(Node node, String what) {
    if (node instanceof Node.Mapping mapping) return Optional.of(mapping);
    wrong(node, what, "must be a mapping");
    return Optional.empty();
  }

  private void list(Node node, String what, Consumer<Node.Sequence> then) {
    if (node instanceof Node.Sequence list) then.accept(list);
    else wrong(node, what, "must be a list");
  }

  private void wrong(Node node, String what, String wanted) {
    problems.error(
        node instanceof Node.Scalar ? node.span() : node.span().part(0, 1),
        "wrong-kind",
        what + " " + wanted + ", and this is " + kind(node));
  }

  private static String kind(Node node) {
    if (!(node instanceof Node.Scalar scalar) || node.isNull()) return node.kind();
    if (scalar.plain()) return "`" + scalar.text() + "`";
    return scalar.text().isBlank() ? "empty" : "text";
  }
}
