package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import outpost.core.program.InventoryExpressions;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.template.ControlNode;
import outpost.core.template.Templates;
import outpost.core.template.ValueText;
import outpost.core.template.Written;

/**
 * Compares with what ansible-inventory and ansible of ansible-core 2.14.18 answered. The lab holds
 * these answers against the tools themselves, and writes them anew.
 */
class AnsibleAnswersTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/outpost/core/inventory/recorded");

  @TestFactory
  Stream<DynamicTest> listsAnInventoryAsAnsibleDoes() throws IOException {
    return each(".answer", false);
  }

  @TestFactory
  Stream<DynamicTest> exportsAnInventoryAsAnsibleDoes() throws IOException {
    return each(".exported", true);
  }

  @Test
  void thereAreEnoughOfThem() throws IOException {
    assertTrue(answers(".answer").size() >= 25);
    assertEquals(answers(".answer").size(), answers(".exported").size());
  }

  @TestFactory
  Stream<DynamicTest> readsAPatternAsAnsibleDoes() throws IOException {
    Inventory fleet = read("fleet.ini");
    return Files.readAllLines(RECORDED.resolve("patterns.tsv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line[0],
                    () -> {
                      Source source = new Source("--limit", line[0]);
                      List<String> hosts =
                          HostPattern.of(line[0], source.span(0, line[0].length()))
                              .select(fleet, new Problems())
                              .stream()
                              .map(Host::name)
                              .toList();
                      assertEquals(line[1], String.join(" ", hosts));
                    }));
  }

  private static Stream<DynamicTest> each(String ending, boolean export) throws IOException {
    return answers(ending).stream()
        .map(
            answer ->
                DynamicTest.dynamicTest(
                    answer.getFileName().toString(),
                    answer.toUri(),
                    () -> {
                      String name = answer.getFileName().toString().replace(ending, "");
                      Inventory ours = read(name);
                      Object told =
                          new InventoryView(ours, ours.hosts(), List.of(), ValueText::marked)
                              .list(export);
                      Object theirs = new Yaml(new LoaderOptions()).load(Files.readString(answer));
                      assertEquals(lines(theirs), lines(told));
                    }));
  }

  private static List<Path> answers(String ending) throws IOException {
    try (Stream<Path> files = Files.list(RECORDED)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** A file that ends with {@code .sources} names several, one in a line. */
  private static Inventory read(String name) throws IOException {
    List<String> sources =
        name.endsWith(".sources") ? Files.readAllLines(RECORDED.resolve(name)) : List.of(name);
    Problems problems = new Problems();
    Expressions expressions =
        new InventoryExpressions(new Templates(new ControlNode(Map.of())), Map.of());
    Inventory inventory = Inventory.read(sources, expressions, new Sources(RECORDED), problems);
    assertEquals(
        List.of(),
        problems.all().stream().filter(p -> p.severity() == Diagnostic.Severity.ERROR).toList());
    return inventory;
  }

  /** Shows a value in a form whose differences can be read: one line per leaf. */
  private static String lines(Object value) {
    List<String> lines = new ArrayList<>();
    lines("", value, lines);
    return String.join("\n", lines);
  }

  private static void lines(String path, Object value, List<String> lines) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((k, v) -> sorted.put(String.valueOf(k), v));
      sorted.forEach((k, v) -> lines(path + "/" + k, v, lines));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) lines(path + "/" + i, list.get(i), lines);
    } else {
      lines.add(path + " = " + leaf(value));
    }
  }

  /** Numbers are equal however they are spelt. */
  private static String leaf(Object value) {
    if (value instanceof Written written) {
      if (written.text().startsWith("0o")) return leaf(written.text()); // a number to us alone
      return leaf(written.number());
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    if (!(value instanceof String text)) return String.valueOf(value);
    if (text.matches("[0-9]+:[0-5][0-9]")) { // text to us alone
      String[] parts = text.split(":");
      return leaf(Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]));
    }
    return '"' + text + '"';
  }
}
