package outpost.core.inventory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import outpost.core.source.Problems;

/** Finds the inventory of a user who named none. */
public final class InventoryFinder {
  public static final String VARIABLE = "OUTPOST_INVENTORY";
  private static final String FOLDER = "inventories";

  private InventoryFinder() {}

  /**
   * Returns what the environment names, else the folder {@code inventories} of the working
   * directory; none is told.
   */
  public static List<String> find(
      Map<String, String> environment, Path workingDirectory, Problems problems) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) return List.of(named);
    if (Files.isDirectory(workingDirectory.resolve(FOLDER))) return List.of(FOLDER);
    problems.error(
        "no-inventory",
        "no inventory is named, and there is no folder `" + FOLDER + "` here",
        "name one with `-i FILE`, or in the environment variable `" + VARIABLE + "`");
    return List.of();
  }
}
