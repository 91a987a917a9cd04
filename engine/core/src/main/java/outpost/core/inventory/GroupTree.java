package outpost.core.inventory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Which groups lie in which, and which hosts in them, while that changes. One thread at a time. */
final class GroupTree {
  private final Map<String, Branch> groups = new LinkedHashMap<>();

  private static final class Branch {
    final Set<String> hosts = new LinkedHashSet<>();
    final Set<String> children = new LinkedHashSet<>();
    final Set<String> parents = new LinkedHashSet<>();
    int priority = 1;
  }

  GroupTree() {
    add(Group.ALL);
    add(Group.UNGROUPED);
    put(Group.ALL, Group.UNGROUPED);
  }

  /** Returns the tree of groups that are built. */
  static GroupTree of(Collection<Group> groups) {
    GroupTree tree = new GroupTree();
    for (Group group : groups) {
      tree.add(group.name());
      tree.prioritize(group.name(), group.priority());
      group.own().forEach(h -> tree.host(group.name(), h.name()));
    }
    for (Group group : groups) group.children().forEach(c -> tree.put(group.name(), c));
    return tree;
  }

  GroupTree copy() {
    GroupTree copy = new GroupTree();
    groups.forEach(
        (name, group) -> {
          copy.add(name);
          Branch same = copy.groups.get(name);
          same.hosts.addAll(group.hosts);
          same.children.addAll(group.children);
          same.parents.addAll(group.parents);
          same.priority = group.priority;
        });
    return copy;
  }

  Set<String> names() {
    return groups.keySet();
  }

  boolean has(String group) {
    return groups.containsKey(group);
  }

  /** Adds a group; says whether it is new. */
  boolean add(String group) {
    return groups.putIfAbsent(group, new Branch()) == null;
  }

  /** Puts a host into a group; says whether it was not there. */
  boolean host(String group, String host) {
    return groups.get(group).hosts.add(host);
  }

  void prioritize(String group, int priority) {
    groups.get(group).priority = priority;
  }

  /** Whether a group would contain itself if the child were put into it. */
  boolean loops(String parent, String child) {
    return child.equals(Group.ALL) || child.equals(parent) || ancestors(parent).contains(child);
  }

  /** Puts a group into another; says whether it was not there. */
  boolean put(String parent, String child) {
    groups.get(child).parents.add(parent);
    return groups.get(parent).children.add(child);
  }

  private Set<String> ancestors(String group) {
    Set<String> above = new LinkedHashSet<>();
    Deque<String> left = new ArrayDeque<>(groups.get(group).parents);
    while (!left.isEmpty()) {
      String parent = left.pop();
      if (above.add(parent)) left.addAll(groups.get(parent).parents);
    }
    return above;
  }

  /** Puts what is in no group into {@code all}, and hosts that no other group names into it. */
  void settle(Set<String> hosts) {
    groups.forEach(
        (name, group) -> {
          if (!name.equals(Group.ALL) && group.parents.isEmpty()) put(Group.ALL, name);
        });
    Set<String> grouped = new LinkedHashSet<>();
    groups.forEach(
        (name, group) -> {
          boolean counts = !name.equals(Group.ALL) && !name.equals(Group.UNGROUPED);
          if (counts) grouped.addAll(group.hosts);
        });
    Set<String> ungrouped = groups.get(Group.UNGROUPED).hosts;
    ungrouped.removeAll(grouped);
    hosts.stream().filter(h -> !grouped.contains(h)).forEach(ungrouped::add);
  }

  /** Builds the groups, in the order of first mention. */
  Map<String, Group> build(Function<String, Host> host) {
    Map<String, Integer> depths = new HashMap<>();
    Map<String, Group> built = new LinkedHashMap<>();
    groups.forEach(
        (name, group) ->
            built.put(
                name,
                new Group(
                    name,
                    depth(name, depths),
                    group.priority,
                    List.copyOf(group.children),
                    group.hosts.stream().map(host).toList(),
                    members(name).stream().map(host).toList())));
    return built;
  }

  private int depth(String name, Map<String, Integer> known) {
    Integer depth = known.get(name);
    if (depth != null) return depth;
    int deepest = 0;
    for (String parent : groups.get(name).parents) {
      deepest = Math.max(deepest, depth(parent, known) + 1);
    }
    known.put(name, deepest);
    return deepest;
  }

  /** Returns a group's hosts: its own, then level by level those of the groups in it. */
  private Set<String> members(String group) {
    Set<String> members = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>(List.of(group));
    List<String> level = List.of(group);
    while (!level.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String name : level) {
        Branch one = groups.get(name);
        members.addAll(one.hosts);
        one.children.stream().filter(seen::add).forEach(next::add);
      }
      level = next;
    }
    return members;
  }
}
