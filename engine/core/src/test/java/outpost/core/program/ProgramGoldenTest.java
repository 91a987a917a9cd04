package outpost.core.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import outpost.api.Secret;
import outpost.core.catalog.Catalog;
import outpost.core.event.Prompter;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Sources;
import outpost.core.source.Yaml;
import outpost.core.template.ControlNode;
import outpost.core.template.Templates;

/**
 * Checks whole programs: in each folder a playbook with all that it reaches, and the words that are
 * told of it. {@code hosts.ini} is its inventory; {@code options.yml} has options of the command
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
    Problems problems = new Problems();
    load(folder, problems);
    String told =
        new DiagnosticRenderer(false)
            .render(problems.all())
            .replace(folder + "/", "")
            .replace(folder.toString(), ".")
            .replace(CASES + "/", "../")
            .replace(Path.of("").toAbsolutePath().relativize(folder) + "/", "");
    expect(folder.resolve("expected.txt"), told);
    String ids =
        problems.all().stream()
            .map(d -> d.problem().id() + "\n")
            .distinct()
            .sorted()
            .collect(Collectors.joining());
    expect(folder.resolve("ids.txt"), ids);
  }

  private static void expect(Path file, String told) throws IOException {
    if (Boolean.getBoolean("golden.write")) Files.writeString(file, told);
    assertEquals(Files.readString(file), told);
  }

  private static void load(Path folder, Problems problems) {
    Sources sources = new Sources(folder);
    Templates templates = new Templates(new ControlNode(Map.of()));
    Map<String, String> options = options(folder, sources);
    Path hosts = folder.resolve("hosts.ini");
    Path inventory = Files.exists(hosts) ? hosts : CASES.resolve("hosts.ini");
    new Loader(Catalog.load(), templates, sources, problems)
        .load(
            new Loader.Request(
                folder.resolve("play.yml"),
                List.of(inventory.toString()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false,
                false,
                5,
                "1",
                Selection.EVERYTHING,
                Optional.ofNullable(options.get("start_at_task")),
                Optional.ofNullable(options.get("answers")).map(Answers::new),
                0));
  }

  /** Reads {@code start_at_task} and {@code answers}, with commas between them. */
  private static Map<String, String> options(Path folder, Sources sources) {
    Map<String, String> options = new LinkedHashMap<>();
    if (!Files.exists(folder.resolve("options.yml"))) return options;
    Problems none = new Problems();
    Node root =
        sources.read(Path.of("options.yml"), none).flatMap(s -> Yaml.read(s, none)).orElseThrow();
    ((Node.Mapping) root)
        .entries()
        .forEach(e -> options.put(e.key().text(), ((Node.Scalar) e.value()).text()));
    return options;
  }

  /** Types answers one after the other; nobody is there when all are typed. */
  private static final class Answers implements Prompter {
    private final Deque<String> left = new ArrayDeque<>();

    Answers(String all) {
      for (String one : all.split(",")) if (!one.isEmpty()) left.add(one);
    }

    @Override
    public boolean isAnybodyThere() {
      return !left.isEmpty();
    }

    @Override
    public Optional<String> ask(String question) {
      return Optional.of(left.pop());
    }

    @Override
    public Optional<Secret> askSecretly(String question) {
      return Optional.of(Secret.of(left.pop()));
    }
  }

  /** Words that are ids by their looks: no other text in these rooms looks so. */
  private static final Pattern ID = Pattern.compile("\"([a-z]+(?:-[a-z]+)+)\"");

  @Test
  void everyMistakeThatTheseRoomsTellHasItsWords() throws IOException {
    Set<String> told = new TreeSet<>();
    for (Path file : files(CASES, "ids.txt")) told.addAll(Files.readAllLines(file));
    Set<String> missing = new TreeSet<>();
    for (String room : List.of("language", "program")) {
      for (Path file : files(Path.of("src/main/java/outpost/core").resolve(room), ".java")) {
        Matcher ids = ID.matcher(Files.readString(file));
        while (ids.find()) if (!told.contains(ids.group(1))) missing.add(ids.group(1));
      }
    }
    assertEquals(Set.of(), missing, "make a case for each below " + CASES);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }
}
