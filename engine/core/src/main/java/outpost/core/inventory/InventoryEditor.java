package outpost.core.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Sources;

/** Makes one inventory from another by adding hosts and groups. One thread at a time. */
final class InventoryEditor {
  private final Inventory before;
  private final GroupTree tree;
  private final Map<String, Host> hosts;
  private final Map<String, List<Layer>> hostLayers;
  private final List<Addition> additions;

  InventoryEditor(Inventory before) {
    this.before = before;
    this.tree = GroupTree.of(before.groups());
    this.hosts = new LinkedHashMap<>(before.byName());
    this.hostLayers = new LinkedHashMap<>(before.hostLayers());
    this.additions = new ArrayList<>(before.additions());
  }

  /** Says whether that changes anything. */
  boolean add(Addition addition, Problems problems) {
    if (additions.isEmpty() || !additions.get(additions.size() - 1).equals(addition)) {
      additions.add(addition);
    }
    if (addition instanceof Addition.OfHost host) return host(host, problems);
    return group((Addition.ToGroup) addition, problems);
  }

  private boolean host(Addition.OfHost added, Problems problems) {
    String name = added.name();
    if (name.isBlank() || name.matches("(?s).*\\s.*")) {
      problems.error("bad-host", "`" + name + "` is no host", "names of hosts have no spaces");
      return false;
    }
    boolean changed = hosts.putIfAbsent(name, new Host(name, false, Optional.empty())) == null;
    if (changed) tree.host(Group.ALL, name);
    changed |= vars(added);
    for (String group : added.groups()) {
      if (isBad(group, problems)) continue;
      changed |= tree.add(group);
      changed |= tree.host(group, name);
    }
    return changed;
  }

  /** Sets a host's variables; what was added to it before and is not named now stays. */
  private boolean vars(Addition.OfHost added) {
    List<Layer> layers = new ArrayList<>(hostLayers.getOrDefault(added.name(), List.of()));
    Map<String, Object> vars = new LinkedHashMap<>();
    if (!layers.isEmpty() && layers.get(layers.size() - 1) instanceof Layer.Given given) {
      vars.putAll(given.values());
      layers.remove(layers.size() - 1);
    }
    boolean changed =
        added.vars().entrySet().stream()
            .anyMatch(
                v ->
                    vars.containsKey(v.getKey())
                        ? !Objects.equals(vars.get(v.getKey()), v.getValue())
                        : !says(layers, v.getKey(), v.getValue()));
    vars.putAll(added.vars());
    if (!vars.isEmpty()) layers.add(new Layer.Given(added.origin(), vars));
    hostLayers.put(added.name(), layers);
    return changed;
  }

  /** Whether a source says the same of a host already. */
  private static boolean says(List<Layer> layers, String name, Object value) {
    Node last = null;
    for (Layer layer : layers) {
      if (layer instanceof Layer.Written written && written.vars().containsKey(name)) {
        last = written.vars().get(name);
      }
    }
    return last instanceof Node.Scalar scalar
        && !scalar.isTemplate()
        && scalar.text().equals(String.valueOf(value));
  }

  private boolean group(Addition.ToGroup added, Problems problems) {
    boolean named = hosts.containsKey(added.host());
    if (!named && !HostNames.LOCAL.contains(added.host())) return false; // gone since
    List<String> names = new ArrayList<>(added.parents());
    names.add(added.group());
    for (String name : names) if (isBad(name, problems)) return false;
    boolean changed = false;
    for (String name : names) changed |= tree.add(name);
    for (String parent : added.parents()) {
      if (tree.loops(parent, added.group())) {
        problems.error(
            "group-loop",
            InventoryBuilder.loop(added.group()),
            InventoryBuilder.loopHint(parent, added.group()).toArray(String[]::new));
        return false;
      }
      changed |= tree.put(parent, added.group());
    }
    return changed | tree.host(added.group(), added.host());
  }

  private static boolean isBad(String group, Problems problems) {
    if (!group.isBlank() && !group.matches("(?s).*[\\s,].*")) return false;
    problems.error(
        "bad-group",
        "`" + group + "` cannot be the name of a group",
        "names of groups have no spaces and no commas");
    return true;
  }

  /** Returns the inventory as it is now, with the files of what is new. */
  Inventory edited(Sources files, Problems problems) {
    tree.settle(hosts.keySet());
    Set<String> newGroups = new LinkedHashSet<>(tree.names());
    before.groups().forEach(g -> newGroups.remove(g.name()));
    Set<String> newHosts = new LinkedHashSet<>(hosts.keySet());
    newHosts.removeAll(before.byName().keySet());
    return new Inventory(
        before.origin(),
        tree.build(name -> hosts.getOrDefault(name, Host.stranger(name))),
        hosts,
        before.groupLayers(),
        hostLayers,
        before.besideInventory().stream()
            .map(f -> f.and(newGroups, newHosts, files, problems))
            .toList(),
        before.besidePlaybook().map(f -> f.and(newGroups, newHosts, files, problems)),
        additions);
  }
}
