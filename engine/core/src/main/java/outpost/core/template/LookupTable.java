package outpost.core.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lookups by their names. */
final class LookupTable implements Lookups {
  private final Map<String, Lookup> byName = new LinkedHashMap<>();

  LookupTable(List<Lookup> all) {
    all.forEach(lookup -> byName.put(lookup.name(), lookup));
  }

  @Override
  public Set<String> kinds() {
    return byName.keySet();
  }

  @Override
  public boolean isPure(String kind) {
    return !byName.containsKey(kind) || byName.get(kind).pure();
  }

  @Override
  public Set<String> options(String kind) {
    return byName.containsKey(kind) ? byName.get(kind).options() : Set.of();
  }

  @Override
  public boolean takesMaps(String kind) {
    return byName.containsKey(kind) && byName.get(kind).maps();
  }

  @Override
  public List<Object> find(
      String kind, List<Object> terms, Map<String, Object> options, Asking asking) {
    Lookup lookup = byName.get(kind);
    if (lookup == null) throw Lookup.failed("there is no lookup `" + kind + "`");
    return lookup.body().find(new Lookup.Request(kind, terms, options, asking));
  }
}
