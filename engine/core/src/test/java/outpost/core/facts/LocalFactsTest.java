package outpost.core.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's own facts, with the shells of this machine. */
class LocalFactsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash --posix", "busybox sh", "mksh", "ksh"})
  void readsFilesAndRunsPrograms(String shell) throws Exception {
    assumeTrue(FactsScriptTest.isThere(shell.split(" ")[0]), shell);
    Path facts = Files.createDirectories(folder.resolve("it's a folder"));
    write(
        facts, "data.fact", "{\"list\": [1, 2.50, true], \"deep\": {\"key\": \"value\"}}\n", false);
    write(facts, "text.fact", "\"just = text\"", false);
    write(facts, "ini.fact", "# note\n[General]\nRole = web\nports: 80\n  443\n", false);
    write(facts, "run.fact", "#!/bin/sh\necho noise >&2\necho '[s]'; echo 'k = v'\n", true);
    write(facts, "bad.fact", "#!/bin/sh\necho one >&2\necho 'local=two' >&2; exit 3\n", true);
    write(facts, "wrong.fact", "neither\n", false);
    write(facts, "empty.fact", "", false);
    write(facts, "ignored.txt", "[x]\ny=z\n", false);
    Map<?, ?> local = local(shell, facts, 10);
    assertEquals(Set.of("data", "text", "ini", "run", "bad", "wrong", "empty"), local.keySet());
    Map<?, ?> data = (Map<?, ?>) local.get("data");
    assertEquals("[1, 2.50, true]", String.valueOf(data.get("list")));
    assertEquals(Map.of("key", "value"), data.get("deep"));
    assertEquals("just = text", local.get("text"));
    assertEquals(Map.of("General", Map.of("role", "web", "ports", "80\n443")), local.get("ini"));
    assertEquals(Map.of("s", Map.of("k", "v")), local.get("run"));
    assertTrue(
        local.get("bad").toString().startsWith("failure in fact `bad`, exit 3: one"),
        local.get("bad").toString());
    assertEquals("fact `wrong` is neither JSON nor INI", local.get("wrong"));
    assertEquals(Map.of(), local.get("empty"));
  }

  @Test
  void cutsOffAProgramThatDoesNotEnd() throws Exception {
    write(folder, "slow.fact", "#!/bin/sh\nexec sleep 600\n", true);
    write(folder, "zz.fact", "[a]\nb=c\n", false);
    Map<?, ?> local = local("sh", folder, 1);
    assertTrue(local.get("slow").toString().startsWith("failure in fact `slow`, exit"));
    assertEquals(Map.of("a", Map.of("b", "c")), local.get("zz"));
  }

  @Test
  void findsNothingWhereThereIsNoFolder() throws Exception {
    assertEquals(Map.of(), local("sh", folder.resolve("none"), 10));
  }

  @Test
  void readsIniAsPythonDoes() {
    Map<String, Object> defaults = Map.of("a", "1", "b", "2");
    assertEquals(
        Optional.of(Map.of("x", defaults, "y", Map.of("a", "9", "b", "2"))),
        IniText.read("[DEFAULT]\na=1\nb=2\n[x]\n[y]\na=9\n"));
    assertEquals(Optional.of(Map.of("s", Map.of("k", "a=b:c"))), IniText.read("[s]\nk = a=b:c"));
    assertEquals(Optional.of(Map.of("s", Map.of("k", ""))), IniText.read("[s]\r\nk =\r\n"));
    for (String wrong : List.of("k=v", "[s]\nword", "[s]\n[s]", "[s]\na=1\nA=2")) {
      assertEquals(Optional.empty(), IniText.read(wrong), wrong);
    }
  }

  private Map<?, ?> local(String shell, Path path, int seconds) throws Exception {
    Facts.Options options = new Facts.Options(path.toString(), Duration.ofSeconds(seconds));
    Set<Group> groups = EnumSet.of(Group.LOCAL);
    Path script =
        Files.writeString(Files.createTempFile("facts", ".sh"), Facts.script(groups, options));
    try {
      ProcessBuilder builder = new ProcessBuilder((shell + " " + script).split(" "));
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      byte[] printed = process.getInputStream().readAllBytes();
      assertEquals(0, process.waitFor());
      return (Map<?, ?>) Facts.parse(groups, printed).get("ansible_local");
    } finally {
      Files.delete(script);
    }
  }

  private static void write(Path folder, String name, String text, boolean program)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    if (program) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
