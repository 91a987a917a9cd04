package outpost.core.inventory;

import java.util.List;
import java.util.Set;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Span;

/** Adds the hosts that one line or key of an inventory stands for. */
final class HostNames {
  /** Names that mean this machine even where no inventory has them. */
  static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");

  private HostNames() {}

  /** Returns the names that were added, none if it is wrong, which is told. */
  static List<String> add(
      InventoryBuilder inventory, String group, String written, Span place, Problems problems) {
    if (written.isBlank() || written.matches("(?s).*\\s.*")) {
      problems.error(
          place, "bad-host", "`" + written + "` is no host", "names of hosts have no spaces");
      return List.of();
    }
    HostRange range = HostRange.read(written);
    if (range.mistake().isPresent()) {
      problems.error(place, "bad-host", "`" + written + "` is no host: " + range.mistake().get());
      return List.of();
    }
    for (String name : range.names()) {
      inventory.host(group, name, place);
      range
          .port()
          .ifPresent(
              port ->
                  inventory.hostVar(
                      name,
                      new Node.Scalar(place, "ansible_port", true, ""),
                      new Node.Scalar(place, port, true, "")));
    }
    return range.names();
  }
}
