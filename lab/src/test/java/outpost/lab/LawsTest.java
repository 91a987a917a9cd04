package outpost.lab;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for every documented example of every module, on every {@link Ground}: a check changes
 * nothing on the disk, and announces what the run then does; texts that are shown are those of the
 * file; a second run finds nothing left to do, in one round trip, and writes nothing. {@code
 * -Dlab.laws=copy,file} leaves out all other modules.
 */
class LawsTest {
  private static final String ABOUT =
      "Every documented example that needs no cluster, on every kind of host. It holds where a check"
          + " writes nothing and announces what the run then does, the texts that are shown are"
          + " those of the file, the run after it is ok, takes one round trip and writes nothing, and no"
          + " secret is to be seen in ps. - is where it makes no sense, as its file says.";

  private static final Map<Example, Map<Ground, String>> FOUND = new LinkedHashMap<>();

  private static Lab lab;

  @BeforeAll
  static void boot() {
    lab = Labs.blanks("laws");
  }

  @AfterAll
  static void remove() {
    lab.down();
    if (Profile.isFull()) write();
  }

  private static void write() {
    List<String> columns = new ArrayList<>(List.of("example"));
    Ground.tried().stream().map(Ground::word).forEach(columns::add);
    Table table = new Table("Laws", ABOUT, columns.toArray(String[]::new));
    FOUND.forEach(
        (example, found) -> {
          List<String> row = new ArrayList<>(List.of(example.title()));
          for (Ground ground : Ground.tried()) row.add(found.getOrDefault(ground, "not tried"));
          table.row(row.toArray(String[]::new));
        });
    boolean all = Ground.tried().size() == Ground.values().length;
    String some = String.join("-", columns.subList(1, columns.size()));
    table.write(all ? "laws.md" : "laws-" + some + ".md"); // a run of others keeps it
  }

  private static void found(Example example, Ground ground, String what) {
    FOUND.computeIfAbsent(example, absent -> new EnumMap<>(Ground.class)).put(ground, what);
  }

  @TestFactory
  Stream<DynamicContainer> everyExampleIsAnnouncedDoneAndThenLeftAlone() {
    Map<String, List<Example>> all = examples(example -> !example.needsCluster());
    int count = all.values().stream().mapToInt(List::size).sum();
    Profile.count("documented examples of modules", all.size(), count);
    Profile.count("kinds of hosts to try them on", Ground.tried().size(), Ground.values().length);
    return Ground.tried().stream().map(ground -> laws(ground, all));
  }

  private static DynamicContainer laws(Ground ground, Map<String, List<Example>> all) {
    List<Example> tried = new ArrayList<>();
    List<Example> senseless = new ArrayList<>();
    for (List<Example> ofModule : all.values()) {
      ofModule.stream().filter(example -> !example.fits(ground)).forEach(senseless::add);
      senseless.forEach(example -> found(example, ground, "-"));
      ofModule.stream()
          .filter(example -> example.fits(ground))
          .limit(Profile.isFull() ? Long.MAX_VALUE : 1)
          .forEach(tried::add);
    }
    Labs.say(
        ground.word() + ": " + tried.size() + " examples, " + senseless.size() + " make no sense");
    Trials trials = new Trials(lab, ground);
    Map<Example, Throwable> broken = new LinkedHashMap<>();
    Stream<DynamicTest> first =
        Stream.of(
            dynamicTest(
                "all of them run",
                () -> {
                  Throwable never = new AssertionError("it was not tried to its end");
                  tried.forEach(example -> broken.put(example, never));
                  Map<Example, Throwable> told = trials.of(tried);
                  broken.clear();
                  broken.putAll(told);
                }));
    return dynamicContainer(
        ground.word(),
        Stream.concat(
            first,
            tried.stream()
                .map(
                    example ->
                        dynamicTest(
                            example.title(),
                            example.place(),
                            () -> {
                              boolean holds = !broken.containsKey(example);
                              found(example, ground, holds ? "holds" : "broken");
                              if (broken.containsKey(example)) {
                                fail(broken.get(example).getMessage(), broken.get(example));
                              }
                            }))));
  }

  /** The examples to try, module by module. */
  static Map<String, List<Example>> examples(Predicate<Example> which) {
    Map<String, List<Example>> all = Example.all();
    String only = System.getProperty("lab.laws", "");
    if (!only.isEmpty()) all.keySet().retainAll(List.of(only.split(",")));
    all.replaceAll((module, examples) -> examples.stream().filter(which).toList());
    all.values().removeIf(List::isEmpty);
    return all;
  }
}
