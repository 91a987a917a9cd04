package outpost.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as JSON, and what is not. */
class JsonTest {

  @Test
  void readsWhatPcsWrites() {
    assertEquals(
        Map.of("a", Map.of("addr", "h", "port", "2224"), "b", List.of(), "c", Map.of()),
        Json.parse(" {\"a\": {\"addr\": \"h\",\n\t\"port\": 2224}, \"b\": [ ], \"c\": {}} \r\n"));
    assertEquals(
        List.of(true, false, "", "-1.5e+3", "x"), Json.parse("[true,false,null,-1.5e+3,\"x\"]"));
  }

  @Test
  void readsEscapes() {
    assertEquals("\"\\/\n\t\r\b\f\u00e9", Json.parse("\"\\\"\\\\\\/\\n\\t\\r\\b\\f\\u00e9\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "[1 2]",
        "[1,]",
        "\"x",
        "\"\\u00",
        "nul",
        "1 2",
        "{1:2}",
        "01x"
      })
  void refusesWhatIsNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
  }
}
