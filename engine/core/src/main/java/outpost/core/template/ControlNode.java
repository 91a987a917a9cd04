package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All lookups: those that arrange values, and those that ask the control node. */
public final class ControlNode implements Lookups {
  private final Lookups table;

  /**
   * @param environment the environment variables that {@code env} knows
   */
  public ControlNode(Map<String, String> environment) {
    List<Lookup> all = new ArrayList<>(ValueLookups.TABLE);
    all.addAll(FileLookups.TABLE);
    all.addAll(TableLookups.TABLE);
    all.addAll(OutsideLookups.table(Map.copyOf(environment)));
    all.addAll(new PasswordLookup().table());
    table = new LookupTable(all);
  }

  @Override
  public Set<String> kinds() {
    return table.kinds();
  }

  @Override
  public boolean isPure(String kind) {
    return table.isPure(kind);
  }

  @Override
  public Set<String> options(String kind) {
    return table.options(kind);
  }

  @Override
  public boolean takesMaps(String kind) {
    return table.takesMaps(kind);
  }

  @Override
  public List<Object> find(
      String kind, List<Object> terms, Map<String, Object> options, Asking asking) {
    return table.find(kind, terms, options, asking);
  }
}
