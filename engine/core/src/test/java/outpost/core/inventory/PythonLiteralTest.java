package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outpost.core.source.Source;

class PythonLiteralTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "8 | 8",
        "08 | '08'",
        "0 | 0",
        "00 | 00",
        "0644 | '0644'",
        "0o644 | 0644",
        "0x1F | 0x1F",
        "-5 | -5",
        "+5 | 5",
        "1_000 | 1_000",
        "1.5 | 1.5",
        ".5 | .5",
        "1e3 | 1000.0",
        "1.5e-3 | 0.0015",
        "1e999999999 | .inf",
        "1e-999999999 | 0.0",
        "10.0.0.1 | '10.0.0.1'",
        "1:30 | '1:30'",
        "10j | '10j'",
        "1st | '1st'",
        "2001:db8::1 | '2001:db8::1'",
        "True | True",
        "False | False",
        "FALSE | 'FALSE'",
        "true | 'true'",
        "yes | 'yes'",
        "None | null",
        "null | 'null'",
        "'8' | '8'",
        "\"a b\" | 'a b'",
        "u'x' | 'x'",
        "r'\\d' | '\\d'",
        "'a\\x41' | 'aA'",
        "'open | ''open'",
        "[1, 'two', [True]] | [1, 'two', [True]]",
        "[1,2 | '[1,2'",
        "[a, b] | '[a, b]'",
        "(1, 2) | [1, 2]",
        "(1) | 1",
        "(1,) | [1]",
        "{'a': 1, 'b': [2]} | {a: 1, b: [2]}",
        "{'a', 'b'} | ['a', 'b']",
        "{} | {}",
        "{{ x }} | '{{ x }}'",
        "${x} | '${x}'",
        "8 # why | 8",
        "text # why | 'text # why'",
        "a b | 'a b'",
        "1 2 | '1 2'",
        "1, 2 | [1, 2]",
        "1, | [1]",
        "a, b | 'a, b'",
        "'a' 'b' | 'ab'",
        "`` | ''",
      })
  void givesValuesTheTypeThatAnsibleGivesThem(String text, String expected) {
    Source source = new Source("hosts.ini", text);
    assertEquals(expected, Told.value(PythonLiteral.read(text, source.span(0, text.length()))));
  }
}
