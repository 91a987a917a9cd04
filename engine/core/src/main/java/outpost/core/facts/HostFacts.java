package outpost.core.facts;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a host as facts.
 *
 * @param read from it, by name without {@code ansible_}
 * @param set variables that count as facts, since {@code set_fact} made them {@code cacheable}
 */
public record HostFacts(Map<String, Object> read, Map<String, Object> set) {
  public static final HostFacts NONE = new HostFacts(Map.of(), Map.of());

  private static final String ALL = "ansible_facts";
  private static final String INJECTED = "ansible_";

  /** The only fact that has its prefix in {@code ansible_facts} as well. */
  static final String LOCAL = "ansible_local";

  /**
   * Returns the variables that they are seen as: {@code ansible_facts}, each that was read with
   * {@code ansible_} in front, and those that were set. A view, since few of them are looked at.
   */
  public Map<String, Object> variables() {
    return read.isEmpty() && set.isEmpty() ? Map.of() : new View();
  }

  /** Returns a fact's name with {@code ansible_} in front. */
  public static String injected(String name) {
    return name.equals(LOCAL) ? name : INJECTED + name;
  }

  private Map<String, Object> all() {
    return set.isEmpty() ? read : new Both();
  }

  /** Those that were set, and those that were read, which a check does not count. */
  private final class Both extends AbstractMap<String, Object> {

    @Override
    public boolean isEmpty() {
      return false;
    }

    @Override
    public boolean containsKey(Object name) {
      return set.containsKey(name) || read.containsKey(name);
    }

    @Override
    public Object get(Object name) {
      return set.containsKey(name) ? set.get(name) : read.get(name);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      Map<String, Object> all = new LinkedHashMap<>(read);
      all.putAll(set);
      return all.entrySet();
    }
  }

  private final class View extends AbstractMap<String, Object> {

    @Override
    public boolean isEmpty() {
      return false;
    }

    @Override
    public boolean containsKey(Object name) {
      return name.equals(ALL)
          || set.containsKey(name)
          || plain(name).filter(read::containsKey).isPresent();
    }

    @Override
    public Object get(Object name) {
      if (name.equals(ALL)) return all();
      return set.containsKey(name) ? set.get(name) : plain(name).map(read::get).orElse(null);
    }

    private static Optional<String> plain(Object name) {
      String text = String.valueOf(name);
      if (text.equals(LOCAL)) return Optional.of(text);
      return text.startsWith(INJECTED)
          ? Optional.of(text.substring(INJECTED.length()))
          : Optional.empty();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      Set<Entry<String, Object>> entries = new LinkedHashSet<>();
      entries.add(new SimpleImmutableEntry<>(ALL, all()));
      read.forEach((name, v) -> entries.add(new SimpleImmutableEntry<>(injected(name), v)));
      set.forEach((name, value) -> entries.add(new SimpleImmutableEntry<>(name, value)));
      return entries;
    }
  }
}
