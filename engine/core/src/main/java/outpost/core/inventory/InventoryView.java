package outpost.core.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import outpost.core.source.Node;

/** Shows an inventory in the forms in which {@code ansible-inventory} does. */
public final class InventoryView {
  private final Inventory inventory;
  private final Set<Host> hosts;
  private final List<Layer> above;
  private final Function<Node, Object> value;

  /**
   * @param hosts those to be shown
   * @param above variables that win over those of every host
   * @param value gives what is written its type
   */
  public InventoryView(
      Inventory inventory,
      Collection<Host> hosts,
      List<Layer> above,
      Function<Node, Object> value) {
    this.inventory = inventory;
    this.hosts = Set.copyOf(hosts);
    this.above = List.copyOf(above);
    this.value = value;
  }

  /**
   * Returns what an inventory script prints: each group that has something, and all variables of
   * each host that has some.
   *
   * @param export whether variables stay with the group that has them, instead of with every host
   */
  public Map<String, Object> list(boolean export) {
    Map<String, Object> groups = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    list(all(), export, seen, groups);
    Map<String, Object> hostvars = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      if (!hosts.contains(host)) continue;
      Map<String, Object> vars = host(host, export);
      if (!vars.isEmpty()) hostvars.put(host.name(), vars);
    }
    groups.put("_meta", Map.of("hostvars", hostvars));
    return groups;
  }

  private void list(Group group, boolean export, Set<String> seen, Map<String, Object> into) {
    if (!seen.add(group.name())) return;
    Map<String, Object> told = new LinkedHashMap<>();
    List<String> own = own(group).map(Host::name).toList();
    if (!own.isEmpty()) told.put("hosts", own);
    if (!group.children().isEmpty()) told.put("children", group.children());
    if (export && !vars(group).isEmpty()) told.put("vars", vars(group));
    if (!told.isEmpty()) into.put(group.name(), told);
    children(group).forEach(child -> list(child, export, seen, into));
  }

  /** Returns what a YAML inventory says: groups in groups, and a host's variables once. */
  public Map<String, Object> tree(boolean export) {
    return Map.of(Group.ALL, tree(all(), export, new HashSet<>()));
  }

  private Map<String, Object> tree(Group group, boolean export, Set<Host> seen) {
    Map<String, Object> told = new LinkedHashMap<>();
    Map<String, Object> children = new LinkedHashMap<>();
    children(group).forEach(child -> children.put(child.name(), tree(child, export, seen)));
    if (!children.isEmpty()) told.put("children", children);
    Map<String, Object> own = new LinkedHashMap<>();
    own(group).forEach(h -> own.put(h.name(), seen.add(h) ? host(h, export) : Map.of()));
    if (!own.isEmpty()) told.put("hosts", own);
    if (export && !vars(group).isEmpty()) told.put("vars", vars(group));
    return told;
  }

  /** Returns a host's variables. */
  public Map<String, Object> host(Host host) {
    return host(host, false);
  }

  private Map<String, Object> host(Host host, boolean export) {
    if (export) return values(inventory.ownLayers(host));
    Map<String, Object> vars = values(inventory.layers(host));
    vars.putAll(values(above));
    if (host.implicit()) vars.putIfAbsent("ansible_connection", "local");
    return vars;
  }

  /** Returns the lines of a drawing of a group and all that is in it. */
  public List<String> graph(Group group, boolean vars) {
    List<String> lines = new ArrayList<>();
    graph(group, 0, vars, lines);
    return lines;
  }

  private void graph(Group group, int depth, boolean vars, List<String> lines) {
    lines.add(line("@" + group.name() + ":", depth));
    children(group).forEach(child -> graph(child, depth + 1, vars, lines));
    own(group)
        .forEach(
            host -> {
              lines.add(line(host.name(), depth + 1));
              if (vars) lines.addAll(lines(host(host), depth + 2));
            });
    if (vars) lines.addAll(lines(vars(group), depth + 1));
  }

  private static List<String> lines(Map<String, Object> vars, int depth) {
    return new TreeMap<>(vars)
        .entrySet().stream()
            .map(v -> line("{" + v.getKey() + " = " + v.getValue() + "}", depth))
            .toList();
  }

  private static String line(String text, int depth) {
    return depth == 0 ? text : "  |".repeat(depth) + "--" + text;
  }

  private Group all() {
    return inventory.group(Group.ALL).orElseThrow();
  }

  private Stream<Group> children(Group group) {
    return group.children().stream().map(name -> inventory.group(name).orElseThrow());
  }

  /** The hosts of {@code all} alone are in {@code ungrouped} as well. */
  private Stream<Host> own(Group group) {
    boolean all = group.name().equals(Group.ALL);
    return all ? Stream.of() : group.own().stream().filter(hosts::contains);
  }

  private Map<String, Object> vars(Group group) {
    Map<String, Object> vars = values(inventory.layers(group));
    if (group.priority() != 1) vars.put("ansible_group_priority", group.priority());
    return vars;
  }

  private Map<String, Object> values(List<Layer> layers) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Layer layer : layers) {
      if (layer instanceof Layer.Given given) values.putAll(given.values());
      else ((Layer.Written) layer).vars().forEach((k, v) -> values.put(k, value.apply(v)));
    }
    return values;
  }
}
