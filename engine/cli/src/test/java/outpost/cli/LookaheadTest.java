package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked ahead saves trips, and makes no difference to anything else. */
class LookaheadTest {
  private static final int PLAYBOOKS = Boolean.getBoolean("lab.full") ? 2000 : 100;

  @TempDir Path folder;

  @Test
  void makesNoDifferenceToRandomPlaybooks() throws IOException {
    long first = Long.getLong("lookahead.seed", System.nanoTime());
    long ahead = 0;
    long due = 0;
    for (long seed = first; seed < first + PLAYBOOKS; seed++) {
      String playbook = RandomPlaybook.of(seed);
      Run one = run("ahead", playbook);
      Run other = run("due", playbook, "--one-by-one");
      String of = "-Dlookahead.seed=" + seed + "\n" + playbook;
      assertEquals(List.of(), different(other.told(), one.told()), of);
      assertEquals(other.files(), one.files(), of);
      ahead += one.trips();
      due += other.trips();
    }
    assertTrue(ahead < due, ahead + " trips ahead, " + due + " one by one");
    System.out.printf("%d playbooks: %d trips ahead, %d one by one%n", PLAYBOOKS, ahead, due);
  }

  @Test
  void whatIsDueLaterIsAskedWhenItIsDueThroughWhateverPipe() throws IOException {
    Path library = Files.createDirectory(folder.resolve("library"));
    Files.writeString(
        library.resolve("watch.yml"),
        """
        doc: Tells what is there.
        args: {path: "The file."}
        probe: |
          { due; emit seen "$(cat "$path")"; } 2>/dev/null | cat
        """);
    Files.writeString(folder.resolve("hosts.ini"), "h1 ansible_connection=local\n");
    Files.writeString(folder.resolve("seen"), "here\n");
    Files.writeString(
        folder.resolve("play.yml"),
        """
        - hosts: all
          gather_facts: no
          tasks:
            - ping:
            - watch: {path: "${playbook_dir}/seen"}
              register: it
            - assert: {that: it.found.seen == 'here'}
        """);
    Invocation run = Invocation.of(folder, "-i", "hosts.ini", "play.yml");
    assertEquals(0, run.status(), run.out() + run.err());
    assertTrue(run.out().contains("2 trips"), run.out());
  }

  /**
   * What a run came to.
   *
   * @param told its events, without times and trips
   * @param files what the hosts have, by name
   */
  private record Run(List<String> told, Map<String, String> files, long trips) {}

  private static List<String> different(List<String> some, List<String> others) {
    List<String> different = new ArrayList<>();
    some.stream().filter(line -> !others.contains(line)).map("- "::concat).forEach(different::add);
    others.stream().filter(line -> !some.contains(line)).map("+ "::concat).forEach(different::add);
    return different;
  }

  private Run run(String name, String playbook, String... options) throws IOException {
    Path base = Files.createTempDirectory(folder, name);
    StringBuilder hosts = new StringBuilder();
    for (String host : new String[] {"h1", "h2", "h3"}) {
      Path own = Files.createDirectory(base.resolve(host));
      hosts.append("%s ansible_connection=local base=%s\n".formatted(host, own));
    }
    Files.writeString(base.resolve("hosts.ini"), hosts);
    Files.writeString(base.resolve("play.yml"), playbook);
    String[] args =
        Stream.concat(
                Stream.of("-i", "hosts.ini", "play.yml", "--output", "jsonl", "--diff"),
                Stream.of(options))
            .toArray(String[]::new);
    Invocation run = Invocation.of(base, args);
    assertTrue(run.status() == 0 || run.status() == 2, playbook + run.out() + run.err());
    long trips =
        run.out()
            .lines()
            .filter(line -> line.contains("\"event\":\"recap\""))
            .flatMap(line -> Stream.of(line.split("\"trips\":")).skip(1))
            .mapToLong(rest -> Long.parseLong(rest.replaceFirst("\\D.*", "")))
            .sum();
    List<String> told =
        run.out()
            .replace(base.toString(), "BASE")
            .lines()
            .map(LookaheadTest::withoutTimes)
            .sorted() // hosts that keep step are told in any order
            .toList();
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(base)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        files.put(base.relativize(path).toString(), mode + " " + Files.readString(path));
      }
    }
    files.remove("hosts.ini");
    return new Run(told, files, trips);
  }

  /** Leaves out what differs from one file to the next that is made alike, and times. */
  private static String withoutTimes(String line) {
    return line.replaceAll(
            "\"(trips|took|elapsed|inode|[acm]time|version|blocks)\":(\"\\d+\"|[0-9.e-]+)",
            "\"$1\":0")
        .replaceAll("\\d+:\\d{4,}", "ID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+Z?", "TIME")
        .replaceAll("\"(delta|start|end)\":\"[^\"]*\"", "\"$1\":\"\"")
        .replaceAll("\"slowest\":\\[.*?\\]", "\"slowest\":[]");
  }
}
