package outpost.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The cases that need no file of this machine, over SSH on real hosts. */
public final class OnHosts {
  private static final Set<String> FOLDERS =
      Set.of(
          "any_errors_fatal",
          "blocks",
          "changed_failed",
          "conditionals",
          "delegate_to",
          "handlers",
          "ignore",
          "loops",
          "max_fail",
          "meta",
          "register",
          "run_once",
          "serial",
          "strategy");

  private static final List<String> THIS_MACHINE =
      List.of("local", "dest:", "path:", "src:", "_dir", "> ", "file", "shell:", "/");

  private OnHosts() {}

  /**
   * Returns a test for each case.
   *
   * @param folder for the files of the cases
   * @param logins what an INI inventory says behind the name of a host, in turn for each host
   */
  public static List<DynamicTest> cases(Path folder, List<String> logins) {
    return Case.all().stream()
        .filter(OnHosts::canMove)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(), one.file().toUri(), () -> holds(one, folder, logins)))
        .toList();
  }

  private static boolean canMove(Case one) {
    boolean plain =
        one.files()
            .get("hosts.ini")
            .lines()
            .allMatch(line -> line.matches("h\\d ansible_connection=local"));
    return FOLDERS.contains(one.name().split("/")[0])
        && plain
        && one.options().isEmpty()
        && one.expect().isPresent()
        && one.files().entrySet().stream()
            .filter(file -> file.getKey().endsWith(".yml"))
            .noneMatch(file -> THIS_MACHINE.stream().anyMatch(file.getValue()::contains));
  }

  private static void holds(Case one, Path folder, List<String> logins) throws IOException {
    List<String> hosts = one.files().get("hosts.ini").lines().map(l -> l.split(" ")[0]).toList();
    String inventory =
        Stream.iterate(0, i -> i < hosts.size(), i -> i + 1)
            .map(i -> hosts.get(i) + " " + logins.get(i % logins.size()) + "\n")
            .collect(Collectors.joining());
    Case moved = one.on(inventory);
    Path own = Files.createDirectories(folder.resolve(one.name()));
    moved.write(own, false);
    Transcript told = Engine.run(moved, own);
    Transcript expected = Transcript.parse(one.expect().get());
    assertEquals(
        one.freely() ? expected.freely() : expected.text(),
        one.freely() ? told.freely() : told.text(),
        one.pins());
  }
}
