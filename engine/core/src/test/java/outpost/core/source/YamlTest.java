package outpost.core.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlTest {
  private final Problems problems = new Problems();

  @Test
  void keepsTheTextOfAScalarAndWhetherItStoodWithoutQuotes() {
    Node.Mapping map = mapping("a: 0644\nb: '0644'\nc: no\nd:\n");
    assertEquals("0644", scalar(map, "a").text());
    assertTrue(scalar(map, "a").plain());
    assertFalse(scalar(map, "b").plain());
    assertEquals("no", scalar(map, "c").text());
    assertTrue(scalar(map, "d").isNull());
  }

  @Test
  void placesSpanTheWholeOfAValueAsWritten() {
    Node.Mapping map =
        mapping(
            "a: plain text  # why\nb: 'it''s'\nc: |\n  one\n  two\n\nd: [x, {y: z}]\ne:\n  f: g\n");
    assertEquals("plain text", map.get("a").get().span().text());
    assertEquals("'it''s'", map.get("b").get().span().text());
    assertEquals("|\n  one\n  two", map.get("c").get().span().text());
    assertEquals("one\ntwo\n", scalar(map, "c").text());
    assertEquals("[x, {y: z}]", map.get("d").get().span().text());
    assertEquals("f: g", map.get("e").get().span().text());
    assertEquals("test.yml:8:1", map.entry("e").get().key().span().toString());
  }

  @Test
  void placesAreRightAfterCharactersOutsideTheBasicPlane() {
    Node.Mapping map = mapping("a: '\ud83d\ude00' # \ud83d\ude00\nb: \ud83d\ude00 c\nd: e\n");
    assertEquals("\ud83d\ude00 c", map.get("b").get().span().text());
    assertEquals("e", map.get("d").get().span().text());
    assertEquals(4, map.get("d").get().span().column());
  }

  @Test
  void placesAreRightWithWindowsLineEnds() {
    Node.Mapping map = mapping("a: b\r\nc: |\r\n  one\r\n  two\r\nd: e\r\n");
    assertEquals("one\ntwo\n", scalar(map, "c").text());
    assertEquals("test.yml:5:4", map.get("d").get().span().toString());
    assertEquals("e", map.get("d").get().span().text());
    assertEquals("d: e", map.get("d").get().span().source().lineText(5));
  }

  @Test
  void aliasesAndMergeKeysWorkAndWhatIsWrittenWins() {
    Node.Mapping map =
        mapping(
            "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nall:\n  <<: [*b, *m]\n  x: 9\nsame: *b\n");
    Node.Mapping all = (Node.Mapping) map.get("all").get();
    assertEquals(List.of("y", "z", "x"), all.entries().stream().map(e -> e.key().text()).toList());
    assertEquals("2", scalar(all, "y").text());
    assertEquals("9", scalar(all, "x").text());
    assertEquals(map.get("base"), map.get("same"));
  }

  @Test
  void anchorsAreNoPartOfAValue() {
    assertEquals("text", mapping("a: &x text\n").get("a").get().span().text());
  }

  @Test
  void rawTextIsNoTemplateAndTheTagHoldsForAllInsideAList() {
    Node.Mapping map = mapping("a: !raw ${HOME}\nb: !unsafe\n  - ${x}\nc: ${y}\n");
    assertTrue(scalar(map, "a").isRaw());
    assertEquals("${HOME}", scalar(map, "a").span().text());
    assertTrue(((Node.Scalar) ((Node.Sequence) map.get("b").get()).items().get(0)).isRaw());
    assertTrue(scalar(map, "c").isTemplate());
  }

  @Test
  void tagsOfYamlItselfDecideWhetherTextMayBeTyped() {
    Node.Mapping map = mapping("a: !!str 5\nb: !!int '5'\nc: ! 5\n");
    assertFalse(scalar(map, "a").plain());
    assertTrue(scalar(map, "b").plain());
    assertFalse(scalar(map, "c").plain());
  }

  @Test
  void anEmptyFileIsNothingAndNoMistake() {
    assertTrue(read("").get().isNull());
    assertTrue(read("# only a comment\n").get().isNull());
    assertTrue(read("---\n...\n").get().isNull());
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(10)).append("]\n");
    }
    assertEquals(Optional.empty(), Yaml.read(new Source("bomb.yml", bomb.toString()), problems));
    assertEquals("too-many-values", problems.all().get(0).problem().id());
  }

  @Test
  void nestingWithoutEndIsRefused() {
    String deep = "[".repeat(500) + "]".repeat(500);
    assertEquals(Optional.empty(), Yaml.read(new Source("deep.yml", deep), problems));
    assertEquals("too-deep", problems.all().get(0).problem().id());
  }

  @Test
  void keysMayBeLongerThanTheLibraryOnceAllowed() {
    String key = "k".repeat(120);
    assertEquals("v", scalar(mapping(key + ": v\n"), key).text());
  }

  private Node.Mapping mapping(String text) {
    return (Node.Mapping) read(text).get();
  }

  private Optional<Node> read(String text) {
    Optional<Node> node = Yaml.read(new Source("test.yml", text), problems);
    assertEquals(List.of(), problems.all());
    return node;
  }

  private static Node.Scalar scalar(Node.Mapping map, String key) {
    return (Node.Scalar) map.get(key).get();
  }
}
