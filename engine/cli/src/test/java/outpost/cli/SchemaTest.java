package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Holds what users write against the schemas as an editor would. */
class SchemaTest {
  private static final Path ROOT = Path.of("../..");

  /** Values with tags that this reader of YAML does not know. */
  private static final Pattern TAGGED = Pattern.compile("!(vault|unsafe|raw)");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> whatWeShipIsRight() throws IOException {
    JsonSchema playbook = schema("playbook");
    JsonSchema tasks = schema("tasks");
    JsonSchema inventory = schema("inventory");
    Stream<DynamicTest> playbooks =
        yaml("playbooks").map(file -> right(file, file.getNameCount() == 4 ? playbook : tasks));
    Stream<DynamicTest> inventories = yaml("inventories").map(file -> right(file, inventory));
    return Stream.concat(playbooks, inventories);
  }

  @Test
  void everyDocumentedTaskIsRight() throws IOException {
    JsonSchema tasks = schema("tasks");
    for (Path file : yaml("modules/src/main/resources/examples").toList()) {
      for (Object example : (List<?>) read(file)) {
        Object task = ((Map<?, ?>) example).get("task");
        assertEquals(Set.of(), wrong(tasks, List.of(task)), file + ": " + task);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> whatRunsIsRight() throws IOException {
    JsonSchema playbook = schema("playbook");
    return yaml("engine/cli/src/test/resources/acceptance/cases")
        .map(file -> Map.entry(file, (Map<?, ?>) read(file)))
        .filter(one -> !String.valueOf(one.getValue().get("expect")).contains("exit 65"))
        .filter(one -> one.getValue().get("playbook") instanceof String)
        .filter(one -> !TAGGED.matcher((String) one.getValue().get("playbook")).find())
        .map(
            one ->
                dynamicTest(
                    one.getKey().getFileName().toString(),
                    one.getKey().toUri(),
                    () ->
                        assertEquals(
                            Set.of(),
                            wrong(playbook, text((String) one.getValue().get("playbook"))))));
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrongIsTold() {
    JsonSchema playbook = schema("playbook");
    return Stream.of(
            "- {hosts: all, taks: []}",
            "- {tasks: []}",
            "- {hosts: all, become: perhaps}",
            "- {hosts: all, strategy: liner}",
            "- {hosts: all, tasks: {ping: }}",
            "- {hosts: all, tasks: [{copi: {dest: /x, content: x}}]}",
            "- {hosts: all, tasks: [{copy: {dest: /x, contents: x}}]}",
            "- {hosts: all, tasks: [{systemd: {name: x, state: start}}]}",
            "- {hosts: all, tasks: [{ansible.builtin.systemd: {name: x, state: start}}]}",
            "- {hosts: all, tasks: [{systemd: {name: x, enabled: perhaps}}]}",
            "- {hosts: all, tasks: [{ping: , retries: many}]}",
            "- {hosts: all, tasks: [{ping: , when: {a: b}}]}",
            "- {hosts: all, tasks: [{block: [{ping: }], loop: [1]}]}",
            "- {hosts: all, tasks: [{ping: , listen: x}]}",
            "- {import_playbook: x.yml, hosts: all}",
            "{hosts: all}")
        .map(text -> dynamicTest(text, () -> assertFalse(wrong(playbook, text(text)).isEmpty())));
  }

  @Test
  void aWrongInventoryIsTold() {
    JsonSchema inventory = schema("inventory");
    assertFalse(wrong(inventory, text("hosts: {a: }")).isEmpty());
    assertFalse(wrong(inventory, text("all: {host: {a: }}")).isEmpty());
    assertFalse(wrong(inventory, text("all: {hosts: [a]}")).isEmpty());
  }

  @Test
  void modulesOfOnesOwnAreInIt() throws IOException {
    assertEquals(0, Invocation.of(folder, "new", "module", "greeting").status());
    JsonSchema playbook = schema("playbook", "-M", "library");
    String task = "- {hosts: all, tasks: [{greeting: {line: x, %s: /x}}]}";
    assertEquals(Set.of(), wrong(playbook, text(task.formatted("path"))));
    assertFalse(wrong(playbook, text(task.formatted("paths"))).isEmpty());
  }

  @Test
  void whatThereIsNoSchemaOfIsTold() {
    Invocation run = Invocation.of(folder, "schema", "playbok");
    assertEquals(64, run.status());
    assertTrue(run.err().contains("did you mean `playbook`?"), run.err());
  }

  private static DynamicTest right(Path file, JsonSchema schema) {
    return dynamicTest(
        ROOT.relativize(file).toString(), () -> assertEquals(Set.of(), wrong(schema, read(file))));
  }

  private static Stream<Path> yaml(String folder) throws IOException {
    return Files.walk(ROOT.resolve(folder))
        .filter(file -> file.toString().endsWith(".yml"))
        .filter(file -> !file.toString().contains("/files/"))
        .sorted();
  }

  private static Object read(Path file) {
    try {
      return text(Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Object text(String yaml) {
    return new Yaml().load(yaml);
  }

  private static Set<String> wrong(JsonSchema schema, Object value) {
    JsonNode node = JSON.valueToTree(value);
    return schema.validate(node).stream()
        .map(ValidationMessage::getMessage)
        .collect(Collectors.toSet());
  }

  private JsonSchema schema(String... words) {
    String[] call = Stream.concat(Stream.of("schema"), Stream.of(words)).toArray(String[]::new);
    Invocation run = Invocation.of(folder, call);
    assertEquals(0, run.status(), run.err());
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(run.out());
  }
}
