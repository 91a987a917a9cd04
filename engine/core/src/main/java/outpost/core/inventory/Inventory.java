package outpost.core.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Problems;
import outpost.core.source.Sources;

/** All hosts and groups. Immutable. */
public final class Inventory {
  private static final Comparator<Group> BY_WEIGHT =
      Comparator.comparingInt(Group::depth)
          .thenComparingInt(Group::priority)
          .thenComparing(Group::name);

  private final Origin origin;
  private final Map<String, Group> groups;
  private final Map<String, Host> hosts;
  private final Map<String, List<Group>> groupsByHost;
  private final Map<String, List<Layer>> groupLayers;
  private final Map<String, List<Layer>> hostLayers;
  private final List<VarsFolder> besideInventory;
  private final Optional<VarsFolder> besidePlaybook;
  private final List<Addition> additions;

  /**
   * How it was read.
   *
   * @param sources as the user named them
   * @param expressions for what is constructed
   * @param complete whether all of it could be read: if not, a missing name is no further mistake
   */
  record Origin(List<String> sources, Expressions expressions, boolean complete) {
    static final Origin NONE = new Origin(List.of(), Expressions.NONE, true);

    Origin {
      sources = List.copyOf(sources);
    }
  }

  Inventory(
      Origin origin,
      Map<String, Group> groups,
      Map<String, Host> hosts,
      Map<String, List<Layer>> groupLayers,
      Map<String, List<Layer>> hostLayers,
      List<VarsFolder> besideInventory,
      Optional<VarsFolder> besidePlaybook,
      List<Addition> additions) {
    this.origin = origin;
    this.groups = groups;
    this.hosts = hosts;
    this.groupLayers = groupLayers;
    this.hostLayers = hostLayers;
    this.besideInventory = List.copyOf(besideInventory);
    this.besidePlaybook = besidePlaybook;
    this.additions = List.copyOf(additions);
    this.groupsByHost = groupsByHost(groups.values());
  }

  /**
   * Reads what {@code -i} names: files, directories, scripts, and lists of hosts with a comma in
   * them. A source that cannot be read whole is an error, never a smaller fleet.
   */
  public static Inventory read(
      List<String> named, Expressions expressions, Sources sources, Problems problems) {
    return new InventoryReader(sources, expressions).read(named, problems);
  }

  /** Reads an inventory of which nothing is constructed by expressions. */
  public static Inventory read(List<String> named, Sources sources, Problems problems) {
    return read(named, Expressions.NONE, sources, problems);
  }

  /** Returns the same inventory with the {@code group_vars} and {@code host_vars} of a playbook. */
  public Inventory withPlaybook(Path folder, Sources files, Problems problems) {
    VarsFolder vars = VarsFolder.read(folder, groups.keySet(), hosts.keySet(), files, problems);
    return new Inventory(
        origin,
        groups,
        hosts,
        groupLayers,
        hostLayers,
        besideInventory,
        Optional.of(vars),
        additions);
  }

  /**
   * An inventory to which a run has added something.
   *
   * @param changed whether there is a host, a group, a member or a variable that was not there
   */
  public record Added(Inventory inventory, boolean changed) {}

  /**
   * Adds a host or a group, and reads the {@code group_vars} and {@code host_vars} of what is new.
   * If that is not possible, that is told, and the inventory stays as it is.
   */
  public Added with(Addition addition, Sources files, Problems problems) {
    Problems found = new Problems();
    InventoryEditor editor = new InventoryEditor(this);
    boolean changed = editor.add(addition, found);
    Inventory edited = editor.edited(files, found);
    problems.addAll(found);
    return found.hasErrors() ? new Added(this, false) : new Added(edited, changed);
  }

  /** Reads all of it again, and adds what was added to it. */
  public Inventory refreshed(Sources files, Problems problems) {
    Inventory fresh = read(origin.sources(), origin.expressions(), files, problems);
    if (besidePlaybook.isPresent()) {
      fresh = fresh.withPlaybook(besidePlaybook.get().folder(), files, problems);
    }
    for (Addition addition : additions) {
      fresh = fresh.with(addition, files, problems).inventory();
    }
    return fresh;
  }

  /** Returns what was added to what was read, in order. */
  public List<Addition> additions() {
    return additions;
  }

  /** Returns what was read, as the user named it. */
  public List<String> sources() {
    return origin.sources();
  }

  /** Returns every host, in the order of the group {@code all}. */
  public List<Host> hosts() {
    return groups.get(Group.ALL).hosts();
  }

  public Optional<Host> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  /** Returns every group in the order of first mention, {@code all} and {@code ungrouped} first. */
  public Collection<Group> groups() {
    return groups.values();
  }

  public Optional<Group> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  /** Returns the groups of a host, {@code all} not among them, sorted by name. */
  public List<String> groupNames(Host host) {
    return groupsOf(host).stream()
        .map(Group::name)
        .filter(n -> !n.equals(Group.ALL))
        .sorted()
        .toList();
  }

  /**
   * Returns a host's variables as far as inventory and playbook folders give them, the weakest
   * first: groups in the inventory, then in the folders; the host in the inventory, then in the
   * folders. A host that no inventory names has those of {@code all}.
   */
  public List<Layer> layers(Host host) {
    List<String> others =
        groupsOf(host).stream().map(Group::name).filter(n -> !n.equals(Group.ALL)).toList();
    List<String> all = List.of(Group.ALL);
    List<Layer> layers = new ArrayList<>();
    layers.addAll(groupLayers.getOrDefault(Group.ALL, List.of()));
    others.forEach(g -> layers.addAll(groupLayers.getOrDefault(g, List.of())));
    for (List<String> part : List.of(all, others)) {
      besideInventory.forEach(f -> layers.addAll(f.ofGroups(part)));
      besidePlaybook.ifPresent(f -> layers.addAll(f.ofGroups(part)));
    }
    layers.addAll(ownLayers(host));
    return layers;
  }

  /**
   * Returns what groups say that a host is not in, also those that only {@code group_vars} know.
   */
  public List<Layer> otherLayers(Host host, Sources sources) {
    List<Group> own = groupsOf(host);
    List<Layer> layers = new ArrayList<>();
    groups.values().stream()
        .filter(group -> !own.contains(group))
        .forEach(group -> layers.addAll(layers(group)));
    besideInventory.forEach(f -> layers.addAll(f.ofStrangers(sources)));
    besidePlaybook.ifPresent(f -> layers.addAll(f.ofStrangers(sources)));
    return layers;
  }

  /** Returns a host's variables that it does not have from a group. */
  public List<Layer> ownLayers(Host host) {
    List<Layer> layers = new ArrayList<>(hostLayers.getOrDefault(host.name(), List.of()));
    besideInventory.forEach(f -> layers.addAll(f.ofHost(host.name())));
    besidePlaybook.ifPresent(f -> layers.addAll(f.ofHost(host.name())));
    return layers;
  }

  /** Returns what a group gives to its hosts, what those it lies in give apart. */
  List<Layer> layers(Group group) {
    List<String> name = List.of(group.name());
    List<Layer> layers = new ArrayList<>(groupLayers.getOrDefault(group.name(), List.of()));
    besideInventory.forEach(f -> layers.addAll(f.ofGroups(name)));
    besidePlaybook.ifPresent(f -> layers.addAll(f.ofGroups(name)));
    return layers;
  }

  /** Returns the groups of a host from the weakest to the strongest. */
  private List<Group> groupsOf(Host host) {
    return groupsByHost.getOrDefault(host.name(), List.of());
  }

  private static Map<String, List<Group>> groupsByHost(Collection<Group> groups) {
    Map<String, List<Group>> byHost = new LinkedHashMap<>();
    groups.stream()
        .sorted(BY_WEIGHT)
        .forEach(
            g ->
                g.hosts()
                    .forEach(h -> byHost.computeIfAbsent(h.name(), n -> new ArrayList<>()).add(g)));
    return byHost;
  }

  Origin origin() {
    return origin;
  }

  /** Returns the hosts that are named, by name. */
  Map<String, Host> byName() {
    return hosts;
  }

  /** Returns what sources say of each group, {@code group_vars} apart. */
  Map<String, List<Layer>> groupLayers() {
    return groupLayers;
  }

  /** Returns what sources and additions say of each host, {@code host_vars} apart. */
  Map<String, List<Layer>> hostLayers() {
    return hostLayers;
  }

  List<VarsFolder> besideInventory() {
    return besideInventory;
  }

  Optional<VarsFolder> besidePlaybook() {
    return besidePlaybook;
  }

  /** Whether all of it could be read: if not, a name that is missing is no further mistake. */
  boolean complete() {
    return origin.complete();
  }

  /** Returns all names a pattern may use. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(groups.keySet());
    names.addAll(hosts.keySet());
    return names;
  }
}
