package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import outpost.api.Secret;

/** Every row of {@code expressions.txt}: a text, and its value or word for word what is wrong. */
class ExpressionsTest {

  static Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("port", "8080");
    data.put("ports", List.of(80, 443));
    data.put("n", 5);
    data.put("flag", true);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("os_family", "RedHat");
    facts.put("mem", 512);
    facts.put("none", null);
    data.put("facts", facts);
    Map<String, Object> bob = new LinkedHashMap<>();
    bob.put("name", "bob");
    bob.put("on", true);
    data.put("users", List.of(bob, Map.of("name", "eve")));
    data.put("pw", Secret.of("s3cret"));
    data.put("version", new Written(new BigDecimal("8.1"), "8.10"));
    data.put("mode", new Written(420, "0644"));
    data.put("nothing", null);
    data.put("broken", Try.compile("${nosuch}"));
    data.put("wrong", Try.compile("v${users}"));
    data.put("lazy", Try.compile("v${n}"));
    data.put("circle", Try.compile("${back}"));
    data.put("back", Try.compile("<${circle}>"));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rc", Unknown.NUM);
    result.put("stdout", Unknown.STR);
    data.put("result", new Unknown.Rec(result));
    data.put("later", Unknown.ANY);
    return data;
  }

  static List<Try.Row> rows() throws IOException {
    return Try.rows("expressions.txt");
  }

  @TestFactory
  Stream<DynamicTest> says() throws IOException {
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.text(),
                    () ->
                        assertEquals(
                            row.outcome(), Try.outcome(row.text(), data()).stripTrailing())));
  }

  @Test
  void noMessageOfFreeMarkerIsEverShown() throws IOException {
    for (Try.Row row : rows()) {
      assertTrue(
          !row.outcome().contains("FreeMarker") && !row.outcome().contains("FTL"), row.text());
    }
  }
}
