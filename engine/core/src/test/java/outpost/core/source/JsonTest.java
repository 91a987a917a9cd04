package outpost.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  private final Problems problems = new Problems();

  @Test
  void readsWhatJsonCanSay() {
    assertEquals(
        "{a: [1, -2.5, 1200.0, 0.0015], b: 'x\"\\/\b\f\n\r\t\u00e9\ud83d\ude00', '': {},"
            + " l: [], t: true, f: false, n: null}",
        shown(
            read("\t{\"a\": [1,-2.5, 1.2e3 ,1.5E-3],\r\n"
                    + "\"b\": \"x\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\", \"\":{},"
                    + " \"l\" : [ ], \"t\": true, \"f\": false, \"n\": null}\n")
                .get()));
    assertEquals("", new DiagnosticRenderer(false).render(problems.all()));
  }

  @Test
  void knowsWhereAValueStands() {
    Node.Mapping map = (Node.Mapping) read("{\"a\":\n  [1, \"b\"]}").get();
    assertEquals("[1, \"b\"]", map.get("a").get().span().text());
    assertEquals("out:2:3", map.get("a").get().span().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {            | 1:2 | it ends too early
          {"a"         | 1:5 | a `:` is missing
          {"a":        | 1:6 | it ends too early
          {"a":1       | 1:7 | it ends too early
          {"a":1,}     | 1:8 | a key is a string in `"`
          {a: 1}       | 1:2 | a key is a string in `"`
          {"a":1 "b":2} | 1:8 | a `,` is missing
          {"a":1,"a":2} | 1:8 | the key `a` is there twice
          [1,]         | 1:4 | a value is missing
          [1 2]        | 1:4 | a `,` is missing
          ["a          | 1:2 | this string is not closed
          "a\\x"       | 1:3 | there is no such escape
          "\\u12"      | 1:2 | there is no such escape
          01           | 1:1 | a value is missing
          truely       | 1:1 | a value is missing
          NaN          | 1:1 | a value is missing
          'a'          | 1:1 | a value is missing
          {} x         | 1:4 | it goes on behind its end
          """)
  void saysWhatIsWrongAndWhere(String text, String place, String why) {
    assertTrue(read(text.replace("\\\\", "\\")).isEmpty());
    Diagnostic told = problems.all().get(0);
    assertEquals("this is no JSON: " + why, told.problem().message());
    assertEquals("out:" + place, told.span().get().toString());
  }

  @Test
  void knowsTheMarksOfAnsible() {
    Node.Sequence list =
        (Node.Sequence)
            read("[{\"__ansible_unsafe\": \"${x}\"}, {\"__ansible_vault\": \"$ANSIBLE\"},"
                    + " {\"__ansible_vault\": 1}, {\"__ansible_unsafe\": \"x\", \"b\": 1}]")
                .get();
    assertTrue(((Node.Scalar) list.items().get(0)).isRaw());
    assertTrue(((Node.Scalar) list.items().get(1)).isVaulted());
    assertTrue(list.items().get(2) instanceof Node.Mapping);
    assertTrue(list.items().get(3) instanceof Node.Mapping);
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    assertTrue(read("[".repeat(100_000)).isEmpty());
    assertEquals(
        "this is no JSON: it is nested too deep", problems.all().get(0).problem().message());
  }

  private Optional<Node> read(String text) {
    return Json.read(new Source("out", text), "print JSON", problems);
  }

  private static String shown(Node node) {
    if (node instanceof Node.Sequence list) {
      return list.items().stream().map(JsonTest::shown).collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof Node.Mapping map) {
      return map.entries().stream()
          .map(e -> (e.key().text().isEmpty() ? "''" : e.key().text()) + ": " + shown(e.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return scalar.plain() ? scalar.text() : "'" + scalar.text() + "'";
  }
}
