package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.core.source.Node;
import outpost.core.source.Problems;

/** Reads the expressions of a condition, in any of the ways that users write them. */
final class ConditionReader {
  private final Templates home;
  private final Syntax syntax;
  private final Problems problems;
  private boolean unread;

  ConditionReader(Templates home, Syntax syntax, Problems problems) {
    this.home = home;
    this.syntax = syntax;
    this.problems = problems;
  }

  Condition read(Node node) {
    List<Expr> all = new ArrayList<>();
    if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> readOne(item).ifPresent(all::add));
    } else {
      readOne(node).ifPresent(all::add);
    }
    return new Condition(home, node.span(), all, unread);
  }

  private Optional<Expr> readOne(Node node) {
    Problems found = new Problems();
    Optional<Expr> expr = readOne(node, found);
    unread |= found.hasErrors() || node instanceof Node.Scalar scalar && scalar.isBroken();
    problems.addAll(found);
    return expr;
  }

  private Optional<Expr> readOne(Node node, Problems problems) {
    if (!(node instanceof Node.Scalar scalar)) {
      problems.error(
          node.span(),
          "not-a-condition",
          "a condition is an expression, this is a "
              + (node instanceof Node.Mapping ? "mapping" : "list"),
          "quote an expression that holds `: ` or begins with `{` or `[`");
      return Optional.empty();
    }
    if (scalar.isBroken()) return Optional.empty();
    String text = scalar.text();
    Place place = new ScalarPlace(scalar);
    if (!scalar.tag().isEmpty()
        && !scalar.tag().endsWith("str")
        && !scalar.tag().endsWith("bool")) {
      return tagged(scalar, problems);
    }
    if (scalar.plain()) {
      Object value = YamlTypes.value(text);
      if (value == null) return Optional.empty();
      if (value instanceof Boolean flag) text = flag.toString();
    }
    if (text.isBlank()) return Optional.empty();
    List<Jinja.Found> jinja = Jinja.find(text);
    if (!jinja.isEmpty()) {
      problems.error(
          place.span(jinja.get(0).from(), jinja.get(0).to()),
          "jinja",
          "`{{ }}` does not belong in a condition",
          "write `" + SyntaxError.inYaml(Jinja.condition(text)) + "`");
      return Optional.empty();
    }
    Splitter split = Splitter.split(text.strip());
    int indent = text.indexOf(text.strip());
    if (split.pieces().size() == 1 && split.pieces().get(0).hole()) {
      Splitter.Piece only = split.pieces().get(0);
      return syntax.parse(
          only.text(), place.from(indent + only.from()), Syntax.Where.CONDITION, problems);
    }
    int hole = holeOutsideStrings(text);
    if (hole >= 0) {
      problems.error(
          place.span(hole, hole + 2),
          "template-syntax",
          "a condition is an expression already: `${…}` does not belong in it",
          "write `" + SyntaxError.inYaml(withoutHoles(text)) + "`");
      return Optional.empty();
    }
    return syntax.parse(text, place, Syntax.Where.CONDITION, problems);
  }

  /** {@code when: !x} is a YAML tag, not a negation. */
  private static Optional<Expr> tagged(Node.Scalar scalar, Problems problems) {
    problems.error(
        scalar.span(),
        "not-a-condition",
        "YAML reads `" + scalar.tag() + "` as a tag",
        "quote the whole: `\""
            + scalar.tag()
            + (scalar.text().isEmpty() ? "" : " " + scalar.text())
            + "\"`");
    return Optional.empty();
  }

  private static int holeOutsideStrings(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        int end = Splitter.endOfString(text, 0, i);
        if (end < 0) return -1;
        i = end;
      } else if (text.startsWith("${", i)) {
        return i;
      }
    }
    return -1;
  }

  private static String withoutHoles(String text) {
    StringBuilder plain = new StringBuilder();
    for (Splitter.Piece piece : Splitter.split(text.strip()).pieces()) plain.append(piece.text());
    return plain.toString();
  }
}
