package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Sources;

class ExtraVarsTest {
  private @TempDir Path folder;
  private final Problems problems = new Problems();

  @Test
  void splitsPairsAsAShellWould() {
    Map<String, Node> vars = read("a=1 b='two words'  c=x\" y\"\\ z d=");
    assertEquals(List.of("a", "b", "c", "d"), List.copyOf(vars.keySet()));
    assertEquals("1", text(vars, "a"));
    assertEquals("two words", text(vars, "b"));
    assertEquals("x y z", text(vars, "c"));
    assertEquals("", text(vars, "d"));
  }

  @Test
  void leavesTheTypeOfAnUnquotedValueToYaml() {
    Map<String, Node> vars = read("a=false b='false' c=");
    assertTrue(((Node.Scalar) vars.get("a")).plain());
    assertFalse(((Node.Scalar) vars.get("b")).plain());
    assertFalse(vars.get("c").isNull(), "an empty value is an empty text");
  }

  @Test
  void readsMappingsAndFilesInOrder() throws IOException {
    Files.writeString(folder.resolve("vars.yml"), "a: from file\nb: [1, 2]\n");
    Map<String, Node> vars = read("{\"a\": \"json\", \"c\": true}", "@vars.yml");
    assertEquals("from file", text(vars, "a"));
    assertTrue(vars.get("b") instanceof Node.Sequence);
    assertTrue(vars.containsKey("c"));
  }

  @Test
  void tellsWhatIsNoPair() {
    read("vars.yml");
    tells(
        """
        error: `vars.yml` is not of the form `name=value`
          --> --extra-vars:1:1
           |
         1 | vars.yml
           | ^^^^^^^^
           = a value with spaces needs quotes of its own: `-e 'motd="good morning"'`
           = a file of variables is named with an `@`: `-e @vars.yml`
        1 error
        """);
  }

  @Test
  void tellsAnOpenQuoteAListAndABadName() {
    read("a='b c", "[1]", "2x=1");
    tells(
        """
        error: variables are a mapping, and this is a list
          --> --extra-vars:1:1
           |
         1 | [1]
           | ^^^
           = as in `-e '{"release": "1.4.2"}'`
        error: `2x` is no name for a variable
          --> --extra-vars:1:1
           |
         1 | 2x=1
           | ^^
           = a name has letters, digits and underscores, and does not begin with a digit
        error: this quote is never closed
          --> --extra-vars:1:3
           |
         1 | a='b c
           |   ^
        3 errors
        """);
  }

  @Test
  void tellsAMissingFile() {
    read("@nowhere.yml");
    tells("error: there is no file `nowhere.yml`\n1 error\n");
  }

  private Map<String, Node> read(String... given) {
    return ExtraVars.read(List.of(given), new Sources(folder), problems);
  }

  private void tells(String expected) {
    String told = new DiagnosticRenderer(false).render(problems.all());
    assertEquals(expected.replace("\n\n", "\n"), told.replace("\n\n", "\n"));
  }

  private static String text(Map<String, Node> vars, String name) {
    return ((Node.Scalar) vars.get(name)).text();
  }
}
