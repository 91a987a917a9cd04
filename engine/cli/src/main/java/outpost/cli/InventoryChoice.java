package outpost.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.source.Problems;

/**
 * Which inventory a run uses.
 *
 * @param sources as the user would type them
 * @param chosen how it was found where the command line names none
 */
record InventoryChoice(List<String> sources, Optional<String> chosen) {
  static final String VARIABLE = "OUTPOST_INVENTORY";
  static final String FOLDER = "inventories/";

  /** Takes what {@code -i} names, else the environment's, else the working directory's folder. */
  static InventoryChoice of(
      List<String> named, Map<String, String> environment, Path directory, Problems problems) {
    if (!named.isEmpty()) return new InventoryChoice(List.copyOf(named), Optional.empty());
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isEmpty()) {
      return new InventoryChoice(List.of(variable), Optional.of("$" + VARIABLE));
    }
    if (Files.isDirectory(directory.resolve(FOLDER))) {
      return new InventoryChoice(List.of(FOLDER), Optional.of(FOLDER));
    }
    problems.error(
        "no-inventory",
        "no inventory is named, and there is no folder `" + FOLDER + "` here",
        "`-i FILE` names one, `-i h1,h2,` lists hosts",
        "`$" + VARIABLE + "` is used where it is set");
    return new InventoryChoice(List.of(), Optional.empty());
  }
}
