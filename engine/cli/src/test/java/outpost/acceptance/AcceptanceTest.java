package outpost.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Holds the engine to what the cases say of the language, on shells of this machine. */
class AcceptanceTest {
  private static @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> theEngineDoesWhatACaseExpects() throws IOException {
    Set<String> pending = Case.pending();
    return Case.all().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(), one.file().toUri(), () -> run(one, pending.contains(one.name()))));
  }

  @TestFactory
  Stream<DynamicTest> ansibleAnsweredTheSame() {
    return Case.all().stream()
        .filter(one -> one.alone().isEmpty())
        .map(
            one -> DynamicTest.dynamicTest(one.name(), one.recorded().toUri(), () -> compare(one)));
  }

  @Test
  void thereAreEnoughCases() throws IOException {
    List<Case> all = Case.all();
    long same = all.stream().filter(c -> c.alone().isEmpty() && c.deviation().isEmpty()).count();
    assertTrue(all.size() >= 150, all.size() + " cases");
    assertTrue(same >= 60, same + " cases in which Ansible answers the same");
    Set<String> names = all.stream().map(Case::name).collect(Collectors.toSet());
    assertEquals(List.of(), Case.pending().stream().filter(name -> !names.contains(name)).toList());
  }

  private static void run(Case one, boolean pending) throws IOException {
    Path own = Files.createDirectories(folder.resolve(one.name()));
    one.write(own, false);
    Transcript told = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> Engine.run(one, own));
    Transcript expected = Transcript.parse(one.expect().orElseThrow());
    String wanted = one.freely() ? expected.freely() : expected.text();
    String got = one.freely() ? told.freely() : told.text();
    if (pending) {
      assertNotEquals(wanted, got, one.name() + " is as expected: take it off pending.txt");
    } else {
      assertEquals(wanted, got, one.pins());
    }
  }

  private static void compare(Case one) throws IOException {
    Transcript theirs = Transcript.parse(Files.readString(one.recorded()));
    Transcript ours = Transcript.parse(one.expect().orElseThrow());
    String expected = Ansible.comparable(theirs, Ansible.exit(theirs));
    String got = Ansible.comparable(ours, ours.exit());
    if (one.deviation().isPresent()) {
      assertNotEquals(expected, got, "no deviation");
    } else {
      assertEquals(expected, got, one.pins());
    }
  }
}
