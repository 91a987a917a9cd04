package outpost.core.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import outpost.core.catalog.Catalog;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Sources;
import outpost.core.source.Yaml;
import outpost.core.template.ControlNode;
import outpost.core.template.Templates;

/**
 * Checks whole programs: in each folder a playbook with all that it reaches, and the words that are
 * told of it. {@code hosts.ini} is its inventory, {@code extra.yml} the variables of the command
 * line.
 *
 * <p>{@code -Dgolden.write=true} writes the words anew, to be read in the diff.
 */
class ProgramGoldenTest {
  static final Path CASES =
      Path.of("src/test/resources/outpost/core/program/cases").toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> tellsWhatIsWrongWith() throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(CASES)) {
      folders = all.filter(Files::isDirectory).sorted().toList();
    }
    return folders.stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString().replace('-', ' '),
                    folder.toUri(),
                    () -> compare(folder)));
  }

  private static void compare(Path folder) throws IOException {
    String told =
        told(folder)
            .replace(folder + "/", "")
            .replace(Path.of("").toAbsolutePath().relativize(folder) + "/", "");
    Path expected = folder.resolve("expected.txt");
    if (Boolean.getBoolean("golden.write")) Files.writeString(expected, told);
    assertEquals(Files.readString(expected), told);
  }

  private static String told(Path folder) {
    Problems problems = new Problems();
    Sources sources = new Sources(folder);
    Templates templates = new Templates(new ControlNode(Map.of()));
    Path hosts = folder.resolve("hosts.ini");
    Path inventory = Files.exists(hosts) ? hosts : CASES.resolve("hosts.ini");
    new Loader(Catalog.load(), templates, sources, problems)
        .load(
            new Loader.Request(
                folder.resolve("play.yml"),
                List.of(inventory.toString()),
                Optional.empty(),
                Optional.empty(),
                extra(folder, sources, templates, problems),
                false,
                false,
                5,
                "1"));
    return new DiagnosticRenderer(false).render(problems.all());
  }

  private static Map<String, Object> extra(
      Path folder, Sources sources, Templates templates, Problems problems) {
    Map<String, Object> vars = new LinkedHashMap<>();
    if (!Files.exists(folder.resolve("extra.yml"))) return vars;
    Node root =
        sources
            .read(Path.of("extra.yml"), problems)
            .flatMap(source -> Yaml.read(source, problems))
            .orElseThrow();
    ((Node.Mapping) root)
        .entries()
        .forEach(e -> vars.put(e.key().text(), templates.compile(e.value(), problems)));
    return vars;
  }
}
