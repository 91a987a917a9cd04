package outpost.core.inventory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import outpost.core.source.Node;

/**
 * Variables that come from one place.
 *
 * @param origin what gives them, for people: {@code group cluster in hosts.ini}
 * @param vars the values as written, each knowing where it stands
 */
public record Layer(String origin, Map<String, Node> vars) {
  public Layer {
    vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
  }
}
