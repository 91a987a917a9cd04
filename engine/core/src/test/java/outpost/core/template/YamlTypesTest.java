package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTypesTest {

  @Test
  void knowsTheBooleansOfYaml11() {
    for (String yes : List.of("yes", "Yes", "YES", "true", "True", "on", "ON")) {
      assertEquals(true, YamlTypes.value(yes), yes);
    }
    for (String no : List.of("no", "No", "false", "FALSE", "off", "Off")) {
      assertEquals(false, YamlTypes.value(no), no);
    }
  }

  @Test
  void nullIsWrittenInFiveWays() {
    for (String nothing : List.of("", "~", "null", "Null", "NULL")) {
      assertNull(YamlTypes.value(nothing));
    }
  }

  @Test
  void readsWholeNumbersInEachBase() {
    assertEquals(8080, YamlTypes.value("8080"));
    assertEquals(-7, YamlTypes.value("-7"));
    assertEquals(new Written(420, "0644"), YamlTypes.value("0644"));
    assertEquals(new Written(420, "0o644"), YamlTypes.value("0o644"));
    assertEquals(new Written(31, "0x1F"), YamlTypes.value("0x1F"));
    assertEquals(new Written(5, "0b101"), YamlTypes.value("0b101"));
    assertEquals(new Written(1000, "1_000"), YamlTypes.value("1_000"));
    assertEquals(5_000_000_000L, YamlTypes.value("5000000000"));
    assertEquals(new BigInteger("99999999999999999999"), YamlTypes.value("99999999999999999999"));
  }

  @Test
  void remembersHowFractionsWereWritten() {
    assertEquals(new BigDecimal("8.5"), YamlTypes.value("8.5"));
    assertEquals(new Written(new BigDecimal("8.1"), "8.10"), normal("8.10"));
    assertEquals(new Written(8, "8.0"), YamlTypes.value("8.0"));
  }

  private static Object normal(String text) {
    Written written = (Written) YamlTypes.value(text);
    return new Written(Numbers.normal(written.number()), written.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tRUE",
        "yES",
        "y",
        "n",
        "08",
        "09.x",
        "1e3",
        "12:30:45",
        "2001-12-14",
        ".inf",
        "-.inf",
        ".nan",
        "0x",
        "1.2.3",
        "+",
        "-",
        "10.0.0.1",
        "none",
        "nil"
      })
  void leavesTheRestAsText(String text) {
    assertEquals(text, YamlTypes.value(text));
  }
}
