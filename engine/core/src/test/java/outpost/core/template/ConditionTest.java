package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

class ConditionTest {
  private static final Map<String, Object> DATA =
      Map.of(
          "x",
          5,
          "yes_text",
          "yes",
          "flag",
          true,
          "r",
          new Unknown.Rec(Map.of("ok", Unknown.BOOL)));

  private static Condition read(Node node) {
    Problems problems = new Problems();
    Condition condition = Try.TEMPLATES.condition(node, problems);
    assertEquals("", Try.told(problems));
    return condition;
  }

  private static boolean test(String text) {
    return read(Try.plain(text)).test(Scope.of(DATA));
  }

  private static Node list(String... texts) {
    Span span = new Span(new Source("t.yml", ""), 0, 0);
    return new Node.Sequence(span, List.of(texts).stream().map(t -> (Node) Try.plain(t)).toList());
  }

  private static String refused(Node node) {
    Problems problems = new Problems();
    Try.TEMPLATES.condition(node, problems);
    return Try.told(problems);
  }

  @Test
  void takesABareExpressionAndOneInBraces() {
    assertTrue(test("x == 5"));
    assertTrue(test("${x == 5}"));
    assertFalse(test(" ${ x == 6 } "));
    assertTrue(test("x == 5 && \"${x}\" == '5'"));
  }

  @Test
  void takesTheBooleansOfYamlAndNothingAtAllIsTrue() {
    assertTrue(test("yes"));
    assertFalse(test("No"));
    assertTrue(test("~"));
    assertTrue(test(""));
    assertTrue(read(list()).test(Scope.of(DATA)));
  }

  @Test
  void aListMustAllBeTrueAndStopsAtTheFirstThatIsNot() {
    assertTrue(read(list("x == 5", "flag")).test(Scope.of(DATA)));
    assertEquals(
        Optional.of("x == 6"), read(list("flag", "x == 6", "nosuch")).firstFalse(Scope.of(DATA)));
  }

  @Test
  void isDecidedByWhatIsKnownAlone() {
    assertFalse(test("r.ok && x == 6"));
    assertTrue(test("r.ok || flag"));
    assertFalse(test("!(r.ok || flag)"));
    assertFalse(read(list("r.ok", "x == 6")).test(Scope.of(DATA)));
    assertThrows(UnknownValue.class, () -> test("r.ok"));
    assertThrows(UnknownValue.class, () -> read(list("r.ok", "nosuch")).test(Scope.of(DATA)));
  }

  @Test
  void anythingButTrueOrFalseIsAMistake() {
    EvaluationFailed failed = assertThrows(EvaluationFailed.class, () -> test("yes_text"));
    assertEquals(
        "1:1-9 a condition must be true or false; `yes_text` is a string \"yes\" (write"
            + " `yes_text?bool` (yes/no, true/false) or `yes_text?has_content`)",
        Try.told(failed.span(), failed.problem()));
  }

  @Test
  void refusesOtherSpellingsWithTheRightOne() {
    assertEquals(
        "1:3-5 `is` is not an operator here (write `x?? && flag`)",
        refused(Try.plain("x is defined and flag")));
    assertEquals(
        "1:1-8 `{{ }}` does not belong in a condition (write `x == 5`)",
        refused(Try.plain("{{ x }} == 5")));
    assertEquals(
        "1:1-3 a condition is an expression already: `${…}` does not belong in it (write `x == 5`)",
        refused(Try.plain("${x} == 5")));
    Node.Scalar tagged =
        new Node.Scalar(new Span(new Source("t.yml", "!flag x"), 0, 7), "x", true, "!flag");
    assertEquals(
        "1:1-8 YAML reads `!flag` as a tag (quote the whole: `\"!flag x\"`)", refused(tagged));
    Span span = new Span(new Source("t.yml", "{}"), 0, 2);
    assertEquals(
        "1:1-3 a condition is an expression, this is a mapping (quote an expression that holds `: `"
            + " or begins with `{` or `[`)",
        refused(new Node.Mapping(span, List.of())));
  }

  @Test
  void namesItsVariablesAndTexts() {
    Condition condition = read(list("a.b.c == 1", "${x}", "hostvars[h].ansible_facts.mem gt 1"));
    assertEquals(
        java.util.Set.of("a.b", "x", "h", "hostvars", "ansible_facts.mem"), condition.variables());
    assertEquals(
        List.of("a.b.c == 1", "x", "hostvars[h].ansible_facts.mem gt 1"), condition.texts());
  }
}
