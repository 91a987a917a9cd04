package outpost.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks the real ansible-playbook (Debian 12: core 2.14) what comes of the cases in its spelling,
 * and compares with what it answered before. With {@code -Dacceptance=record} the answers that are
 * not there yet are written down.
 */
@EnabledIfSystemProperty(named = "lab.full", matches = "true")
class RealAnsibleTest {
  private static @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> answersAsItDid() {
    return Case.all().stream()
        .filter(one -> one.alone().isEmpty())
        .map(one -> DynamicTest.dynamicTest(one.name(), one.file().toUri(), () -> ask(one)));
  }

  private static void ask(Case one) throws IOException, InterruptedException {
    Path own = Files.createDirectories(folder.resolve(one.name()));
    boolean known = Files.exists(one.recorded());
    boolean record = "record".equals(System.getProperty("acceptance"));
    if (known && record) return;
    Transcript now = Ansible.run(one, own);
    if (record) Files.writeString(one.recorded(), now.text());
    Transcript before = Transcript.parse(Files.readString(one.recorded()));
    assertEquals(
        Ansible.comparable(before, before.exit()), Ansible.comparable(now, now.exit()), one.pins());
  }
}
