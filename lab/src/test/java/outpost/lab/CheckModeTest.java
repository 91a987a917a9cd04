package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --check --diff} on a blank host: it tells what the real run will do, and does nothing. */
class CheckModeTest {
  /**
   * Logs, that sudo was used, the shared memory that rpm's database has for its readers, and what
   * dnf keeps when it is asked what it would do.
   */
  private static final List<String> LEFT_BY_READING =
      List.of(
          "/var/log",
          "/var/lib/sudo",
          "/var/lib/rpm/rpmdb.sqlite-shm",
          "/var/lib/dnf",
          "/var/cache/dnf");

  private final Lab lab = Labs.shared();
  private Host host;

  @BeforeEach
  void boot() {
    host = lab.addBlank();
  }

  @AfterEach
  void remove() {
    lab.remove(host);
  }

  @Test
  void whatTheRealRunChangesWasAnnouncedAndNothingWasWritten() {
    Map<String, String> disk = host.snapshot();
    String cluster = lab.cib();

    Result check = add("--check", "--diff");

    assertEquals(0, check.status(), check::all);
    assertEquals(Set.of(), written(disk, host.snapshot()));
    assertEquals(cluster, lab.cib());
    Map<String, String> announced = Events.of(check).statuses();
    assertTrue(announced.containsValue("would_change"), announced::toString);

    Result real = add();

    assertEquals(0, real.status(), real::all);
    Events.of(real)
        .statuses()
        .forEach(
            (task, status) -> {
              if (status.equals("changed")) {
                assertTrue(
                    Set.of("would_change", "unknown").contains(announced.getOrDefault(task, "-")),
                    () -> task + " changed, and was announced as " + announced.get(task));
              }
            });
    RemoteNodes.assertNothingFenced(lab);
  }

  private Result add(String... options) {
    List<String> all = new ArrayList<>(List.of("--output", "jsonl"));
    all.addAll(List.of(options));
    return RemoteNodes.add(lab, "labuser", List.of(host), all.toArray(String[]::new));
  }

  private static Set<String> written(Map<String, String> before, Map<String, String> after) {
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    paths.removeIf(path -> before.getOrDefault(path, "").equals(after.getOrDefault(path, "")));
    paths.removeIf(path -> LEFT_BY_READING.stream().anyMatch(left -> isPartOf(left, path)));
    return paths;
  }

  /** The folders above it count as written, too. */
  private static boolean isPartOf(String left, String path) {
    return path.equals(left) || path.startsWith(left + "/") || left.startsWith(path + "/");
  }
}
