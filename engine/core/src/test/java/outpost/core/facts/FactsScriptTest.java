package outpost.core.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the script on this machine, with every shell that it has. */
class FactsScriptTest {
  private @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash --posix", "busybox sh", "mksh", "ksh"})
  void tellsThisMachine(String shell) throws Exception {
    assumeTrue(isThere(shell.split(" ")[0]), shell);
    Map<String, Object> facts = facts(shell);
    assertEquals(System.getProperty("os.version"), facts.get("kernel"));
    assertEquals("Linux", facts.get("system"));
    assertEquals(System.getProperty("user.name"), facts.get("user_id"));
    assertEquals("two\nlines", ((Map<?, ?>) facts.get("env")).get("OUTPOST_TEST"));
    assertEquals((long) Runtime.getRuntime().availableProcessors(), facts.get("processor_nproc"));
    assertTrue((Long) facts.get("memtotal_mb") > 100, "memory in MB");
    assertTrue((Long) facts.get("uptime_seconds") > 0);
    List<?> interfaces = (List<?>) facts.get("interfaces");
    assertTrue(interfaces.contains("lo"), interfaces.toString());
    List<String> dynamic =
        interfaces.stream().map(name -> name.toString().replaceAll("[-:]", "_")).toList();
    for (Map.Entry<String, Object> fact : facts.entrySet()) {
      if (dynamic.contains(fact.getKey())) continue;
      Kind kind = Facts.schema().get(fact.getKey());
      assertTrue(fits(fact.getValue(), kind), fact.getKey() + " is no " + kind);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsEachGroupWithoutTheOthers(Group group) throws Exception {
    Set<Group> alone = Facts.complete(EnumSet.of(group));
    Map<String, Object> facts = facts("sh", alone);
    for (String name : Facts.schema().keySet()) {
      Kind kind = Facts.kind(name).orElseThrow();
      boolean own = Schema.group(name).filter(alone::contains).isPresent();
      if (own && kind.type() != Kind.Type.ANY) assertTrue(facts.containsKey(name), name);
      if (!own) assertFalse(facts.containsKey(name), name);
    }
  }

  private static boolean fits(Object value, Kind kind) {
    return switch (kind.type()) {
      case ANY -> true;
      case TEXT -> value instanceof String;
      case NUMBER -> value instanceof Long;
      case TRUTH -> value instanceof Boolean;
      case LIST ->
          value instanceof List<?> list && list.stream().allMatch(item -> named(item, kind));
      case MAPPING ->
          value instanceof Map<?, ?> map
              && map.values().stream().allMatch(item -> named(item, kind));
      case FIELDS -> named(value, kind);
    };
  }

  /** Whether a mapping has only the fields that it is said to have. */
  private static boolean named(Object value, Kind kind) {
    return kind.fields().isEmpty()
        || value instanceof Map<?, ?> map && kind.fields().keySet().containsAll(map.keySet());
  }

  private Map<String, Object> facts(String shell) throws Exception {
    return facts(shell, Group.all());
  }

  private Map<String, Object> facts(String shell, Set<Group> groups) throws Exception {
    Path script =
        Files.writeString(folder.resolve("facts.sh"), Facts.script(groups, Facts.Options.DEFAULT));
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder((shell + " " + script).split(" "));
    builder.environment().put("OUTPOST_TEST", "two\nlines");
    Process process = builder.redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    byte[] printed = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    assertEquals("", Files.readString(errors, StandardCharsets.UTF_8));
    return Facts.parse(groups, printed);
  }

  static boolean isThere(String program) throws IOException {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) return true;
    }
    return false;
  }
}
