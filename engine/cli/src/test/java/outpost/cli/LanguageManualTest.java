package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example of the language's manual does what the manual says. */
class LanguageManualTest {
  private static final Path MANUAL = Path.of("../../docs/language.md");
  private static final Pattern FENCE =
      Pattern.compile(
          "^```(\\w+)(?: (\\S+))?(?: exit=(\\d+))?\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path folder;

  /** Files, the exit status that is told, and lines that the run prints. */
  private record Example(int number, Map<String, String> files, int status, List<String> told) {}

  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    List<Example> examples = examples(Files.readString(MANUAL));
    assertTrue(examples.size() >= 10, "too few examples: " + examples.size());
    return examples.stream()
        .map(e -> DynamicTest.dynamicTest("example " + e.number(), () -> holds(e)));
  }

  private static List<Example> examples(String manual) {
    List<Example> examples = new ArrayList<>();
    Map<String, String> files = new LinkedHashMap<>();
    Matcher fence = FENCE.matcher(manual);
    while (fence.find()) {
      if (fence.group(1).equals("text")) {
        examples.get(examples.size() - 1).told().addAll(fence.group(4).lines().toList());
        continue;
      }
      files.put(fence.group(2), fence.group(4));
      if (!fence.group(2).equals("site.yml")) continue;
      int status = fence.group(3) == null ? 0 : Integer.parseInt(fence.group(3));
      examples.add(
          new Example(examples.size() + 1, new LinkedHashMap<>(files), status, new ArrayList<>()));
      files.clear();
    }
    return examples;
  }

  private void holds(Example example) throws IOException {
    Path here = Files.createDirectories(folder.resolve("example" + example.number()));
    for (Map.Entry<String, String> file : example.files().entrySet()) {
      Path path = here.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    Files.writeString(
        here.resolve("hosts.ini"),
        "[web]\nweb1\nweb2\n[all:vars]\nansible_connection=local\ncounter="
            + here.resolve("counter-")
            + "${inventory_hostname}\n");
    Invocation run = Invocation.of(here, "-i", "hosts.ini", "site.yml");
    String told = run.out() + run.err();
    assertEquals(example.status(), run.status(), told);
    int from = 0;
    for (String line : example.told()) {
      int at = told.indexOf(line.strip(), from);
      assertTrue(at >= 0, "`" + line + "` is missing in:\n" + told);
      from = at;
    }
  }
}
