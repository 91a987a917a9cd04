package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import outpost.api.Secret;
import outpost.core.source.Problems;

/** Every row of {@code lookups.txt}: a text, and its value or word for word what is wrong. */
class LookupsTest {
  private static final ControlNode NODE =
      new ControlNode(Map.of("HOME", "/home/me", "PATH", "/bin"));

  @TempDir private Path folder;
  private final Map<String, Object> data = new HashMap<>();

  @BeforeEach
  void makeFiles() throws IOException {
    write("play/files/motd.txt", "hello\n");
    write("play/files/two.txt", "2\n");
    write("play/files/app.ini", "top = 0\n[db]\nuser = bob\nurl: x\n[web]\nuser=eve\n");
    write("play/files/racks.csv", "web1,r1,\"u 1\"\n\"a, \"\"b\"\"\",r2,u2\n");
    write("play/files/locked.txt", "$ANSIBLE_VAULT;1.1;AES256\n6162\n");
    write("play/templates/hello.ftl", "hello ${who}");
    write("play/templates/broken.ftl", "hello ${nosuch}");
    write("role/files/role.txt", "of the role");
    write("role/tasks/near.txt", "near");
    write("files/above.txt", "above");
    Files.write(folder.resolve("play/files/latin.txt"), new byte[] {(byte) 0xe4});
    data.put("playbook_dir", folder.resolve("play").toString());
    data.put(
        "ansible_search_path",
        Stream.of("role", "role/tasks", "play")
            .map(each -> folder.resolve(each).toString())
            .toList());
    data.put("who", "world");
    data.put("lazy", Try.compile("<${who}>"));
    data.put("pw", Secret.of("s3cret"));
    data.put("users", List.of(Map.of("keys", List.of("k1", "k2"))));
    Map<String, Object> groups = new LinkedHashMap<>();
    groups.put("all", List.of("web1", "web2", "db1"));
    groups.put("web", List.of("web1", "web2"));
    groups.put("db", List.of("db1"));
    data.put("groups", groups);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  String outcome(String text) {
    Problems problems = new Problems();
    Template template = new Templates(NODE).compile(Try.plain(text), problems);
    if (!problems.all().isEmpty()) return Try.told(problems);
    try {
      return String.valueOf(template.evaluate(Scope.of(data)))
          .replace(folder.toString(), "DIR")
          .stripTrailing();
    } catch (EvaluationFailed e) {
      return Try.told(e.span(), e.problem()).replace(folder.toString(), "DIR");
    }
  }

  @TestFactory
  Stream<DynamicTest> says() throws IOException {
    return Try.rows("lookups.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.text(), () -> assertEquals(row.outcome(), outcome(row.text()))));
  }

  @Test
  void everyKindIsDocumentedAndHasARow() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (FunctionDoc doc : FunctionDoc.all()) {
      if (doc.kind() == FunctionDoc.Kind.LOOKUP) documented.add(doc.name());
    }
    assertEquals(new TreeSet<>(NODE.kinds()), documented);
    String rows = String.join("\n", Try.rows("lookups.txt").stream().map(Try.Row::text).toList());
    Set<String> without = new TreeSet<>(documented);
    without.removeIf(kind -> rows.contains("('" + kind + "'") || kind.equals("cartesian"));
    assertEquals(Set.of(), without);
  }
}
