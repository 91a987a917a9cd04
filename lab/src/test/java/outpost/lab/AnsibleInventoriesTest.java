package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Asks Ansible itself, where this machine has it, how it reads the inventories and patterns whose
 * recorded answers the engine's tests are held against: the records must be true, and the engine
 * must answer the same. {@code -Dgolden=write} records anew.
 */
class AnsibleInventoriesTest {
  private static final Path RECORDED =
      Path.of("engine/core/src/test/resources/outpost/core/inventory/recorded");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checkout checkout = Checkout.here();
  private final Path folder = checkout.root().resolve(RECORDED);

  @TestFactory
  Stream<DynamicTest> theEngineListsAnInventoryAsAnsibleDoes() throws IOException {
    if (!Profile.also("inventories compared with the ansible-inventory of this machine")) {
      return Stream.of();
    }
    assumeTrue(hasAnsible(), "no ansible-inventory");
    return inventories().stream()
        .flatMap(
            name ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        name, () -> compare(name, folder.resolve(name + ".answer"), "--list")),
                    DynamicTest.dynamicTest(
                        name + " exported",
                        () ->
                            compare(
                                name, folder.resolve(name + ".exported"), "--list", "--export"))));
  }

  @TestFactory
  Stream<DynamicTest> whatIsRecordedOfPatternsIsTrue() throws IOException {
    if (!Profile.also("patterns compared with the ansible of this machine")) return Stream.of();
    assumeTrue(hasAnsible(), "no ansible");
    return Files.readAllLines(folder.resolve("patterns.tsv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(
            line ->
                DynamicTest.dynamicTest(line[0], () -> assertEquals(line[1], selected(line[0]))));
  }

  private void compare(String name, Path record, String... options) throws Exception {
    List<String> sources =
        name.endsWith(".sources") ? Files.readAllLines(folder.resolve(name)) : List.of(name);
    List<String> theirs = new ArrayList<>(List.of("ansible-inventory"));
    List<String> ours = new ArrayList<>(List.of("inventory"));
    for (String source : sources) {
      theirs.addAll(List.of("-i", source));
      ours.addAll(List.of("-i", source.contains(",") ? source : RECORDED + "/" + source));
    }
    theirs.addAll(List.of(options));
    ours.addAll(List.of(options));
    String answer = run(theirs);
    if ("write".equals(System.getProperty("golden"))) Files.writeString(record, answer);
    assertEquals(lines(Files.readString(record)), lines(answer), "the record");
    Result run = new EngineRun(checkout, ours.toArray(String[]::new)).toEnd();
    assertEquals(0, run.status(), run::all);
    assertEquals(lines(answer), lines(run.out()));
  }

  private String selected(String pattern) throws Exception {
    String told = run(List.of("ansible", "-i", "fleet.ini", pattern, "--list-hosts"));
    return String.join(
        " ", told.lines().filter(l -> l.startsWith("    ")).map(String::strip).toList());
  }

  private List<String> inventories() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".answer"))
          .map(f -> f.replace(".answer", ""))
          .sorted()
          .toList();
    }
  }

  private static boolean hasAnsible() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(f -> Files.isExecutable(Path.of(f, "ansible-inventory")));
  }

  private String run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
    environment.put("LC_ALL", "C.UTF-8");
    builder.redirectInput(new File("/dev/null")).redirectError(new File("/dev/null"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), "UTF-8");
    assertEquals(0, process.waitFor(), String.join(" ", command));
    return out;
  }

  /** Shows JSON in a form whose differences can be read: one line per leaf. */
  private static String lines(String json) throws IOException {
    List<String> lines = new ArrayList<>();
    lines("", JSON.readTree(json), lines);
    return String.join("\n", lines);
  }

  private static void lines(String path, JsonNode value, List<String> lines) {
    if (value.isObject() && !value.isEmpty()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      value.fields().forEachRemaining(field -> sorted.put(field.getKey(), field.getValue()));
      sorted.forEach((name, field) -> lines(path + "/" + name, field, lines));
    } else if (value.isArray() && !value.isEmpty()) {
      for (int i = 0; i < value.size(); i++) lines(path + "/" + i, value.get(i), lines);
    } else {
      lines.add(path + " = " + leaf(value));
    }
  }

  /** Numbers are equal however they are spelt; 22:30 is none to us, and 0o17 none to Ansible. */
  private static String leaf(JsonNode value) {
    if (value.isNumber()) return value.decimalValue().stripTrailingZeros().toPlainString();
    String text = value.asText();
    if (value.isTextual() && text.matches("[0-9]+:[0-5][0-9]")) {
      String[] parts = text.split(":");
      return "" + (Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]));
    }
    boolean octal = value.isTextual() && text.matches("0o[0-7]+");
    return octal ? "" + Integer.parseInt(text.substring(2), 8) : value.toString();
  }
}
