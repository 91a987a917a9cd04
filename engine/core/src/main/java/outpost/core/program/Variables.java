package outpost.core.program;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import outpost.core.facts.HostFacts;
import outpost.core.inventory.Host;
import outpost.core.inventory.Inventory;
import outpost.core.program.VarLevel.Rank;
import outpost.core.source.Sources;
import outpost.core.template.ByNeed;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** The variables of a run by precedence: see {@link VarLevel.Rank}. Immutable. */
public final class Variables {
  private final InventoryVars inventory;
  private final Map<String, Object> extra;
  private final Map<String, Object> run;
  private final boolean ahead;
  private final Map<String, List<String>> groups;
  private final Map<String, List<VarLevel>> levels;
  private final Map<String, VarLevel> magic;

  /**
   * @param extra from the command line
   * @param run magic variables that are the same for every host and task
   */
  Variables(InventoryVars inventory, Map<String, Object> extra, Map<String, Object> run) {
    this(inventory, extra, run, false);
  }

  private Variables(
      InventoryVars inventory, Map<String, Object> extra, Map<String, Object> run, boolean ahead) {
    this.inventory = inventory;
    this.extra = extra;
    this.run = run;
    this.ahead = ahead;
    this.groups = new LinkedHashMap<>();
    this.levels = new ConcurrentHashMap<>();
    this.magic = new ConcurrentHashMap<>();
    inventory
        .inventory()
        .groups()
        .forEach(g -> groups.put(g.name(), g.hosts().stream().map(Host::name).toList()));
  }

  /** The same variables, for a look ahead of the run. */
  private Variables(Variables same) {
    this.inventory = same.inventory;
    this.extra = same.extra;
    this.run = same.run;
    this.ahead = true;
    // what the check works out for a host the run need not work out again
    this.groups = same.groups;
    this.levels = same.levels;
    this.magic = same.magic;
  }

  /** Returns the variables of a run whose inventory has become another one. */
  public Variables with(Inventory next) {
    return new Variables(inventory.of(next), extra, run, ahead);
  }

  /** Returns them for a look ahead of the run: no lookup is asked that does something. */
  Variables ahead() {
    return new Variables(this);
  }

  /** Returns the variables as they may be when tasks have put hosts into other groups. */
  Variables grown(Sources sources) {
    Variables grown = new Variables(inventory, extra, run, ahead);
    for (Host host : inventory().hosts()) {
      grown.levels.put(host.name(), inventory.perhaps(host, sources));
    }
    return grown;
  }

  public Inventory inventory() {
    return inventory.inventory();
  }

  /**
   * What has come up about a host during a run, or during a check of it.
   *
   * @param facts read from it
   * @param included by {@code include_vars}
   * @param set registered results and facts that were set
   * @param magic set by the engine for this host
   */
  public record Live(
      HostFacts facts,
      Map<String, Object> included,
      Map<String, Object> set,
      Map<String, Object> magic) {
    public static final Live NONE = new Live(HostFacts.NONE, Map.of(), Map.of(), Map.of());
  }

  /** The names of all hosts. */
  public List<String> hosts() {
    return groups.get("all");
  }

  /**
   * Returns what a task sees, the highest precedence first.
   *
   * @param step the task; none for what is asked outside of tasks
   * @param outer loop variables of the includes that brought the task
   * @param loop the loop's variables for one item
   * @param others what is known of every host, for {@code hostvars}
   */
  public List<VarLevel> levels(
      String host,
      Stage stage,
      Optional<Step> step,
      Map<String, Object> outer,
      Map<String, Object> loop,
      Function<String, Live> others) {
    Live live = others.apply(host);
    Optional<RoleUse> role = step.flatMap(Step::role);
    List<VarLevel> all = new ArrayList<>();
    add(all, Rank.LOOP, loop);
    add(all, Rank.MAGIC, live.magic());
    step.ifPresent(s -> add(all, Rank.MAGIC, s.magic()));
    add(all, Rank.MAGIC, stage.magic());
    all.add(magic.computeIfAbsent(host, this::magic));
    add(all, Rank.MAGIC, Map.of("hostvars", new HostVars(others)));
    add(all, Rank.EXTRA, extra);
    add(all, Rank.INCLUDE_PARAMS, outer);
    step.ifPresent(s -> add(all, Rank.INCLUDE_PARAMS, s.includeVars()));
    role.ifPresent(r -> add(all, Rank.ROLE_PARAMS, r.params()));
    add(all, Rank.SET, live.set());
    add(all, Rank.INCLUDE_VARS, live.included());
    step.ifPresent(s -> add(all, Rank.TASK_VARS, s.vars()));
    role.ifPresent(r -> addReversed(all, r.vars()));
    for (int i = stage.exported().size() - 1; i >= 0; i--) {
      addReversed(all, stage.exported().get(i).vars());
    }
    addReversed(all, stage.files().apply(host));
    addReversed(all, stage.vars());
    add(all, Rank.FACTS, live.facts().variables());
    all.addAll(levels.computeIfAbsent(host, h -> inventory.of(host(h))));
    role.ifPresent(r -> addReversed(all, r.defaults()));
    for (int i = stage.exported().size() - 1; i >= 0; i--) {
      addReversed(all, stage.exported().get(i).defaults());
    }
    return all;
  }

  private static void add(List<VarLevel> all, Rank rank, Map<String, Object> vars) {
    if (!vars.isEmpty()) all.add(new VarLevel(rank, vars));
  }

  private static void addReversed(List<VarLevel> all, List<VarLevel> weakestFirst) {
    for (int i = weakestFirst.size() - 1; i >= 0; i--) all.add(weakestFirst.get(i));
  }

  private Host host(String name) {
    return inventory().host(name).orElseGet(() -> Host.stranger(name));
  }

  /** Returns what a task sees; see {@link #levels}. */
  public Scope scope(
      String host,
      Stage stage,
      Optional<Step> step,
      Map<String, Object> outer,
      Map<String, Object> loop,
      Function<String, Live> others) {
    return new LayeredScope(levels(host, stage, step, outer, loop, others));
  }

  /** Returns what others see of a host, and what its connection is made from. */
  public Scope ofHost(String host, Function<String, Live> others) {
    return scope(host, Stage.NONE, Optional.empty(), Map.of(), Map.of(), others);
  }

  private VarLevel magic(String host) {
    Map<String, Object> magic = new LinkedHashMap<>(run);
    magic.put("inventory_hostname", host);
    magic.put("inventory_hostname_short", shortName(host));
    magic.put("groups", groups);
    magic.put("group_names", inventory().groupNames(host(host)));
    inventory()
        .host(host)
        .flatMap(Host::file)
        .map(file -> file.toAbsolutePath().normalize())
        .ifPresent(
            file -> {
              magic.put("inventory_file", file.toString());
              magic.put("inventory_dir", file.getParent().toString());
            });
    return new VarLevel(Rank.MAGIC, magic);
  }

  static String shortName(String host) {
    return host.matches("[0-9.:]+") ? host : host.split("\\.")[0];
  }

  /** Every host's variables, looked up when they are asked for. */
  private final class HostVars extends AbstractMap<String, Object> implements ByNeed {
    private final Function<String, Live> others;

    HostVars(Function<String, Live> others) {
      this.others = others;
    }

    @Override
    public boolean containsKey(Object host) {
      return inventory().host((String) host).isPresent();
    }

    @Override
    public Object get(Object host) {
      return containsKey(host) ? new View(ofHost((String) host, others), ahead) : null;
    }

    @Override
    public Set<String> keySet() {
      return new LinkedHashSet<>(hosts());
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      Set<Entry<String, Object>> entries = new LinkedHashSet<>();
      keySet().forEach(host -> entries.add(Map.entry(host, get(host))));
      return entries;
    }
  }

  /** One host's variables as a map: a variable that is an expression is evaluated for that host. */
  private static final class View extends AbstractMap<String, Object> implements ByNeed {
    private final Scope scope;
    private final boolean ahead;

    View(Scope scope, boolean ahead) {
      this.scope = scope;
      this.ahead = ahead;
    }

    @Override
    public boolean containsKey(Object name) {
      return scope.names().contains(name);
    }

    @Override
    public Object get(Object name) {
      Object value = scope.get((String) name);
      if (!(value instanceof Template template)) return value;
      return ahead ? template.preview(scope) : template.evaluate(scope);
    }

    @Override
    public Set<String> keySet() {
      return scope.names();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      Set<Entry<String, Object>> entries = new LinkedHashSet<>();
      keySet().forEach(name -> entries.add(new SimpleImmutableEntry<>(name, get(name))));
      return entries;
    }
  }
}
