package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

class ScalarPlaceTest {
  private static final String LETTERS = "abcxyz${}'\"\\:#-?é€0189 \n\t";

  private static Node.Scalar scalar(String yaml) {
    MappingNode map = (MappingNode) new Yaml().compose(new StringReader(yaml));
    ScalarNode node = (ScalarNode) map.getValue().get(0).getValueNode();
    Span span =
        new Span(
            new Source("t.yml", yaml),
            node.getStartMark().getIndex(),
            node.getEndMark().getIndex());
    boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
    return new Node.Scalar(span, node.getValue(), plain, "");
  }

  /** The YAML library writes texts by chance; every character must be found where it stands. */
  @ParameterizedTest
  @EnumSource(ScalarStyle.class)
  void findsEachCharacterInWhateverStyleItIsWritten(ScalarStyle style) {
    long seed = 20_261;
    Random random = new Random(seed);
    DumperOptions options = new DumperOptions();
    options.setDefaultScalarStyle(style);
    options.setWidth(24);
    Yaml yaml = new Yaml(options);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      String written = yaml.dump(java.util.Map.of("key", text.toString()));
      Node.Scalar scalar = scalar(written);
      assertFound(scalar, written, seed);
    }
  }

  private static void assertFound(Node.Scalar scalar, String written, long seed) {
    ScalarPlace place = new ScalarPlace(scalar);
    int last = -1;
    for (int i = 0; i < scalar.text().length(); i++) {
      char c = scalar.text().charAt(i);
      if (Character.isWhitespace(c)) continue;
      Span span = place.span(i, i + 1);
      char found = written.charAt(span.start());
      boolean escape =
          found == '\\' && scalar.span().source().text().charAt(scalar.span().start()) == '"';
      String where = "seed " + seed + ", character " + i + " of\n" + written;
      assertTrue(found == c || escape, where);
      assertTrue(span.start() > last, where);
      last = span.start();
    }
  }

  private static String place(String yaml) {
    Problems problems = new Problems();
    Template template = Try.TEMPLATES.compile(scalar(yaml), problems);
    if (!problems.all().isEmpty()) return Try.told(problems);
    Problems found = new Problems();
    template.check(Scope.of(java.util.Map.of()), found, true);
    return Try.told(found).replaceFirst(" .*", "");
  }

  @Test
  void pointsIntoEveryStyleOfScalar() {
    assertEquals("1:8-12", place("k: a ${nope} b\n"));
    assertEquals("1:9-13", place("k: \"a ${nope} b\"\n"));
    assertEquals("1:14-18", place("k: 'it''s  ${nope}'\n"));
    assertEquals("3:5-9", place("k: |\n  first\n  ${nope}\n"));
    assertEquals("3:5-9", place("k: >-\n  first\n  ${nope}\n"));
    assertEquals("2:5-9", place("k: folded\n  ${nope}\n"));
    assertEquals("1:11-15", place("k: \"\\t\\\"${nope}\"\n"));
    assertEquals("1:14-18", place("k: \"\\u20ac ${nope}\"\n"));
    assertEquals("1:12-16", place("k: !!str ${nope}\n"));
    assertEquals("1:10-14", place("k: &an ${nope}\n"));
  }

  @Test
  void pointsIntoTheLinesOfALongExpression() {
    assertEquals("3:7-11", place("k: |\n  ${[1,\n      nope]}\n"));
  }
}
