package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import outpost.core.source.Diagnostic;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Yaml;

/** Whatever a user mistypes is read or told, with a place inside the file; nothing is thrown. */
class MutationTest {
  private static final String TYPED = " \t\n:-#'\"{}[]&*!|>%@`,$\\?=~a0\u00e9\ud83d\ude00";

  static Stream<Path> files() throws IOException {
    try (Stream<Path> all =
        Files.list(Path.of("src/test/resources/outpost/core/inventory/recorded"))) {
      return all.filter(f -> f.toString().matches(".*\\.(yml|ini)")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyMistakeHasItsPlace(Path file) throws IOException {
    String text = Files.readString(file);
    for (int seed = 0; seed < 400; seed++) {
      Source source = new Source("mutated", mutated(text, new Random(seed)));
      Problems problems = new Problems();
      InventoryBuilder inventory = new InventoryBuilder(problems);
      if (file.toString().endsWith(".yml")) {
        Yaml.read(source, problems)
            .ifPresentOrElse(
                root -> {
                  checkPlaces(root, source);
                  new YamlInventory(inventory, problems).read(root);
                },
                () -> assertTrue(problems.hasErrors(), source.text()));
      } else {
        new IniInventory(source, inventory, problems).read();
      }
      inventory.build(Inventory.Origin.NONE, List.of()).hosts();
      for (Diagnostic problem : problems.all()) {
        problem.span().ifPresent(s -> assertTrue(s.start() <= s.end(), s + source.text()));
        assertTrue(new DiagnosticRenderer(false).render(problem).contains("mutated:"));
      }
    }
  }

  private static void checkPlaces(Node node, Source source) {
    int start = node.span().start();
    int end = node.span().end();
    assertTrue(start >= 0 && start <= end && end <= source.text().length(), source.text());
    if (node instanceof Node.Sequence list) {
      list.items().forEach(item -> checkPlaces(item, source));
    } else if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> checkPlaces(entry.value(), source));
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(changed.length());
      char typed = TYPED.charAt(random.nextInt(TYPED.length()));
      switch (random.nextInt(3)) {
        case 0 -> changed.deleteCharAt(at);
        case 1 -> changed.insert(at, typed);
        default -> changed.setCharAt(at, typed);
      }
    }
    return changed.toString();
  }
}
