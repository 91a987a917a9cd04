package outpost.core.program;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import outpost.core.facts.Facts;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/**
 * The variables of a run by precedence, highest first: loop variables, magic variables, extra
 * variables, registered results and {@code set_fact}, task {@code vars}, {@code vars_files}, play
 * {@code vars}, facts, and the inventory's. Immutable.
 */
public final class Variables {
  private final Map<String, List<Map<String, Object>>> inventory;
  private final List<Map<String, Object>> strangers;
  private final Map<String, Object> extra;
  private final Map<String, Object> run;
  private final Map<String, List<String>> groups;

  /**
   * @param inventory layers per host, highest precedence first
   * @param strangers layers of a host that the inventory does not name
   * @param extra from the command line
   * @param run magic variables that are the same for every host and task
   * @param groups members of each group, in order
   */
  public Variables(
      Map<String, List<Map<String, Object>>> inventory,
      List<Map<String, Object>> strangers,
      Map<String, Object> extra,
      Map<String, Object> run,
      Map<String, List<String>> groups) {
    this.inventory = Map.copyOf(inventory);
    this.strangers = List.copyOf(strangers);
    this.extra = extra;
    this.run = run;
    this.groups = groups;
  }

  /**
   * What has come up about a host during a run, or during a check of it.
   *
   * @param facts read from it
   * @param live registered results and facts that were set
   */
  public record Live(Map<String, Object> facts, Map<String, Object> live) {
    public static final Live NONE = new Live(Map.of(), Map.of());
  }

  /** The names of all hosts. */
  public Set<String> hosts() {
    return inventory.keySet();
  }

  /**
   * Returns what a task sees.
   *
   * @param layers of the play, lowest first
   * @param task variables of the task
   * @param loop the loop's variables for one item
   * @param magic magic variables of the play and batch
   * @param others what is known of every host, for {@code hostvars}
   */
  public Scope scope(
      String host,
      List<Map<String, Object>> layers,
      Map<String, Object> task,
      Map<String, Object> loop,
      Map<String, Object> magic,
      Function<String, Live> others) {
    Live live = others.apply(host);
    List<Map<String, Object>> highestFirst = new ArrayList<>();
    highestFirst.add(loop);
    highestFirst.add(magic);
    highestFirst.add(magic(host, others));
    highestFirst.add(extra);
    highestFirst.add(live.live());
    highestFirst.add(task);
    List<Map<String, Object>> play = new ArrayList<>(layers);
    Collections.reverse(play);
    highestFirst.addAll(play);
    highestFirst.add(Facts.variables(live.facts()));
    highestFirst.addAll(inventory.getOrDefault(host, strangers));
    return new LayeredScope(highestFirst);
  }

  /** Returns what others see of a host, and what its connection is made from. */
  public Scope ofHost(String host, Function<String, Live> others) {
    return scope(host, List.of(), Map.of(), Map.of(), Map.of(), others);
  }

  private Map<String, Object> magic(String host, Function<String, Live> others) {
    Map<String, Object> magic = new LinkedHashMap<>(run);
    magic.put("inventory_hostname", host);
    magic.put("inventory_hostname_short", host.matches("[0-9.:]+") ? host : host.split("\\.")[0]);
    magic.put("groups", groups);
    magic.put(
        "group_names",
        groups.entrySet().stream()
            .filter(g -> !g.getKey().equals("all") && g.getValue().contains(host))
            .map(Map.Entry::getKey)
            .sorted()
            .toList());
    magic.put("hostvars", new HostVars(others));
    return magic;
  }

  /** Every host's variables, looked up when they are asked for. */
  private final class HostVars extends AbstractMap<String, Object> {
    private final Function<String, Live> others;

    HostVars(Function<String, Live> others) {
      this.others = others;
    }

    @Override
    public boolean containsKey(Object host) {
      return inventory.containsKey(host);
    }

    @Override
    public Object get(Object host) {
      return containsKey(host) ? new View(ofHost((String) host, others)) : null;
    }

    @Override
    public Set<String> keySet() {
      return inventory.keySet();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      Set<Entry<String, Object>> entries = new LinkedHashSet<>();
      keySet().forEach(host -> entries.add(Map.entry(host, get(host))));
      return entries;
    }
  }

  /** One host's variables as a map: a variable that is an expression is evaluated for that host. */
  private static final class View extends AbstractMap<String, Object> {
    private final Scope scope;

    View(Scope scope) {
      this.scope = scope;
    }

    @Override
    public boolean containsKey(Object name) {
      return scope.names().contains(name);
    }

    @Override
    public Object get(Object name) {
      Object value = scope.get((String) name);
      return value instanceof Template template ? template.evaluate(scope) : value;
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
