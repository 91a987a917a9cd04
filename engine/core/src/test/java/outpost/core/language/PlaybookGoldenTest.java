package outpost.core.language;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import outpost.core.source.Golden;
import outpost.core.source.Sources;

class PlaybookGoldenTest {
  private static final Set<String> MODULES =
      Set.of("command", "copy", "debug", "firewalld", "set_fact", "systemd", "template", "user");

  @TestFactory
  Stream<DynamicTest> tellsWhatIsWrongWith() throws IOException {
    return Golden.each(
        "outpost/core/language/playbooks",
        (file, problems) ->
            new Sources(file.getParent())
                .read(file.getFileName(), problems)
                .ifPresent(source -> Playbook.read(source, MODULES, problems)));
  }
}
