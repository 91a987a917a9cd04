package outpost.core.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import outpost.api.Module;
import outpost.core.source.Problems;

/** The modules by every name that playbooks may use for them. */
public final class Catalog {
  /** Collections whose modules ours stand for, so that playbooks may write the full name. */
  private static final List<String> COLLECTIONS =
      List.of("ansible.builtin.", "ansible.legacy.", "ansible.posix.", "community.general.");

  private final Map<String, Supplier<ModuleSpec>> byName;
  private final Supplier<SortedMap<String, ModuleSpec>> byAnyName;

  /**
   * @param byName modules by their own names; what else is asked of them is worked out by need, as
   *     a run uses few of them
   */
  private Catalog(Map<String, Supplier<ModuleSpec>> byName) {
    this.byName = byName;
    this.byAnyName = new Once<>(() -> withAliases(byName.values()));
  }

  private static SortedMap<String, ModuleSpec> withAliases(
      Collection<Supplier<ModuleSpec>> modules) {
    SortedMap<String, ModuleSpec> all = new TreeMap<>();
    for (Supplier<ModuleSpec> module : modules) {
      names(module.get()).forEach(name -> all.putIfAbsent(name, module.get()));
    }
    return all;
  }

  private static Stream<String> names(ModuleSpec spec) {
    return Stream.concat(Stream.of(spec.name()), spec.aliases().stream());
  }

  /** Returns these modules and others, none of which may have a name that is taken. */
  Catalog with(Collection<ModuleSpec> more, Problems problems) {
    Map<String, Supplier<ModuleSpec>> both = new LinkedHashMap<>(byName);
    Set<String> taken = names();
    for (ModuleSpec spec : more) {
      both.putIfAbsent(spec.name(), () -> spec);
      names(spec)
          .forEach(
              name -> {
                if (!taken.add(name)) {
                  problems.error(
                      "module-path",
                      "there is a module `" + name + "` already",
                      "give yours another name: tasks must not change their meaning by a file");
                }
              });
    }
    return new Catalog(both);
  }

  /** Finds every module on the class path. */
  public static Catalog load() {
    Map<String, Supplier<ModuleSpec>> found = new LinkedHashMap<>();
    ServiceLoader.load(Module.class).stream()
        .forEach(
            provider ->
                found.putIfAbsent(
                    ModuleSpec.name(provider.type()),
                    new Once<>(() -> ModuleSpec.of((Module<?, ?>) provider.get()))));
    return new Catalog(found);
  }

  /** Finds a module by a name as a playbook writes it. */
  public Optional<ModuleSpec> find(String written) {
    String name = plain(written);
    Supplier<ModuleSpec> module = byName.get(name);
    return Optional.ofNullable(module != null ? module.get() : byAnyName.get().get(name));
  }

  /** Whether it is a name of a module. */
  public boolean has(String name) {
    return byName.containsKey(name) || byAnyName.get().containsKey(name);
  }

  /** Returns a module's name without the collection in front of it, where it is one of ours. */
  public static String plain(String written) {
    for (String prefix : COLLECTIONS) {
      if (written.startsWith(prefix)) return written.substring(prefix.length());
    }
    return written;
  }

  public Set<String> names() {
    return new TreeSet<>(byAnyName.get().keySet());
  }
}
