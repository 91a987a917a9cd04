package outpost.modules.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import outpost.api.BadArg;

/** Holds expressions to what Python makes of them. */
class PythonPatternTest {
  /** What {@code re.sub(first, second, third, flags=re.M)} of Python 3.11 answers: the fourth. */
  private static final String[][] PYTHON = {
    {"(?P<first_word>\\w+) (?P=first_word)", "<\\g<first_word>>", "a a b", "<a> b"},
    {"^", "#", "a\nb\n", "#a\n#b\n#"},
    {"$", ";", "a\nb\n", "a;\nb;\n;"},
    {"\\Z", "!", "a\n", "a\n!"},
    {"[]x]+", "-", "a]x]b", "a-b"},
    {"[^]x]", "-", "a]x", "-]x"},
    {"[[a&&b]", "-", "[a&b", "----"},
    {"[\\b]", "-", "a\bb", "a-b"},
    {"a{,2}b", "-", "aaab", "a-"},
    {"a{b}", "-", "a{b} a", "- a"},
    {"x*", "-", "abxd", "-a-b--d-"},
    {"(a)|b", "[\\1]", "ab", "[a][]"},
    {"\\x41\\101\\u0042", "-", "AAB", "-"},
    {"(a)\\1", "\\g<1>0\\n", "aab", "a0\nb"},
    {"(?i)\u00c4B", "-", "\u00e4b", "-"},
    {"\\w+", "-", "gr\u00fcn 1", "- -"},
    {"a(?#note)b", "-", "ab", "-"},
    {".", "-", "a\r\u2028\nb", "---\n-"},
    {"(?s).+", "-", "a\nb", "-"},
    {"(?<=a)b(?!c)", "$1", "ab abc", "a$1 abc"},
    {"(?:a|b)+?c", "\\\\", "abac", "\\"},
    {"(?i:A)b", "-", "ab aB", "- aB"},
    {"\\.", "\\.", "a.b", "a\\.b"},
    {"a\\sb", "-", "a\u00a0b", "-"},
    {"\\d+", "-", "\u06612", "-"},
    {"(a)(b)?", "\\2|", "a ab", "| b|"},
    {"\\0", "0", "a\u0000b", "a0b"},
    {"[\\]\\-a]", "-", "]-a^", "---^"},
    {"a b[ ]c", "-", "a b c", "-"}
  };

  @TestFactory
  Stream<DynamicTest> replacesAsPythonDoes() {
    return Stream.of(PYTHON)
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row[0], () -> assertEquals(row[3], replaced(row[0], row[1], row[2]))));
  }

  @Test
  void refusesWhatJavaCannotSay() {
    for (String one :
        List.of(
            "(a)?(?(1)b|c)", "(?<name>a)", "\\Qa", "a\\", "[a", "(?L)a", "\\1", "\\xg", "(?#")) {
      assertThrows(BadArg.class, () -> PythonPattern.of("regexp", one), one);
    }
  }

  @Test
  void readsATextThatIsNoUtf8ByteByByte() {
    Encoding encoding = Encoding.of(new byte[] {'g', (byte) 0xfc});
    assertEquals(Encoding.BYTES, encoding);
    assertEquals("\u00c3\u00bc", encoding.argument("\u00fc"));
    PythonPattern pattern = PythonPattern.of("regexp", "\u00fc").in(encoding);
    assertEquals(true, pattern.isIn("x\u00c3\u00bc"));
  }

  private static String replaced(String regexp, String replace, String text) {
    PythonPattern pattern = PythonPattern.ofLines("regexp", regexp);
    PythonTemplate template = PythonTemplate.of("replace", replace, pattern);
    Matcher match = pattern.matcher(text);
    StringBuilder made = new StringBuilder();
    while (match.find()) {
      match.appendReplacement(made, Matcher.quoteReplacement(template.expand(match)));
    }
    return match.appendTail(made).toString();
  }
}
