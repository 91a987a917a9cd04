package outpost.core.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.core.inventory.Host;
import outpost.core.inventory.HostPattern;
import outpost.core.inventory.Inventory;
import outpost.core.source.Problems;

/**
 * Which hosts a play is for, in which order.
 *
 * @param pattern what {@code hosts} says; nothing if it is missing, which is told
 * @param limit what {@code --limit} leaves
 */
public record PlayHosts(Optional<HostPattern> pattern, Optional<HostPattern> limit, Order order) {

  /** The order in which hosts are taken. */
  public enum Order {
    INVENTORY,
    REVERSE_INVENTORY,
    SORTED,
    REVERSE_SORTED,
    SHUFFLE
  }

  /** Returns their names; what matches nothing is told. */
  public List<String> select(Inventory inventory, Problems problems) {
    if (pattern.isEmpty()) return List.of();
    Optional<Set<Host>> limited = limit.map(l -> Set.copyOf(l.select(inventory, new Problems())));
    List<String> names =
        new ArrayList<>(
            pattern.get().select(inventory, problems).stream()
                .filter(host -> limited.isEmpty() || limited.get().contains(host))
                .map(Host::name)
                .toList());
    switch (order) {
      case INVENTORY -> {}
      case REVERSE_INVENTORY -> Collections.reverse(names);
      case SORTED -> names.sort(Comparator.naturalOrder());
      case REVERSE_SORTED -> names.sort(Comparator.reverseOrder());
      case SHUFFLE -> Collections.shuffle(names);
    }
    return List.copyOf(names);
  }
}
