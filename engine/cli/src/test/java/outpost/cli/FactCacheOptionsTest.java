package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactCacheOptionsTest {
  private static final String GATHERED = "Gathering facts";

  @TempDir Path folder;

  @BeforeEach
  void writePlaybook() throws IOException {
    Files.writeString(
        folder.resolve("site.yml"),
        """
        - hosts: h1
          tasks:
            - debug: { msg: "${ansible_system}" }
            - set_fact: { color: blue, cacheable: true }
        """);
    Files.writeString(
        folder.resolve("later.yml"),
        "- {hosts: h1, tasks: [{debug: {msg: \"${ansible_system} ${color}\"}}]}\n");
  }

  @Test
  void keepsFactsInTheFolderItIsGiven() {
    assertTrue(run(Map.of(), "--fact-cache", "facts", "site.yml").out().contains(GATHERED));
    assertTrue(Files.exists(folder.resolve("facts/h1.json")));
    Invocation again = run(Map.of(), "--fact-cache", "facts", "later.yml");
    assertEquals("", again.err());
    assertFalse(again.out().contains(GATHERED), again.out());
    assertTrue(again.out().contains("Linux blue"), again.out());
    assertTrue(
        run(Map.of(), "--fact-cache", "facts", "--flush-cache", "site.yml")
            .out()
            .contains(GATHERED));
  }

  @Test
  void keepsThemInTheEnvironmentsFolder() {
    Map<String, String> environment = Map.of("OUTPOST_FACT_CACHE", folder.resolve("f").toString());
    assertTrue(run(environment, "site.yml").out().contains(GATHERED));
    assertFalse(run(environment, "site.yml").out().contains(GATHERED));
  }

  @Test
  void keepsNothingUnlessItIsTold() {
    assertTrue(run(Map.of(), "site.yml").out().contains(GATHERED));
    assertTrue(run(Map.of(), "site.yml").out().contains(GATHERED));
  }

  @Test
  void refusesWhatCannotBe() {
    Invocation flush = run(Map.of(), "--flush-cache", "site.yml");
    assertEquals(64, flush.status());
    assertEquals(
        """
        error: there is no cache to flush
           = name its folder with `--fact-cache` or $OUTPOST_FACT_CACHE
        """,
        flush.err());
    Invocation negative = run(Map.of(), "--fact-cache-timeout", "-1", "site.yml");
    assertEquals(64, negative.status());
    assertEquals(
        """
        error: `--fact-cache-timeout` is a number of seconds, not -1
           = 0 believes facts for ever
        """,
        negative.err());
  }

  private Invocation run(Map<String, String> environment, String... args) {
    List<String> all = new ArrayList<>(List.of("-i", "h1,", "-e", "ansible_connection=local"));
    all.addAll(Arrays.asList(args));
    return Invocation.of(folder, environment, Optional.empty(), all.toArray(String[]::new));
  }
}
