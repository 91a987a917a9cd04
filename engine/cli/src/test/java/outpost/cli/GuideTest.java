package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the guide has no empty row, and names only what there is. */
class GuideTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern PLAYBOOK = Pattern.compile("`(playbooks/[\\w-]+\\.yml)`");
  private static final Pattern MODULE =
      Pattern.compile("`((?:pacemaker|pcs)_\\w+|hosts_entry|firewalld|firewall_port|dnf|systemd)`");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  private record Row(String guide, String here, String proof) {}

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/guide.md"))) {
      if (!line.startsWith("| ") || line.endsWith("| Proved by |")) continue;
      String[] cells = line.split("\\|", -1);
      assertEquals(5, cells.length, line);
      rows.add(new Row(cells[1].strip(), cells[2].strip(), cells[3].strip()));
    }
    return rows;
  }

  @Test
  void everyRowSaysWhatDoesItAndWhatProvesIt() throws IOException {
    List<Row> rows = rows();
    assertTrue(rows.size() > 50, "the tables are there: " + rows.size());
    for (Row row : rows) {
      assertTrue(!row.guide().isEmpty() && !row.here().isEmpty(), row::toString);
      assertTrue(TEST.matcher(row.proof()).find(), row::toString);
    }
  }

  @Test
  void whatItNamesIsThere() throws IOException {
    Set<String> tests = javaFiles();
    Set<String> modules = modules();
    List<String> missing = new ArrayList<>();
    for (Row row : rows()) {
      names(PLAYBOOK, row.here()).filter(p -> !Files.exists(ROOT.resolve(p))).forEach(missing::add);
      names(MODULE, row.here()).filter(m -> !modules.contains(m)).forEach(missing::add);
      names(TEST, row.proof()).filter(t -> !tests.contains(t + ".java")).forEach(missing::add);
    }
    assertEquals(List.of(), missing);
  }

  private static Stream<String> names(Pattern kind, String cell) {
    return kind.matcher(cell).results().map(m -> m.group(1));
  }

  private static Set<String> javaFiles() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 12)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith("Test.java"))
          .collect(Collectors.toSet());
    }
  }

  /** Modules are named after their classes. */
  private static Set<String> modules() throws IOException {
    Path services = ROOT.resolve("modules/src/main/resources/META-INF/services/outpost.api.Module");
    return Files.readAllLines(services).stream()
        .map(c -> c.substring(c.lastIndexOf('.') + 1))
        .map(c -> Pattern.compile("(?<=[a-z])(?=[A-Z])").matcher(c).replaceAll("_").toLowerCase())
        .collect(Collectors.toSet());
  }
}
