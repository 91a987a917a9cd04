package outpost.modules;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.core.catalog.ArgSpec;
import outpost.core.catalog.ArgsReader;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.ModuleSpec;
import outpost.core.source.Node;
import outpost.core.source.Problems;

/** What every module keeps to: documented, shown by examples, pinned by cases, lawful shell. */
class HouseTest {
  /** What a simple script must not do. */
  private static final Pattern DISTURBING =
      Pattern.compile("\\b(exit|return|break|continue|cd|trap|exec|set|shift|due|umask|export)\\b");

  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Path EXAMPLES = Path.of("src/main/resources/examples");
  private static final Path SERVICES =
      Path.of("src/main/resources/META-INF/services/outpost.api.Module");

  @Test
  void everyModuleHasCasesAndExamples() {
    assertAll(
        modules()
            .map(
                spec ->
                    () -> {
                      String file = spec.name() + ".yml";
                      assertTrue(Files.exists(CASES.resolve(file)), "no cases for " + spec.name());
                      assertTrue(
                          Files.exists(EXAMPLES.resolve(file)), "no examples for " + spec.name());
                    }));
  }

  @Test
  void everySentenceEndsWithAPeriod() {
    assertAll(
        modules()
            .flatMap(
                spec ->
                    Stream.concat(
                        Stream.of(spec.doc()), spec.args().specs().stream().map(ArgSpec::doc)))
            .map(sentence -> () -> assertTrue(sentence.endsWith("."), sentence)));
  }

  @Test
  void modulesAreShort() throws IOException {
    Map<Path, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/outpost/modules"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        sources.put(file, Files.readString(file));
      }
    }
    sources.forEach(
        (file, text) ->
            assertTrue(
                text.lines().count() <= 250 || text.contains("Long because"),
                file
                    + " has more than 250 lines, and its Javadoc does not begin a sentence with"
                    + " `Long because`"));
    double average =
        Files.readAllLines(SERVICES).stream()
            .map(name -> sources.get(Path.of("src/main/java", name.replace('.', '/') + ".java")))
            .mapToLong(HouseTest::linesOfCode)
            .average()
            .orElseThrow();
    assertTrue(average <= 120, "modules have " + average + " lines of code on average");
  }

  /** Counts lines that are neither empty, nor comments, nor imports. */
  private static long linesOfCode(String source) {
    return source
        .replaceAll("(?s)/\\*.*?\\*/", "")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.matches("(//|import |package ).*"))
        .count();
  }

  @Test
  void servicesAreSorted() throws IOException {
    List<String> lines = Files.readAllLines(SERVICES);
    assertEquals(lines.stream().sorted().distinct().toList(), lines);
  }

  @Test
  void everyExampleIsASentenceAndATaskThatItsModuleAccepts() {
    List<String> wrong = new ArrayList<>();
    examples()
        .forEach(
            (place, example) -> {
              if (!example.get("example").map(Case::text).orElse("").endsWith(".")) {
                wrong.add(place + ": the example is no sentence");
              }
              read(example, wrong);
            });
    assertEquals(List.of(), wrong);
  }

  /** Returns what examples and cases ask a host, and what they do there. */
  private static Map<String, Script> scripts() {
    Map<String, Script> scripts = new LinkedHashMap<>();
    examples()
        .forEach(
            (place, example) ->
                read(example, new ArrayList<>())
                    .ifPresent(probe -> probe.script().ifPresent(s -> scripts.put(place, s))));
    for (Case one : Case.all()) {
      if (one.has("refused")) continue;
      String place = one.spec().name() + ": " + one.name();
      one.probe().script().ifPresent(s -> scripts.put(place + " (probe)", s));
      List<Script> fixes =
          one.has("asks") && !one.has("probe") ? List.of() : Case.scripts(one.plan());
      for (int i = 0; i < fixes.size(); i++) {
        scripts.put(place + " (" + (i + 1) + ")", fixes.get(i));
      }
    }
    return scripts;
  }

  @Test
  void everyScriptIsShellAndPassesShellcheck(@TempDir Path folder) throws Exception {
    Map<String, Script> scripts = scripts();
    assertTrue(scripts.size() > 20, "too few scripts: " + scripts.size());
    Map<Path, String> files = new TreeMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    scripts.forEach((place, script) -> seen.putIfAbsent(script.text(), place));
    int number = 0;
    for (Map.Entry<String, String> script : seen.entrySet()) {
      Path file = folder.resolve(String.format("%04d.sh", ++number));
      Files.writeString(file, "#!/bin/sh\n# " + script.getValue() + "\n" + script.getKey() + "\n");
      files.put(file, script.getValue());
    }
    for (Path file : files.keySet()) {
      String said = run(folder, List.of("dash", "-n", file.getFileName().toString()));
      assertEquals("", said, files.get(file));
    }
    // SC2016, SC2088: what stands in single quotes is meant as it is. SC2154: $name of a script
    // before this one
    List<String> check = new ArrayList<>(List.of("shellcheck", "-s", "dash", "-f", "gcc"));
    check.addAll(List.of("-e", "SC2016,SC2088,SC2154"));
    files.keySet().forEach(file -> check.add(file.getFileName().toString()));
    assertEquals("", run(folder, check));
  }

  @Test
  void simpleScriptsSetWhatTheyReadAndLeaveTheirShellAsItWas(@TempDir Path folder)
      throws Exception {
    List<String> check = new ArrayList<>(List.of("shellcheck", "-s", "dash", "-f", "gcc"));
    check.addAll(List.of("-i", "SC2154"));
    Set<String> texts = new LinkedHashSet<>();
    scripts().values().stream().filter(Script::isSimple).forEach(one -> texts.add(one.text()));
    assertTrue(texts.size() > 50, "too few scripts: " + texts.size());
    for (String text : texts) {
      String words = text.replaceAll("'[^']*'", "''");
      assertFalse(DISTURBING.matcher(words).find(), text);
      Path file = folder.resolve(check.size() + ".sh");
      Files.writeString(file, "is= sum= id= line= OUTPOST_DIFF=\n" + text + "\n");
      check.add(file.getFileName().toString());
    }
    assertEquals("", run(folder, check));
  }

  private static String run(Path folder, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      return fail("`" + command.get(0) + "` is not installed: apt-get install " + command.get(0));
    }
    String said = new String(process.getInputStream().readAllBytes());
    int status = process.waitFor();
    return status == 0 ? "" : said + "(exit " + status + ")";
  }

  private static Stream<ModuleSpec> modules() {
    Catalog catalog = Catalog.load();
    return catalog.names().stream()
        .map(name -> catalog.find(name).orElseThrow())
        .filter(spec -> spec.module().getClass().getPackageName().startsWith("outpost.modules"))
        .distinct();
  }

  private static Map<String, Node.Mapping> examples() {
    Map<String, Node.Mapping> examples = new LinkedHashMap<>();
    modules()
        .map(spec -> EXAMPLES.resolve(spec.name() + ".yml"))
        .filter(Files::exists)
        .forEach(
            file ->
                ((Node.Sequence) Case.read(file))
                    .items()
                    .forEach(item -> examples.put(item.span().toString(), (Node.Mapping) item)));
    return examples;
  }

  /** Reads an example's task, and returns what its module asks a host then. */
  private static Optional<Probe<?>> read(Node.Mapping example, List<String> wrong) {
    Node.Mapping task = (Node.Mapping) example.get("task").orElseThrow();
    Node.Entry call =
        task.entries().stream()
            .filter(e -> Catalog.load().find(e.key().text()).isPresent())
            .findFirst()
            .orElseThrow(() -> new AssertionError(task.span() + ": no module"));
    ModuleSpec spec = Catalog.load().find(call.key().text()).orElseThrow();
    Problems problems = new Problems();
    Optional<? extends Record> want =
        new ArgsReader(spec.name(), new Case.FilesBeside(), problems)
            .read(spec.args(), Case.given(call.value()));
    problems.all().forEach(d -> wrong.add(task.span() + ": " + d.problem().message()));
    return want.map(spec::probe);
  }
}
