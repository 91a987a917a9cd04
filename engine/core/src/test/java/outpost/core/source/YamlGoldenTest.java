package outpost.core.source;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class YamlGoldenTest {

  @TestFactory
  Stream<DynamicTest> tellsWhatIsWrongWith() throws IOException {
    return Golden.each(
        "outpost/core/source/yaml",
        (file, problems) ->
            new Sources(file.getParent())
                .read(file.getFileName(), problems)
                .flatMap(source -> Yaml.read(source, problems)));
  }
}
