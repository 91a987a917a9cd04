package outpost.modules.cluster;

import java.util.List;
import java.util.function.BiFunction;

/**
 * What one cluster node says of its whole cluster, read: the later look first, and an earlier one
 * where two were taken.
 */
record Looks(List<Look> all) {

  /** The configuration and the state of one moment. */
  record Look(Cib cib, CrmMon state) {}

  Cib cib() {
    return all.get(0).cib();
  }

  CrmMon state() {
    return all.get(0).state();
  }

  /** Returns what is missing for a node to be integrated, in either look. */
  List<String> lacks(String node) {
    return either((cib, state) -> new Membership(node, cib, state).lacks());
  }

  /** Returns what either look shows. */
  List<String> either(BiFunction<Cib, CrmMon, List<String>> shows) {
    return all.stream()
        .flatMap(look -> shows.apply(look.cib(), look.state()).stream())
        .distinct()
        .toList();
  }
}
