package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outpost.api.Secret;

class SecretsTest {
  private static final Map<String, Object> DATA =
      Map.of("pw", Secret.of("s3cret"), "map", Map.of("s3cret", 1), "word", "s");

  private static final Map<String, Object> NUMBER =
      Map.of("n", Secret.ofNumber("5432"), "text", Secret.of("5432"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pw < 1",
        "[pw, word]?sort",
        "[pw]?max",
        "[{'p': pw}]?groupby('p')",
        "pw?human_to_bytes",
        "pw?c",
        "pw?string",
        "pw?switch('s3cret', 1)",
        "{pw: 1}",
        "map[pw]",
        "pw?number",
        "pw?boolean",
        "pw?int",
        "pw?index_of('s')",
        "pw[0]",
        "pw?then(1, 2)",
        "pw && true",
        "!pw",
        "pw + {}",
        "pw * 2",
        "-pw",
        "1..pw",
        "pw?date",
        "lookup(pw)",
        "map?attr(pw)",
      })
  void refusesWhatWouldTellSomethingOfIt(String expression) {
    EvaluationFailed failed =
        assertThrows(
            EvaluationFailed.class, () -> Try.evaluate("${" + expression + "}", DATA), expression);
    String told = failed.problem().toString().replace(expression, "").replace("'s3cret'", "");
    assertFalse(told.contains("s3cret"), failed.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pw == 's3cret'",
        "pw != word",
        "pw?sameas('s3cret')",
        "pw?ipaddr('bool')",
        "starts_with(pw, 's')",
        "pw?matches('s.*')",
        "pw?starts_with('s')",
        "pw?ends_with('t')",
        "pw?contains('s')",
        "pw?version('1')",
        "pw?search('s')",
        "pw?match('s')",
        "pw?equals('s3cret')",
        "[pw]?has('s3cret')",
        "word?is_in(pw)",
        "pw?has('s')",
        "map?has(pw)",
        "[pw]?subset(['s3cret'])",
      })
  void whetherSomethingHoldsOfItIsNoSecret(String expression) {
    assertInstanceOf(Boolean.class, Try.evaluate("${" + expression + "}", DATA), expression);
  }

  @Test
  void isPlainTextOnlyWhereThatIsAskedFor() {
    assertEquals("s3cret", Try.evaluate("${pw?reveal}", DATA));
    assertEquals(List.of("s3cret", "s", 1), Try.evaluate("${[pw, word, 1]?reveal}", DATA));
    assertEquals(Map.of("k", "s3cret"), Try.evaluate("${{'k': pw}?reveal}", DATA));
  }

  @Test
  void comparesWhatItHolds() {
    assertEquals(true, Try.evaluate("${pw == 's3cret' && 's3cret' == pw && pw == pw}", DATA));
    assertEquals(false, Try.evaluate("${pw == 's3cre' || pw != 's3cret'}", DATA));
    assertEquals(true, Try.evaluate("${pw?starts_with('s3') && 'my s3cret'?contains(pw)}", DATA));
    assertEquals(6, Try.evaluate("${pw?length}", DATA));
    assertEquals(6, Try.evaluate("${pw?count}", DATA));
    assertEquals(6, Try.evaluate("${length(pw)}", DATA));
  }

  @Test
  void whatFreeMarkerMakesOfItIsASecretAsWell() {
    assertEquals(Secret.of("S3CRET"), Try.evaluate("${pw?upper_case}", DATA));
    assertEquals(Secret.of("5cret"), Try.evaluate("${pw?replace('s3', '5')}", DATA));
    assertEquals(Secret.of("my s3cret!"), Try.evaluate("${'my x!'?replace('x', pw)}", DATA));
    assertEquals(
        List.of(Secret.of("s3"), Secret.of("ret")), Try.evaluate("${pw?split('c')}", DATA));
    assertEquals("UP", Try.evaluate("${'up'?upper_case}", DATA));
    assertEquals("axc", Try.evaluate("${'abc'?replace('b', 'x')}", DATA));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pw?upper_case",
        "pw?lower_case",
        "pw?cap_first",
        "pw?replace('s', 'x')",
        "pw?substring(1)",
        "pw?trim",
        "pw?left_pad(9)",
        "pw?xml",
        "pw?json_string",
        "pw?keep_before('s')",
        "pw + 'x'",
        "'x' + pw",
        "\"a${pw}b\"",
        "pw!'x'",
        "nosuch!pw",
        "[pw]?first",
        "{'k': pw}.k",
        "true?then(pw, 'x')",
        "pw?b64encode",
        "pw?hash('sha256')",
        "pw?quote",
        "pw?or_else('x')",
        "[pw]?to_json",
        "{'k': pw}?to_nice_yaml",
        "pw?regex_replace('s', 'z')",
        "pw?indent(2)",
        "[pw, pw]?unique?first",
        "[pw]?join(',')",
        "[pw]?map('upper')?first",
        "upper(pw)",
        "pw?default('x')",
        "pw?password_hash('sha512', 'a', {'rounds': 1000})",
        "'%s'?format(pw)",
        "['x']?zip([pw])?first?last",
        "{'u': pw}?urlencode",
        "{'k': pw}?combine({})['k']",
        "{'k': pw}?dict2items?first.value",
        "[pw]?map(x -> x)?first",
        "word?regex_replace('s', pw)",
        "['/a', pw]?path_join",
        "pw?comment",
        "pw?b64encode?b64decode",
        "[[pw]]?flatten?first",
        "pw?and_then(pw)",
        "pw?regex_search('s')",
        "pw?mandatory",
        "pw?from_yaml",
        "('[\"' + pw + '\"]')?from_json?first"
      })
  void staysASecretInWhateverIsMadeOfIt(String expression) {
    assertInstanceOf(Secret.class, Try.evaluate("${" + expression + "}", DATA), expression);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n + 1", "1 - n", "n * 2", "-n", "1..n", "range(n)", "n?abs"})
  void whatIsCalculatedFromANumberIsRefused(String expression) {
    EvaluationFailed failed =
        assertThrows(EvaluationFailed.class, () -> Try.evaluate("${" + expression + "}", NUMBER));
    assertEquals("secret-refused", failed.problem().id(), failed.getMessage());
    assertFalse(failed.getMessage().contains("5432"), failed.getMessage());
  }

  @Test
  void aNumberStaysOne() {
    assertEquals(true, Try.evaluate("${n == 5432 && n > 5000 && n != 1 && n == n}", NUMBER));
    assertEquals(Secret.of("{\"n\": 5432}"), Try.evaluate("${{'n': n}?to_json}", NUMBER));
    assertEquals(Secret.of("n: 5432\n"), Try.evaluate("${{'n': n}?to_nice_yaml}", NUMBER));
    assertEquals(Secret.of("p5432"), Try.evaluate("p${n}", NUMBER));
    assertEquals(Secret.of("p5432"), Try.evaluate("${'p' + n}", NUMBER));
    assertEquals(5433, Try.evaluate("${n?reveal + 1}", NUMBER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n",
        "[n]?first",
        "n?int",
        "n?round",
        "text?int",
        "('[' + text + ']')?from_json?first"
      })
  void isASecretNumberInWhateverIsMadeOfIt(String expression) {
    Secret number = (Secret) Try.evaluate("${" + expression + "}", NUMBER);
    assertEquals(Secret.of("5432"), number);
    assertTrue(number.isNumber());
  }

  @Test
  void keepsItsTextWholeOnTheWay() {
    assertEquals(Secret.of("<s3cret>"), Try.evaluate("<${pw}>", DATA));
    assertEquals(Secret.of("czNjcmV0"), Try.evaluate("${pw?b64encode}", DATA));
    assertEquals(List.of(Secret.of("s3cret")), Try.evaluate("${[pw]}", DATA));
  }
}
