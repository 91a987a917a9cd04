package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs read of a run, and what people ask the command line first. */
class JsonLinesTest {
  private static final Set<String> COUNTS =
      Set.of("ok", "changed", "failed", "skipped", "unreachable", "rescued", "ignored", "trips");

  private static final String PLAYBOOK =
      """
      - name: Write
        hosts: all
        tasks:
          - name: The file is there
            copy:
              content: "one\\n\\"two\\"\\n\\u2028three\\n"
              dest: ${folder}/${inventory_hostname}
          - name: Two lines
            command:
              cmd: printf 'a\\n{"event":"recap"}\\n'
          - name: Never
            when: false
            command:
              cmd: "false"
          - name: Never mind
            command:
              cmd: "false"
            ignore_errors: true
          - name: One host fails
            fail:
              msg: as it should
            when: inventory_hostname == 'h2'
      """;

  @TempDir private Path folder;

  @Test
  void everyLineIsAnEventAndTheLastIsTheRecap() throws IOException {
    Result run = engine(PLAYBOOK, "--output", "jsonl", "-v", "--diff");

    assertEquals(2, run.status(), run::all);
    assertEquals("", run.err());
    Events told = Events.of(run);
    JsonNode hosts = told.recap().get("hosts");
    assertEquals(2, hosts.size());
    for (JsonNode host : hosts) {
      Set<String> keys = new TreeSet<>();
      host.fieldNames().forEachRemaining(keys::add);
      assertEquals(new TreeSet<>(COUNTS), keys);
    }
    assertEquals(Map.of("h1", 0, "h2", 1), told.counts("failed"));
    assertEquals(Map.of("h1", 2, "h2", 1), told.counts("skipped"));
    assertEquals(Map.of("h1", 1, "h2", 1), told.counts("ignored"));
    assertEquals(List.of("as it should"), told.failures());
    assertTrue(Files.exists(folder.resolve("h1")));
  }

  @Test
  void whatCouldNotBeKnownInCheckModeHasItsOwnKey() throws IOException {
    Result run = engine(PLAYBOOK, "--output", "jsonl", "--check");
    Events told = Events.of(run);
    told.recap().get("hosts").forEach(host -> assertTrue(host.has("unknown"), host::toString));
    assertTrue(!Files.exists(folder.resolve("h1")));
  }

  @Test
  void aWrongPlaybookLeavesStandardOutputEmpty() throws IOException {
    Result run = engine("- hosts: all\n  taks: []\n", "--output", "jsonl");
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("error: a play has no keyword `taks`\n"), run.err());
    assertEquals(65, run.status());
  }

  @Test
  void theVersionIsOneLineFirst() {
    Result run = new EngineRun(Checkout.here(), "--version").toEnd();
    assertEquals(0, run.status(), run::all);
    assertTrue(
        run.out().lines().findFirst().orElse("").matches("outpost \\d+\\.\\d+\\.\\d+"), run::all);
    assertEquals("", run.err());
  }

  @Test
  void helpIsGroupedHasExamplesAndFitsATerminal() {
    Result run = new EngineRun(Checkout.here(), "--help").toEnd();
    assertEquals(0, run.status(), run::all);
    for (String part :
        List.of(
            "Usage: java -jar engine.jar",
            "Which hosts, with which variables:",
            "What to do:",
            "How to connect, where the inventory does not say:",
            "What is told:",
            "Exit status:",
            "Examples:",
            "java -jar engine.jar playbooks/add-remote.yml")) {
      assertTrue(run.out().contains(part), part + " is missing in\n" + run.out());
    }
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run::out);
    assertEquals("", run.err());
  }

  private Result engine(String playbook, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("site.yml"), playbook);
    String[] all = new String[options.length + 7];
    List<String> given =
        List.of("-i", "h1,h2,", "-e", "ansible_connection=local", "-e", "folder=" + folder);
    given.toArray(all);
    all[6] = file.toString();
    System.arraycopy(options, 0, all, 7, options.length);
    return new EngineRun(Checkout.here(), all).toEnd();
  }
}
