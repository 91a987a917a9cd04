package outpost.core.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import outpost.api.Module;
import outpost.core.source.Problems;

/** The modules by every name that playbooks may use for them. */
public final class Catalog {
  /** Collections whose modules ours stand for, so that playbooks may write the full name. */
  private static final List<String> COLLECTIONS =
      List.of("ansible.builtin.", "ansible.legacy.", "ansible.posix.", "community.general.");

  private final SortedMap<String, ModuleSpec> byName = new TreeMap<>();

  private Catalog(Collection<ModuleSpec> specs) {
    specs.forEach(spec -> names(spec).forEach(name -> byName.putIfAbsent(name, spec)));
  }

  private static Stream<String> names(ModuleSpec spec) {
    return Stream.concat(Stream.of(spec.name()), spec.aliases().stream());
  }

  /** Returns these modules and others, none of which may have a name that is taken. */
  Catalog with(Collection<ModuleSpec> more, Problems problems) {
    Catalog both = new Catalog(byName.values());
    for (ModuleSpec spec : more) {
      names(spec)
          .forEach(
              name -> {
                if (both.byName.putIfAbsent(name, spec) != null) {
                  problems.error(
                      "module-path",
                      "there is a module `" + name + "` already",
                      "give yours another name: tasks must not change their meaning by a file");
                }
              });
    }
    return both;
  }

  /** Finds every module on the class path. */
  public static Catalog load() {
    return new Catalog(
        ServiceLoader.load(Module.class).stream()
            .map(provider -> ModuleSpec.of((Module<?, ?>) provider.get()))
            .toList());
  }

  /** Finds a module by a name as a playbook writes it. */
  public Optional<ModuleSpec> find(String written) {
    return Optional.ofNullable(byName.get(plain(written)));
  }

  /** Returns a module's name without the collection in front of it, where it is one of ours. */
  public static String plain(String written) {
    return COLLECTIONS.stream()
        .filter(written::startsWith)
        .map(prefix -> written.substring(prefix.length()))
        .findFirst()
        .orElse(written);
  }

  public Set<String> names() {
    return new TreeSet<>(byName.keySet());
  }
}
