package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for every documented example that needs a cluster: a check changes nothing on the disk
 * of any host, and announces what the run then does; a second run finds nothing left to do, in few
 * round trips. {@code -Dlab.laws=pacemaker_drain} leaves out all other modules.
 */
@EveryRelease
class ClusterLawsTest {
  /** To a cluster node that is also the way to handshakes with remote nodes, and looks twice. */
  private static final int CLUSTER_TRIPS = 7;

  private static final String AGAIN = ", again";

  private static final Pattern CARRIER =
      Pattern.compile(
          "<primitive (?=[^>]*(?: type=\"remote\"|\\bid=\"vm-guest))[^>]*?\\bid=\"([^\"]+)\"");

  /** What examples leave in the cluster, by its name, and the properties that they set. */
  private static final String EXAMPLES_GO =
      "for id in $(crm_resource --list-raw | sed -n 's/^\\(example[^:]*\\).*/\\1/p' | sort -u); do"
          + " pcs resource delete --force $id; done;"
          + " pcs property unset --force no-quorum-policy cluster-recheck-interval || true";

  private static final Blanks BLANKS = new Blanks();

  @AfterAll
  static void remove() {
    BLANKS.remove();
  }

  /** Those that need the same of their hosts are tried one after another. */
  @TestFactory
  Stream<DynamicTest> everyExampleIsAnnouncedDoneAndThenLeftAlone() {
    Map<String, List<Example>> all = LawsTest.examples(Example::needsCluster);
    int count = all.values().stream().mapToInt(List::size).sum();
    Profile.count("documented examples of the cluster's modules", all.size(), count);
    return all.values().stream()
        .flatMap(examples -> examples.stream().limit(Profile.isFull() ? Long.MAX_VALUE : 1))
        .sorted(Comparator.comparing(example -> Blanks.needs(example).toString()))
        .map(example -> dynamicTest(example.title(), example.place(), () -> law(example)));
  }

  /** What does not hold on hosts that other examples were tried on counts on new ones. */
  private static void law(Example example) {
    Lab lab = Labs.shared();
    if (BLANKS.has(lab, example)) {
      try {
        hold(example, lab);
        return;
      } catch (AssertionError | RuntimeException e) {
        Labs.say(example.title() + " is tried on new hosts: " + e.getMessage());
        BLANKS.remove();
      }
    }
    hold(example, Labs.shared());
  }

  private static void hold(Example documented, Lab lab) {
    Set<String> others = carriers(lab);
    Optional<Throwable> broken = Optional.empty();
    try {
      List<Host> hosts = BLANKS.of(lab, documented);
      Path inventory = lab.inventory("laws.yml", "root", hosts.toArray(Host[]::new));
      hold(documented.with(words(hosts)), lab, hosts, inventory);
    } catch (AssertionError | RuntimeException e) {
      broken = Optional.of(e);
      throw e;
    } finally {
      clear(lab, others, broken);
    }
  }

  private static void clear(Lab lab, Set<String> others, Optional<Throwable> broken) {
    try {
      Set<String> made = new HashSet<>(carriers(lab));
      made.removeAll(others);
      takeOut(lab, made);
      lab.clusterSays(EXAMPLES_GO);
      if (broken.isPresent()) BLANKS.remove();
    } catch (RuntimeException e) {
      broken.orElseThrow(() -> e).addSuppressed(e);
    } finally {
      Labs.replaceWhatWasLeftInDisorder(BLANKS.names());
    }
  }

  /**
   * Takes away the remote nodes that an example made, and the machines of guest nodes, in the way
   * that fences nothing, and whether or not pcs knows them.
   */
  private static void takeOut(Lab lab, Set<String> nodes) {
    for (String node : nodes) {
      lab.clusterSays("pcs resource disable " + node + " --wait=90");
      lab.clusterSays("cibadmin --delete --xpath \"//primitive[@id='" + node + "']\"");
      lab.clusterSays("crm_node --force --remove " + node.replaceFirst("^vm-", ""));
    }
  }

  /** The resources that remote nodes are connected by, or that guest nodes are. */
  private static Set<String> carriers(Lab lab) {
    return CARRIER.matcher(lab.cib()).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  /** Examples speak of remote1 and remote2, and of addresses that are theirs. */
  private static Map<String, String> words(List<Host> hosts) {
    Map<String, String> words = new HashMap<>();
    for (int i = 0; i < hosts.size(); i++) {
      words.put("remote" + (i + 1), hosts.get(i).name());
      words.put("198.18.5.4" + (i + 1), hosts.get(i).address());
    }
    return words;
  }

  private static void hold(Example example, Lab lab, List<Host> hosts, Path inventory) {
    Path folder = lab.folder();
    example.preparation().ifPresent(tasks -> prepare(lab, inventory, folder, tasks));
    String playbook = write(folder.resolve("example.yml"), example.playbook());
    List<Map<String, String>> disks = disks(lab, hosts);

    Told check = run(lab, inventory, playbook, "--check", "--diff");
    assertEquals(0, check.status(), check::all);
    assertEquals(List.of(), written(disks, disks(lab, hosts)), check::all);

    String twice =
        example.playbook() + example.playbook().replace(Example.NAME, Example.NAME + AGAIN);
    write(folder.resolve("example.yml"), twice);
    Result run = lab.engine("-i", inventory.toString(), "--output", "jsonl", playbook);
    assertEquals(0, run.status(), run::all);
    Map<String, Told> told = Told.eachBy(run);
    Told first = told.get(Example.NAME);
    Told again = told.get(Example.NAME + AGAIN);
    Announced.assertBy(check, first);
    assertEquals(
        example.changes() ? "changed" : "ok",
        first.outcome(),
        () -> "an example says `changes: no` where there is nothing to do\n" + run.all());

    if (first.acted()) return; // what acts each time may do so again
    assertEquals("ok", again.outcome(), run::all);
    assertEquals(List.of(), again.changes(), run::all);
    assertTrue(again.trips() <= CLUSTER_TRIPS, () -> again.trips() + " trips\n" + run.all());
  }

  private static void prepare(Lab lab, Path inventory, Path folder, String tasks) {
    String playbook = write(folder.resolve("before.yml"), tasks);
    Result run = lab.engine("-i", inventory.toString(), playbook);
    assertEquals(0, run.status(), run::all);
  }

  private static Told run(Lab lab, Path inventory, String playbook, String... options) {
    List<String> args = new ArrayList<>(List.of("-i", inventory.toString(), "--output", "jsonl"));
    args.addAll(List.of(options));
    args.add(playbook);
    return Told.by(lab.engine(args.toArray(String[]::new)));
  }

  /** All that is on the disks of all hosts, but for what may change. */
  private static List<Map<String, String>> disks(Lab lab, List<Host> blanks) {
    return Stream.concat(blanks.stream(), lab.cluster().stream())
        .map(ClusterLawsTest::disk)
        .toList();
  }

  private static Map<String, String> disk(Host host) {
    Map<String, String> disk = new TreeMap<>(host.snapshot());
    disk.keySet()
        .removeIf(
            path -> // a folder is there, too, because of what is in it
            Trial.WRITTEN_BY_LOOKING.stream()
                    .anyMatch(known -> path.startsWith(known) || known.startsWith(path + "/")));
    return disk;
  }

  private static List<String> written(
      List<Map<String, String>> before, List<Map<String, String>> after) {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Map<String, String> was = before.get(i);
      Map<String, String> is = after.get(i);
      Set<String> paths = new TreeSet<>(was.keySet());
      paths.addAll(is.keySet());
      paths.removeIf(path -> Objects.equals(was.get(path), is.get(path)));
      paths.forEach(path -> written.add(was.get(path) + " -> " + is.get(path) + " " + path));
    }
    return written;
  }

  private static String write(Path file, String text) {
    try {
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
