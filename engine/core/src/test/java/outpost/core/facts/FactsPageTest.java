package outpost.core.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the page about facts to the facts there are. */
class FactsPageTest {

  @Test
  void listsEveryFactUnderItsGroup() throws IOException {
    String page = Files.readString(Path.of("../../docs/facts.md"));
    String listed =
        page.lines().filter(line -> line.startsWith("| `")).collect(Collectors.joining("\n"));
    assertEquals(table(), listed);
  }

  private static String table() {
    return Group.all().stream()
        .map(group -> "| `" + group.word() + "` | " + facts(group) + " |")
        .collect(Collectors.joining("\n"));
  }

  private static String facts(Group group) {
    String named =
        Facts.schema().keySet().stream()
            .filter(name -> Schema.group(name).orElseThrow() == group)
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return group == Group.NETWORK ? named + ", one of each interface" : named;
  }
}
