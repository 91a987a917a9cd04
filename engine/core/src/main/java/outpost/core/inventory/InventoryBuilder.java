package outpost.core.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

    /** By the file that says them, in the order of first mention. */
    final Map<String, Map<String, Node>> vars = new LinkedHashMap<>();

    /** What was worked out, by the file that says how. */
    final Map<String, Map<String, Object>> values = new LinkedHashMap<>();

    final Set<String> files = new LinkedHashSet<>();

    Draft(String name, Span place, Optional<Path> file) {
      this.name = name;
      this.place = place;
      this.file = file;
    }

    void set(String name, Node value) {
      String file = value.span().source().name();
      files.add(file);
      vars.computeIfAbsent(file, n -> new LinkedHashMap<>()).put(name, value);
    }

    List<Layer> layers(String kind) {
      List<Layer> layers = new ArrayList<>();
      for (String file : files) {
        String origin = kind + " " + name + " in " + file;
        Map<String, Node> written = vars.get(file);
        layers.add(
            written == null
                ? new Layer.Given(origin, values.get(file))
                : new Layer.Written(origin, written));
      }
      return layers;
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

  /** Takes values that were worked out by the rules of a file. */
  void hostValues(String host, Source file, Map<String, Object> values) {
    Draft draft = hosts.get(host);
    draft.files.add(file.name());
    draft.values.computeIfAbsent(file.name(), n -> new LinkedHashMap<>()).putAll(values);
  }

  private void priority(String group, Node value) {
    if (value instanceof Node.Scalar scalar && scalar.text().matches("[+-]?[0-9]{1,9}")) {
      tree.prioritize(group, Integer.parseInt(scalar.text()));
      return;
    }
    problems.error(
        value.span(), "bad-group-priority", "`ansible_group_priority` takes a whole number");
  }

  Inventory build(Inventory.Origin origin, List<VarsFolder> folders) {
    warnOfDoubleNames();
    return built(origin, folders, tree);
  }

  /** Returns what there is so far, as if nothing followed. */
  Inventory snapshot(List<VarsFolder> folders) {
    return built(Inventory.Origin.NONE, folders, tree.copy());
  }

  private Inventory built(Inventory.Origin origin, List<VarsFolder> folders, GroupTree groupTree) {
    groupTree.settle(hosts.keySet());
    Map<String, Host> byName = new LinkedHashMap<>();
    hosts.values().forEach(h -> byName.put(h.name, new Host(h.name, false, h.file)));
    Map<String, List<Layer>> groupLayers = new LinkedHashMap<>();
    Map<String, List<Layer>> hostLayers = new LinkedHashMap<>();
    groups.values().forEach(g -> groupLayers.put(g.name, g.layers("group")));
    hosts.values().forEach(h -> hostLayers.put(h.name, h.layers("host")));
    return new Inventory(
        origin,
        groupTree.build(byName::get),
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
