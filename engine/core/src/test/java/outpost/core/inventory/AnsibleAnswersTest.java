package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;

/** Compares with what ansible-inventory and ansible of ansible-core 2.14.18 answered. */
class AnsibleAnswersTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/outpost/core/inventory/recorded");

  @TestFactory
  Stream<DynamicTest> readsAnInventoryAsAnsibleDoes() throws IOException {
    try (Stream<Path> files = Files.list(RECORDED)) {
      return files.filter(f -> f.toString().endsWith(".answer")).sorted().toList().stream()
          .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), f.toUri(), () -> same(f)));
    }
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

  private static void same(Path answer) throws IOException {
    Map<String, Object> theirs = map(load(Files.readString(answer)));
    Map<String, Object> hostvars = map(map(theirs.remove("_meta")).get("hostvars"));
    Inventory ours = read(answer.getFileName().toString().replace(".answer", ""));
    for (Host host : ours.hosts()) {
      Map<String, Object> vars = new TreeMap<>();
      for (Layer layer : ours.layers(host)) {
        ((Layer.Written) layer).vars().forEach((k, v) -> vars.put(k, value(v)));
      }
      assertEquals(
          new TreeMap<>(map(hostvars.getOrDefault(host.name(), Map.of()))), vars, host.name());
    }
    Map<String, Object> groups = new TreeMap<>();
    for (Group group : ours.groups()) {
      Map<String, Object> members = new TreeMap<>();
      List<String> own = group.own().stream().map(Host::name).toList();
      boolean all = group.name().equals(Group.ALL); // whose own hosts Ansible leaves out
      if (!own.isEmpty() && !all) members.put("hosts", own);
      if (!group.children().isEmpty()) {
        members.put("children", group.children().stream().sorted().toList());
      }
      if (!members.isEmpty()) groups.put(group.name(), members);
    }
    theirs.values().forEach(g -> map(g).computeIfPresent("children", (k, v) -> sorted(v)));
    assertEquals(new TreeMap<>(theirs), groups);
  }

  private static Inventory read(String name) {
    Problems problems = new Problems();
    Inventory inventory = Inventory.read(List.of(name), new Sources(RECORDED), problems);
    assertEquals(
        List.of(),
        problems.all().stream().filter(p -> !p.problem().id().equals("no-comment")).toList());
    return inventory;
  }

  /** Gives a value its type by YAML 1.1. */
  private static Object value(Node node) {
    if (node instanceof Node.Sequence list) {
      return list.items().stream().map(AnsibleAnswersTest::value).toList();
    }
    if (node instanceof Node.Mapping mapping) {
      Map<String, Object> values = new LinkedHashMap<>();
      mapping.entries().forEach(e -> values.put(e.key().text(), value(e.value())));
      return values;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    if (!scalar.plain()) return scalar.text();
    Object typed = load(scalar.text());
    return typed instanceof Date ? scalar.text() : typed;
  }

  private static Object load(String text) {
    return new Yaml(new LoaderOptions()).load(text);
  }

  private static List<String> sorted(Object list) {
    List<String> sorted = new ArrayList<>();
    ((List<?>) list).forEach(i -> sorted.add((String) i));
    return sorted.stream().sorted().toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
