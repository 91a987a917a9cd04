package outpost.core.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Map<String, Draft> groups = new LinkedHashMap<>();
  private final Map<String, Draft> hosts = new LinkedHashMap<>();
  private Optional<Path> file = Optional.empty();

  /** A host or a group while it is being read; a host has no members. */
  private static final class Draft {
    final String name;
    final Span place;
    final Optional<Path> file;
    final Set<String> hosts = new LinkedHashSet<>();
    final Set<String> children = new LinkedHashSet<>();
    final Set<String> parents = new LinkedHashSet<>();
    final Map<String, Map<String, Node>> vars = new LinkedHashMap<>();
    int priority = 1;

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
          .map(e -> new Layer(kind + " " + name + " in " + e.getKey(), e.getValue()))
          .toList();
    }
  }

  InventoryBuilder(Problems problems) {
    this.problems = problems;
    Span nowhere = new Source("", "").span(0, 0);
    group(Group.ALL, nowhere);
    group(Group.UNGROUPED, nowhere);
    child(Group.ALL, Group.UNGROUPED, nowhere);
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

  void group(String name, Span place) {
    groups.computeIfAbsent(name, n -> new Draft(n, place, file));
  }

  void host(String group, String name, Span place) {
    hosts.computeIfAbsent(name, n -> new Draft(n, place, file));
    groups.get(group).hosts.add(name);
  }

  void child(String parent, String child, Span place) {
    if (child.equals(Group.ALL) || child.equals(parent) || isAbove(child, parent)) {
      problems.error(
          place,
          "group-loop",
          "group `" + child + "` would contain itself",
          loopHint(parent, child));
      return;
    }
    groups.get(parent).children.add(child);
    groups.get(child).parents.add(parent);
  }

  private static String[] loopHint(String parent, String child) {
    if (child.equals(Group.ALL)) {
      return new String[] {"every group is in `all`, so `all` can be in none"};
    }
    boolean itself = child.equals(parent);
    return itself ? new String[0] : new String[] {"`" + parent + "` is already in `" + child + "`"};
  }

  void groupVar(String group, Node.Scalar name, Node value) {
    Draft draft = groups.get(group);
    if (name.text().equals("ansible_group_priority")) {
      priority(draft, value);
      return;
    }
    VarsFolder.checkName(name, problems);
    draft.set(name.text(), value);
  }

  void hostVar(String host, Node.Scalar name, Node value) {
    VarsFolder.checkName(name, problems);
    hosts.get(host).set(name.text(), value);
  }

  private void priority(Draft group, Node value) {
    if (value instanceof Node.Scalar scalar && scalar.text().matches("[+-]?[0-9]{1,9}")) {
      group.priority = Integer.parseInt(scalar.text());
      return;
    }
    problems.error(
        value.span(), "bad-group-priority", "`ansible_group_priority` takes a whole number");
  }

  private boolean isAbove(String above, String below) {
    for (String parent : groups.get(below).parents) {
      if (parent.equals(above) || isAbove(above, parent)) return true;
    }
    return false;
  }

  Inventory build(List<String> sources, List<VarsFolder> folders) {
    connectToAll();
    settleUngrouped();
    warnOfDoubleNames();
    Map<String, Host> byName = new LinkedHashMap<>();
    hosts.values().forEach(h -> byName.put(h.name, new Host(h.name, false, h.file)));
    Map<String, Integer> depths = new HashMap<>();
    Map<String, Group> built = new LinkedHashMap<>();
    Map<String, List<Layer>> groupLayers = new LinkedHashMap<>();
    Map<String, List<Layer>> hostLayers = new LinkedHashMap<>();
    for (Draft draft : groups.values()) {
      List<Host> own = draft.hosts.stream().map(byName::get).toList();
      List<Host> all = members(draft).stream().map(byName::get).toList();
      built.put(
          draft.name,
          new Group(
              draft.name,
              depth(draft, depths),
              draft.priority,
              List.copyOf(draft.children),
              own,
              all));
      groupLayers.put(draft.name, draft.layers("group"));
    }
    hosts.values().forEach(h -> hostLayers.put(h.name, h.layers("host")));
    boolean complete = !problems.hasErrors();
    return new Inventory(
        complete, sources, built, byName, groupLayers, hostLayers, folders, Optional.empty());
  }

  Set<String> hostNames() {
    return hosts.keySet();
  }

  private void connectToAll() {
    Draft all = groups.get(Group.ALL);
    for (Draft group : groups.values()) {
      if (group == all || !group.parents.isEmpty()) continue;
      all.children.add(group.name);
      group.parents.add(Group.ALL);
    }
  }

  /** Keeps in {@code ungrouped} the hosts that no other group names. */
  private void settleUngrouped() {
    Set<String> grouped = new LinkedHashSet<>();
    for (Draft group : groups.values()) {
      boolean counts = !group.name.equals(Group.ALL) && !group.name.equals(Group.UNGROUPED);
      if (counts) grouped.addAll(group.hosts);
    }
    Set<String> ungrouped = groups.get(Group.UNGROUPED).hosts;
    ungrouped.removeAll(grouped);
    hosts.keySet().stream().filter(h -> !grouped.contains(h)).forEach(ungrouped::add);
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

  private int depth(Draft group, Map<String, Integer> known) {
    Integer depth = known.get(group.name);
    if (depth != null) return depth;
    int deepest = 0;
    for (String parent : group.parents) {
      deepest = Math.max(deepest, depth(groups.get(parent), known) + 1);
    }
    known.put(group.name, deepest);
    return deepest;
  }

  /** Returns a group's hosts: its own, then level by level those of the groups in it. */
  private Set<String> members(Draft group) {
    Set<String> members = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>(List.of(group.name));
    List<String> level = List.of(group.name);
    while (!level.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String name : level) {
        Draft one = groups.get(name);
        members.addAll(one.hosts);
        one.children.stream().filter(seen::add).forEach(next::add);
      }
      level = next;
    }
    return members;
  }
}
