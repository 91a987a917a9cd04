package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import outpost.api.Secret;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

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

  @Test
  void aConstantGivesItsTextSoThatTheArgumentsOwnTypeDecides() {
    Template.Leaf zone = (Template.Leaf) Try.compile("no");
    assertEquals(false, zone.evaluate(Scope.of(Map.of())));
    assertEquals("no", zone.text());
    assertTrue(zone.plain() && zone.constant());
    assertEquals("0644", ((Template.Leaf) Try.compile("0644")).text());
    assertEquals("${x}", ((Template.Leaf) Try.compile("$${x}")).text());
  }

  @Test
  void aRawTextIsTakenAsItIs() {
    Span span = new Span(new Source("t.yml", "!raw ${x} {{ y }}"), 0, 17);
    Problems problems = new Problems();
    Template raw =
        Try.TEMPLATES.compile(new Node.Scalar(span, "${x} {{ y }}", true, "!raw"), problems);
    assertEquals("${x} {{ y }}", raw.evaluate(Scope.of(Map.of())));
    assertTrue(problems.all().isEmpty());
  }

  @Test
  void anUnknownTagIsRefused() {
    Span span = new Span(new Source("t.yml", "!x y"), 0, 4);
    Problems problems = new Problems();
    Try.TEMPLATES.compile(new Node.Scalar(span, "y", true, "!x"), problems);
    assertEquals(
        "1:1-5 there is no tag `!x` (for \"not\" quote the whole: `\"!x …\"`)", Try.told(problems));
  }

  private static Template structure() {
    Source source = new Source("t.yml", "");
    Span span = new Span(source, 0, 0);
    Node.Entry name = new Node.Entry(Try.plain("name"), Try.plain("${who}"));
    Node.Entry gone = new Node.Entry(Try.plain("gone"), Try.plain("${nosuch!omit}"));
    Node.Entry keyed = new Node.Entry(Try.plain("k${n}"), Try.plain("0644"));
    Node list = new Node.Sequence(span, List.of(Try.plain("${n}"), Try.plain("${nosuch!omit}")));
    Node.Entry items = new Node.Entry(Try.plain("items"), list);
    Problems problems = new Problems();
    return Try.TEMPLATES.compile(
        new Node.Mapping(span, List.of(name, gone, keyed, items)), problems);
  }

  @Test
  void mapsAndListsAreEvaluatedWithoutWhatIsOmitted() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("name", "bob");
    expected.put("k5", new Written(420, "0644"));
    expected.put("items", List.of(5));
    assertEquals(expected, structure().evaluate(Scope.of(Map.of("who", "bob", "n", 5))));
    assertEquals(Set.of("who", "n", "nosuch"), structure().variables());
  }

  @Test
  void aPreviewShowsWhichPartsAreUnknown() {
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("name", Unknown.STR);
    seen.put("k5", new Written(420, "0644"));
    seen.put("items", List.of(5));
    Scope scope = Scope.of(Map.of("who", Unknown.STR, "n", 5));
    assertEquals(seen, structure().preview(scope));
    assertThrows(UnknownValue.class, () -> structure().evaluate(scope));
  }

  @Test
  void partsOfALazyVariableAreEvaluatedOneByOne() {
    Map<String, Object> data = Map.of("s", structure(), "who", "bob", "n", 5, "i", 0);
    assertEquals("bob 5", Try.evaluate("${s.name} ${s.items[i]}", data));
    Map<String, Object> broken = Map.of("s", structure(), "n", 5);
    assertEquals("5", Try.evaluate("a${s.items[0]}", broken).toString().substring(1));
    assertEquals("none", Try.evaluate("${s.name!'none'}", broken));
  }

  @Test
  void aLazyVariableDoesNotSeeTheNamesOfALambdaAroundIt() {
    Map<String, Object> data = Map.of("l", List.of(1), "v", Try.compile("${x!'free'}"));
    assertEquals("free", Try.evaluate("${l?map(x -> v)?join('')}", data));
  }

  @Test
  void anyNumberOfThreadsMayEvaluateAtOnce() throws Exception {
    Template text =
        Try.compile("${users?filter(u -> u.n gt 1)?map(u -> u.name)?join(suffix)} ${lazy}");
    Template lazy = Try.compile("${suffix}${suffix}");
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        String suffix = "<" + thread + ">";
        all.add(pool.submit(() -> wrong(text, lazy, suffix)));
      }
      for (Future<Integer> each : all) assertEquals(0, each.get());
    } finally {
      pool.shutdownNow();
    }
  }

  private static int wrong(Template text, Template lazy, String suffix) {
    List<Map<String, Object>> users =
        List.of(
            Map.of("n", 1, "name", "a"), Map.of("n", 2, "name", "b"), Map.of("n", 3, "name", "c"));
    Scope scope = Scope.of(Map.of("users", users, "suffix", suffix, "lazy", lazy));
    String expected = "b" + suffix + "c " + suffix + suffix;
    int wrong = 0;
    for (int i = 0; i < 2_000; i++) {
      if (!expected.equals(text.evaluate(scope))) wrong++;
      if (!expected.equals(Try.compile("${t}").evaluate(Scope.of(Map.of("t", expected))))) wrong++;
    }
    return wrong;
  }

  @Test
  void setsAreListsAndMapsMayHoldNull() {
    assertEquals(1, Try.evaluate("${s?size}", Map.of("s", Set.of("x"))));
    Map<String, Object> holdsNull = new LinkedHashMap<>();
    holdsNull.put("a", null);
    holdsNull.put("b", 2);
    assertEquals(2, Try.evaluate("${m?values?size}", Map.of("m", holdsNull)));
  }
}
