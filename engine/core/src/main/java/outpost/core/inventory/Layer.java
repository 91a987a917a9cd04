package outpost.core.inventory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import outpost.core.source.Node;

/** Variables that come from one place. */
public sealed interface Layer {

  /** What gives them, for people: {@code group cluster in hosts.ini}. */
  String origin();

  Set<String> names();

  /**
   * Variables that stand in a file.
   *
   * @param vars the values as written, each knowing where it stands
   */
  record Written(String origin, Map<String, Node> vars) implements Layer {
    public Written {
      vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    }

    @Override
    public Set<String> names() {
      return vars.keySet();
    }
  }

  /**
   * Variables that were worked out: by {@code add_host} in a run, or by a constructed inventory.
   *
   * @param values plain ones, in which {@code ${…}} means nothing
   */
  record Given(String origin, Map<String, Object> values) implements Layer {
    public Given {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public Set<String> names() {
      return values.keySet();
    }
  }
}
