package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about failures has no empty cell, and names only tests that there are. */
class FailuresTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  /** The cells of all rows but the tables' heads. */
  private static List<List<String>> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/failures.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| What is wrong |"))
        .map(line -> line.substring(1, line.length() - 1).split("\\|", -1))
        .map(cells -> Arrays.stream(cells).map(String::strip).toList())
        .toList();
  }

  @Test
  void everyRowIsWhole() throws IOException {
    List<List<String>> rows = rows();
    assertTrue(rows.size() > 22, "the tables are there: " + rows.size());
    for (List<String> row : rows) {
      assertTrue(row.size() == 4 || row.size() == 3, row::toString);
      assertTrue(row.stream().noneMatch(String::isEmpty), row::toString);
      boolean tested = TEST.matcher(row.get(row.size() - 1)).matches();
      assertEquals(row.size() == 4, tested, row::toString);
    }
  }

  @Test
  void theTestsAreThere() throws IOException {
    Set<String> there;
    try (Stream<Path> files =
        Stream.concat(
            Files.walk(ROOT.resolve("lab/src/test")),
            Files.walk(ROOT.resolve("modules/src/test")))) {
      there = files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
    }
    List<String> missing =
        rows().stream()
            .flatMap(row -> TEST.matcher(row.get(row.size() - 1)).results())
            .map(match -> match.group(1))
            .filter(test -> !there.contains(test + ".java"))
            .toList();
    assertEquals(List.of(), missing);
  }
}
