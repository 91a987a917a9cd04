package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The same task by Debian's Ansible on a twin host leaves the same host, for every documented
 * example of a module that Ansible has as well, and both tell the same of the first and of the
 * second run. Where it does not, on purpose, the example says why in its {@code deviation}.
 */
@EnabledIfSystemProperty(named = "lab.full", matches = "true")
class AgainstAnsibleTest {
  private static final int SHOWN = 8;

  private static final Table TABLE =
      new Table(
          "Beside Ansible",
          "Every documented example of a module that Ansible has as well, run twice on a host, and by Debian's `ansible`"
              + " (ansible-core 2.14) on its twin: what both told, where the hosts differ afterwards (files with their content,"
              + " modes and owners, packages, units, the firewall, settings of the kernel, mounts), and what of Ansible's"
              + " documented results `register` does not get, or otherwise.",
          "example",
          "host",
          "told",
          "by Ansible",
          "the hosts",
          "registered");

  private static Lab lab;

  @BeforeAll
  static void boot() {
    lab = Labs.blanks("twins");
  }

  @AfterAll
  static void remove() {
    lab.down();
    Ansible ansible = new Ansible();
    Example.needs()
        .forEach(
            (module, needs) -> {
              if (!ansible.has(module)) return;
              String why = "not run: no host of the lab has " + String.join(", ", needs);
              TABLE.row(module, "-", "-", "-", why, "-");
            });
    TABLE.write("against-ansible.md");
  }

  @TestFactory
  Stream<DynamicContainer> theSameTaskByAnsibleLeavesTheSameHost() {
    Ansible ansible = new Ansible();
    Map<String, List<Example>> all = LawsTest.examples(example -> !example.needsCluster());
    all.keySet().removeIf(module -> !ansible.has(module));
    List<Example> left = new ArrayList<>(all.values().stream().flatMap(List::stream).toList());
    List<DynamicContainer> containers = new ArrayList<>();
    for (Ground ground : Ground.plain()) {
      List<Example> here = left.stream().filter(example -> example.fits(ground)).toList();
      left.removeAll(here);
      containers.add(dynamicContainer(ground.word(), compare(ground, here, ansible)));
    }
    return containers.stream();
  }

  private static Stream<DynamicTest> compare(
      Ground ground, List<Example> examples, Ansible ansible) {
    List<Twins.Twin> twins = new ArrayList<>();
    return Stream.concat(
        Stream.of(
            dynamicTest(
                "all of them run",
                () -> {
                  twins.addAll(new Twins(lab, ground, ansible).of(examples));
                  twins.forEach(twin -> row(ground, twin));
                })),
        examples.stream()
            .map(
                example ->
                    dynamicTest(
                        example.title(), example.place(), () -> judge(find(twins, example)))));
  }

  private static Twins.Twin find(List<Twins.Twin> twins, Example example) {
    return twins.stream().filter(twin -> twin.example().equals(example)).findFirst().orElseThrow();
  }

  private static void judge(Twins.Twin twin) {
    assertTrue(
        twin.asItSays(),
        () ->
            "told "
                + twin.ours()
                + ", Ansible "
                + twin.theirs()
                + "; deviates: "
                + twin.example().deviation()
                + "\n"
                + String.join("\n", twin.differences())
                + "\n"
                + String.join("\n", twin.results()));
  }

  private static void row(Ground ground, Twins.Twin twin) {
    String hosts = shown(twin.differences());
    String results = shown(twin.results());
    String why = twin.example().deviation();
    TABLE.row(
        twin.example().title(),
        ground.word(),
        twin.ours(),
        twin.theirs(),
        why.isEmpty() ? hosts : hosts + "\non purpose: " + why,
        results);
  }

  private static String shown(List<String> differences) {
    if (differences.isEmpty()) return "equal";
    int more = differences.size() - SHOWN;
    String first = String.join("\n", differences.stream().limit(SHOWN).toList());
    return more > 0 ? first + "\nand " + more + " more" : first;
  }
}
