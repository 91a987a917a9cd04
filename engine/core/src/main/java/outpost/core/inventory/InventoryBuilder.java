package outpost.core.inventory;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

/** Gathers what the sources of an inventory say. Used by one reader at a time. */
final class InventoryBuilder {
  private final Problems problems;
  private final GroupTree tree = new GroupTree();
  private final Map<String, Draft> groups = new LinkedHashMap<>();
  private final Map<String, Draft> hosts = new LinkedHashMap<>();
  private Optional<Path> file = Optional.empty();

  /** What is said of a host or a group. */
  private static final class Draft {
    final String name;
    final Span place;
    final Optional<Path> file;
    final Map<String, Map<String, Node>> vars = new LinkedHashMap<>();

    Draft(String name, Span place, Optional<Path> file) {
      this.name = name;
      this.place = place;
      this.file = file;
    }

    void set(String name, Node value) {
      vars.computeIfAbsent(value.span().source().name(), n -> new LinkedHashMap<>())
          .put(name, value);
    }

    List<Layer> layers(String kind) {
      return vars.entrySet().stream()
          .<Layer>map(e -> new Layer.Written(kind + " " + name + " in " + e.getKey(), e.getValue()))
          .toList();
    }
  }

  InventoryBuilder(Problems problems) {
    this.problems = problems;
    Span nowhere = new Source("", "").span(0, 0);
    group(Group.ALL, nowhere);
    group(Group.UNGROUPED, nowhere);
  }

  /** Says which file the hosts named from now on come from. */
  void reading(Optional<Path> file) {
    this.file = file;
  }

  boolean hasGroup(String name) {
    return groups.containsKey(name);
  }

  Set<String> groupNames() {
    return groups.keySet();
  }

  Set<String> hostNames() {
    return hosts.keySet();
  }

  void group(String name, Span place) {
    groups.computeIfAbsent(name, n -> new Draft(n, place, file));
    tree.add(name);
  }

  void host(String group, String name, Span place) {
    hosts.computeIfAbsent(name, n -> new Draft(n, place, file));
    tree.host(group, name);
  }

  void child(String parent, String child, Span place) {
    if (tree.loops(parent, child)) {
      problems.error(
          place, "group-loop", loop(child), loopHint(parent, child).toArray(String[]::new));
    } else {
      tree.put(parent, child);
    }
  }

  static String loop(String child) {
    return "group `" + child + "` would contain itself";
  }

  static List<String> loopHint(String parent, String child) {
    if (child.equals(Group.ALL)) {
      return List.of("every group is in `all`, so `all` can be in none");
    }
    boolean itself = child.equals(parent);
    return itself ? List.of() : List.of("`" + parent + "` is already in `" + child + "`");
  }

  void groupVar(String group, Node.Scalar name, Node value) {
    if (name.text().equals("ansible_group_priority")) {
      priority(group, value);
      return;
    }
    VarsFolder.checkName(name, problems);
    groups.get(group).set(name.text(), value);
  }

  void hostVar(String host, Node.Scalar name, Node value) {
    VarsFolder.checkName(name, problems);
    hosts.get(host).set(name.text(), value);
  }

  private void priority(String group, Node value) {
    if (value instanceof Node.Scalar scalar && scalar.text().matches("[+-]?[0-9]{1,9}")) {
      tree.prioritize(group, Integer.parseInt(scalar.text()));
      return;
    }
    problems.error(
        value.span(), "bad-group-priority", "`ansible_group_priority` takes a whole number");
  }

  Inventory build(List<String> sources, List<VarsFolder> folders) {
    tree.settle(hosts.keySet());
    warnOfDoubleNames();
    Map<String, Host> byName = new LinkedHashMap<>();
    hosts.values().forEach(h -> byName.put(h.name, new Host(h.name, false, h.file)));
    Map<String, List<Layer>> groupLayers = new LinkedHashMap<>();
    Map<String, List<Layer>> hostLayers = new LinkedHashMap<>();
    groups.values().forEach(g -> groupLayers.put(g.name, g.layers("group")));
    hosts.values().forEach(h -> hostLayers.put(h.name, h.layers("host")));
    return new Inventory(
        new Inventory.Origin(sources, !problems.hasErrors()),
        tree.build(byName::get),
        byName,
        groupLayers,
        hostLayers,
        folders,
        Optional.empty(),
        List.of());
  }

  private void warnOfDoubleNames() {
    for (Draft host : hosts.values()) {
      if (!groups.containsKey(host.name)) continue;
      problems.warning(
          host.place,
          "double-name",
          "`" + host.name + "` is both a host and a group",
          "in `hosts:` and `--limit` the host is meant");
    }
  }
}
