package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every row of {@code jinja.txt}: what is written as Jinja2, and how it is to be spelt. */
class JinjaTest {
  @TestFactory
  Stream<DynamicTest> spellsIt() throws IOException {
    return Try.rows("jinja.txt").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.text(),
                    () -> assertEquals(row.outcome(), Try.outcome(row.text(), Map.of()))));
  }
}
