package outpost.core.language;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

/**
 * Which kinds of values a keyword takes, found by asking its own reader.
 *
 * @param words those that it takes where it does not take any text
 * @param share whether {@code 30%} will do
 * @param nothing whether it may be empty
 */
public record Accepted(
    boolean text,
    boolean expression,
    List<String> words,
    boolean number,
    boolean bool,
    boolean share,
    boolean list,
    boolean mapping,
    boolean nothing) {
  private static final Span NOWHERE = new Span(new Source("", ""), 0, 0);
  private static final List<String> WORDS =
      Stream.of(Shapes.STRATEGIES, Shapes.ORDERS, List.of("sudo", "su", "ssh", "local"))
          .flatMap(List::stream)
          .distinct()
          .toList();

  static Accepted of(Keyword keyword) {
    boolean text = takes(keyword, scalar("anything"));
    return new Accepted(
        text,
        takes(keyword, scalar("${name}")),
        text ? List.of() : WORDS.stream().filter(word -> takes(keyword, scalar(word))).toList(),
        takes(keyword, scalar("3")),
        takes(keyword, scalar("yes")),
        takes(keyword, scalar("30%")),
        takes(keyword, list(scalar("anything"))) || takes(keyword, list(scalar("3"))),
        takes(keyword, mapping("name")) || takes(keyword, mapping("loop_var")),
        takes(keyword, scalar("")));
  }

  private static boolean takes(Keyword keyword, Node value) {
    Problems problems = new Problems();
    keyword.shape().check(scalar(keyword.word()), value, problems);
    return !problems.hasErrors();
  }

  private static Node.Scalar scalar(String text) {
    return new Node.Scalar(NOWHERE, text, true, "");
  }

  private static Node list(Node item) {
    return new Node.Sequence(NOWHERE, new ArrayList<>(List.of(item)));
  }

  private static Node mapping(String key) {
    Node inner = key.equals("name") ? new Node.Mapping(NOWHERE, List.of()) : scalar("thing");
    return new Node.Mapping(NOWHERE, List.of(new Node.Entry(scalar(key), inner)));
  }
}
