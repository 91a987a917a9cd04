package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import outpost.core.template.Written;

class JsonTest {

  @Test
  void escapesWhatJsonAndLineReadersCannotTake() {
    assertEquals(
        "\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\\u007f\\u2028é😀\\ud83d\"",
        json("\"\\\n\r\t\0\u001f\u007f\u2028é😀\ud83d"));
    assertEquals("\"\\ude00x\"", json("\ude00x"));
  }

  @Test
  void keepsNumbersAsTheyAreAndTurnsWhatIsNoNumberIntoText() {
    assertEquals(
        "[1,12345678901234567890,1.500,2.5,\"NaN\",\"-Infinity\"]",
        json(
            Arrays.asList(
                1,
                new BigInteger("12345678901234567890"),
                new BigDecimal("1.500"),
                2.5,
                Double.NaN,
                Float.NEGATIVE_INFINITY)));
  }

  @Test
  void keepsTheSpellingOfNumbersWhereJsonHasIt() {
    assertEquals(
        "[8.10,\"0644\"]", json(List.of(new Written(8.1, "8.10"), new Written(420, "0644"))));
  }

  @Test
  void writesNothingAsNull() {
    assertEquals(
        "[null,null,true,\"x\"]",
        json(Arrays.asList(null, Optional.empty(), true, Optional.of("x"))));
  }

  private static String json(Object value) {
    return Json.of(value, UnaryOperator.identity());
  }
}
