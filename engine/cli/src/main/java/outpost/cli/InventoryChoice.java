package outpost.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.inventory.InventoryFinder;
import outpost.core.source.Problems;

/**
 * Which inventory a run uses.
 *
 * @param sources as the user would type them
 * @param chosen how it was found where the command line names none
 */
record InventoryChoice(List<String> sources, Optional<String> chosen) {

  /** Takes what {@code -i} names, else what is found without it. */
  static InventoryChoice of(
      List<String> named, Map<String, String> environment, Path directory, Problems problems) {
    if (!named.isEmpty()) return new InventoryChoice(List.copyOf(named), Optional.empty());
    List<String> found = InventoryFinder.find(environment, directory, problems);
    boolean variable = !environment.getOrDefault(InventoryFinder.VARIABLE, "").isBlank();
    return new InventoryChoice(
        found, found.stream().findFirst().map(s -> variable ? "$" + InventoryFinder.VARIABLE : s));
  }
}
