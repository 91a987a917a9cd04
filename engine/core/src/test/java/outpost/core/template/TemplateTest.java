package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outpost.api.Secret;

class TemplateTest {

  @Test
  void aLoneExpressionKeepsItsType() {
    assertEquals(List.of(80, 443), Try.evaluate("${ports}", Map.of("ports", List.of(80, 443))));
    assertEquals("a5b", Try.evaluate("a${n}b", Map.of("n", 5)));
  }

  @Test
  void aNumberPrintsAsItWasWrittenAndCountsAsANumber() {
    Object version = Try.evaluate("8.10", Map.of());
    assertEquals("v8.10", Try.evaluate("v${version}", Map.of("version", version)));
    assertEquals(true, Try.evaluate("${version == 8.1}", Map.of("version", version)));
    assertEquals(version, Try.evaluate("${version}", Map.of("version", version)));
  }

  @Test
  void aSecretMakesTheWholeTextASecret() {
    Map<String, Object> data = Map.of("pw", Secret.of("s3cret"));
    assertEquals(Secret.of("user:s3cret"), Try.evaluate("user:${pw}", data));
    assertEquals(Secret.of("s3cret!"), Try.evaluate("${pw + '!'}", data));
  }

  @Test
  void aVariableThatIsATemplateIsEvaluatedWhenItIsAskedFor() {
    Map<String, Object> data = Map.of("greeting", Try.compile("hello ${who}"), "who", "world");
    assertEquals("hello world!", Try.evaluate("${greeting}!", data));
  }

  @Test
  void aCircleOfVariablesIsToldWithItsPath() {
    Map<String, Object> data = Map.of("a", Try.compile("${b}"), "b", Try.compile("${a}"));
    EvaluationFailed failed =
        assertThrows(EvaluationFailed.class, () -> Try.evaluate("${a}", data));
    assertTrue(failed.problem().message().contains("a → b → a"), failed.getMessage());
  }

  @Test
  void whatIsUnknownIsNeverDecidedOn() {
    Map<String, Object> data = Map.of("r", new Unknown.Rec(Map.of("stdout", Unknown.STR)));
    Template text = Try.compile("got ${r.stdout}");
    assertThrows(UnknownValue.class, () -> text.evaluate(Scope.of(data)));
    assertEquals(Unknown.STR, text.preview(Scope.of(data)));
  }

  @Test
  void namesTheVariablesItRefersToWithOneStepOfTheirPaths() {
    Template text =
        Try.compile("${ansible_facts.os_family} ${users?map(u -> u.name + suffix)?join(',')}");
    assertEquals(Set.of("ansible_facts.os_family", "users", "suffix"), text.variables());
  }
}
