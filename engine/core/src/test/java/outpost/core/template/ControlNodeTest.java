package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.source.Problems;

class ControlNodeTest {
  @TempDir private Path folder;

  private String outcome(String text) {
    Templates templates = new Templates(new ControlNode(Map.of("HOME", "/home/me")));
    Map<String, Object> data = new HashMap<>();
    data.put("playbook_dir", folder.toString());
    data.put("who", "world");
    Problems problems = new Problems();
    Template template = templates.compile(Try.plain(text), problems);
    if (!problems.all().isEmpty()) return Try.told(problems);
    try {
      return String.valueOf(template.evaluate(Scope.of(data)));
    } catch (EvaluationFailed e) {
      return Try.told(e.span(), e.problem());
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void readsTheEnvironment() {
    assertEquals("/home/me", outcome("${lookup('env', 'HOME')}"));
    assertEquals("", outcome("${lookup('env', 'NOSUCH')}"));
  }

  @Test
  void findsFilesAndTemplatesBesideThePlaybook() throws IOException {
    write("files/key.pub", "ssh-rsa AAA\n");
    write("templates/hello.ftl", "hello ${who}");
    assertEquals("ssh-rsa AAA", outcome("${lookup('file', 'key.pub')}"));
    assertEquals("hello world", outcome("${lookup('template', 'hello.ftl')}"));
    assertEquals("[ssh-rsa AAA]", outcome("${query('file', 'key.pub')}"));
    assertEquals(folder + "/files/key.pub", outcome("${lookup('first_found', ['no', 'key.pub'])}"));
  }

  @Test
  void saysWhereItLooked() {
    assertEquals(
        "1:3-22 there is no file `x` (looked for "
            + String.join(", ", folder + "/files/x", folder + "/x", folder.getParent() + "/files/x")
            + ")",
        outcome("${lookup('file', 'x')}"));
  }
}
