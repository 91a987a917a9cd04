package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;

class InventoryChoiceTest {
  private static final Map<String, String> SET = Map.of("OUTPOST_INVENTORY", "fleet.yml");

  private @TempDir Path folder;
  private final Problems problems = new Problems();

  @BeforeEach
  void makeTheFolder() throws IOException {
    Files.createDirectory(folder.resolve("inventories"));
  }

  @Test
  void takesWhatIsNamedFirst() {
    assertEquals(
        new InventoryChoice(List.of("a", "b"), Optional.empty()), choose(List.of("a", "b"), SET));
  }

  @Test
  void takesTheEnvironmentsNext() {
    assertEquals(
        new InventoryChoice(List.of("fleet.yml"), Optional.of("$OUTPOST_INVENTORY")),
        choose(List.of(), SET));
  }

  @Test
  void takesTheFolderOfTheWorkingDirectoryLast() {
    assertEquals(
        new InventoryChoice(List.of("inventories"), Optional.of("inventories")),
        choose(List.of(), Map.of("OUTPOST_INVENTORY", "")));
    assertFalse(problems.hasErrors());
  }

  @Test
  void tellsThatThereIsNone() throws IOException {
    Files.delete(folder.resolve("inventories"));
    choose(List.of(), Map.of());
    assertEquals(
        """
        error: no inventory is named, and there is no folder `inventories` here
           = name one with `-i FILE`, or in the environment variable `OUTPOST_INVENTORY`
        1 error
        """,
        new DiagnosticRenderer(false).render(problems.all()).replace("\n\n", "\n"));
  }

  private InventoryChoice choose(List<String> named, Map<String, String> environment) {
    return InventoryChoice.of(named, environment, folder, problems);
  }
}
