package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import freemarker.core.Bridge;
import freemarker.core.Environment;
import freemarker.core.ParseException;
import freemarker.template.SimpleScalar;
import freemarker.template.Template;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pins FreeMarker's inner parts that the bridge opens: they come without promises. */
class BridgeTest {
  private static final Engine ENGINE = new Engine();

  private static Bridge.Node parse(String text) throws ParseException {
    return Bridge.parse(text, ENGINE.host());
  }

  private static Environment environment(Map<String, ?> data) {
    Models.Record record = new Models.Record(data, Models.PLAIN);
    return ENGINE.environment(record);
  }

  @Test
  void parsesOneExpressionAndNothingMore() throws ParseException {
    assertEquals("AddConcatExpression", parse("a + b").kind());
    assertThrows(ParseException.class, () -> parse("a) + (b"));
    assertThrows(ParseException.class, () -> parse("a b"));
    assertThrows(ParseException.class, () -> parse("'a"));
  }

  @Test
  void countsColumnsFromTheFirstCharacter() throws ParseException {
    Bridge.Node sum = parse("a +\n  bc");
    Bridge.Node right = sum.children().get(1);
    assertEquals(1, sum.beginColumn());
    assertEquals(2, right.beginLine());
    assertEquals(3, right.beginColumn());
    assertEquals(2, right.endLine());
    assertEquals(4, right.endColumn());
  }

  @Test
  void showsNamesAndPartsOfTheTree() throws ParseException {
    Bridge.Node call = parse("a.b?replace('x', y)");
    assertEquals("MethodCall", call.kind());
    Bridge.Node builtIn = call.children().get(0);
    assertEquals("BuiltIn", builtIn.kind());
    assertEquals("replace", builtIn.name());
    assertEquals("b", builtIn.children().get(0).name());
    assertEquals("x", call.children().get(1).name());
    assertEquals("==", parse("a == b").name());
    assertEquals(".now", parse(".now").name());
    assertTrue(call.isExpression());
  }

  @Test
  void evaluatesToATypedValueAndNullForWhatIsMissing() throws Exception {
    Environment env = environment(Map.of("n", 2));
    assertEquals(4, ((TemplateNumberModel) parse("n + 2").eval(env)).getAsNumber().intValue());
    assertNull(parse("nosuch").eval(env));
    assertNull(Environment.getCurrentEnvironment());
  }

  @Test
  void bindsNamesAsLambdasDo() throws Exception {
    List<Bridge.Local> locals =
        List.of(
            new Bridge.Local("x", new SimpleScalar("outer")),
            new Bridge.Local("y", new SimpleScalar("inner")));
    TemplateScalarModel value =
        (TemplateScalarModel) parse("x + y").eval(environment(Map.of()), locals);
    assertEquals("outerinner", value.getAsString());
  }

  @Test
  void showsWhatDirectivesBind() throws Exception {
    Template template =
        new Template("t", new StringReader("<#list l as x>${x}</#list>"), Engine.configuration());
    Bridge.Node list = Bridge.root(template);
    while (!list.kind().equals("IteratorBlock")) list = list.children().get(0);
    assertEquals(List.of("x"), list.words());
    assertTrue(!list.isExpression());
  }

  @Test
  void knowsAllBuiltInsOursIncluded() {
    assertTrue(Bridge.builtIns().containsAll(List.of("map", "filter", "combine", "to_json")));
  }

  @Test
  void makesLoopsEndWhenTheirThreadIsInterrupted() throws Exception {
    Template template =
        new Template("t", new StringReader("<#list 1.. as x></#list>"), Engine.configuration());
    Bridge.interruptible(template);
    Thread.currentThread().interrupt();
    try {
      Environment env =
          template.createProcessingEnvironment(
              new Models.Record(Map.of(), Models.PLAIN), java.io.Writer.nullWriter());
      assertThrows(RuntimeException.class, env::process);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void marksFunctionsOnlyWhereTheyAreCalled() throws ParseException {
    Set<String> names = Set.of("upper");
    Bridge.Node call = Bridge.parse("upper (\n x)", ENGINE.host(), names);
    assertTrue(call.isCallOfOurs());
    assertEquals("upper", call.children().get(0).name());
    for (String other : List.of("x.upper('a')", "lower('a')", "upper", "x?upper('a')")) {
      assertFalse(Bridge.parse(other, ENGINE.host(), names).isCallOfOurs(), other);
    }
    assertEquals("upper".length(), Bridge.marked("upper").length());
    assertTrue(Bridge.isMarked(Bridge.marked("upper")));
    assertEquals("upper", Bridge.plainName(Bridge.marked("upper")));
  }

  @Test
  void mapsByALambdaOrByAName() throws Exception {
    Environment env = environment(Map.of("l", List.of("a"), "f", "upper"));
    for (String way : List.of("l?map(x -> x?upper)?join", "l?map(f)?join", "l?map('upper')?join")) {
      assertEquals("A", ((TemplateScalarModel) parse(way).eval(env)).getAsString(), way);
    }
  }

  @Test
  void tellsWhetherALambdaBindsNames() throws Exception {
    Environment env = environment(Map.of());
    assertFalse(Bridge.hasLocals(env));
    List<Boolean> seen = new ArrayList<>();
    TemplateMethodModelEx look = args -> new SimpleScalar("" + seen.add(Bridge.hasLocals(env)));
    parse("look()").eval(env, List.of(new Bridge.Local("look", look)));
    assertEquals(List.of(true), seen);
  }

  @Test
  void findsTheFunctionsThatATemplateDefines() throws Exception {
    Template template =
        new Template(
            "t", "<#function f x><#return x></#function><#assign v=1>", Engine.configuration());
    Environment env =
        template.createProcessingEnvironment(
            new Models.Record(Map.of(), Models.PLAIN), java.io.Writer.nullWriter());
    env.process();
    assertNotNull(Bridge.ownFunction(env, "f"));
    assertNull(Bridge.ownFunction(env, "v"));
    assertNull(Bridge.ownFunction(env, "nosuch"));
  }
}
