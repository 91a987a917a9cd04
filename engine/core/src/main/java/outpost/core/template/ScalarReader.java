package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

/** Reads one scalar: a constant, or text with expressions in it. */
final class ScalarReader {
  private static final String YAML = "tag:yaml.org,2002:";

  private final Templates home;
  private final Syntax syntax;
  private final Problems problems;
  private boolean keys;

  ScalarReader(Templates home, Syntax syntax, Problems problems) {
    this.home = home;
    this.syntax = syntax;
    this.problems = problems;
  }

  /** Reads a key, which is no secret wherever it stands. */
  Template.Leaf key(Node.Scalar scalar) {
    keys = true;
    return read(scalar);
  }

  Template.Leaf read(Node.Scalar scalar) {
    return switch (scalar.tag()) {
      case "" -> untagged(scalar, scalar.plain());
      case Node.Scalar.VAULTED -> new Template.Leaf(home, scalar, new Vaulted(home, scalar));
      case Node.Scalar.RAW -> constant(scalar, scalar.text());
      case Node.Scalar.BROKEN -> new Template.Leaf(home, scalar, Text.UNREAD);
      case "!", "!!str", YAML + "str" -> untagged(scalar, false);
      case "!!int", "!!float", "!!bool", "!!null" -> untagged(scalar, true);
      case YAML + "int", YAML + "float", YAML + "bool", YAML + "null" -> untagged(scalar, true);
      default -> {
        problems.error(
            scalar.span(),
            "unknown-tag",
            "there is no tag `" + scalar.tag() + "`",
            scalar.plain() && scalar.tag().matches("!\\w.*")
                ? "for \"not\" quote the whole: `\"" + scalar.tag() + " …\"`"
                : "`!raw` is for text that is to be taken as it is");
        yield constant(scalar, scalar.text());
      }
    };
  }

  private Template.Leaf untagged(Node.Scalar scalar, boolean plain) {
    String text = scalar.text();
    if (text.indexOf("${") < 0
        && text.indexOf("{{") < 0
        && text.indexOf("{%") < 0
        && text.indexOf("{#") < 0) {
      return constant(scalar, plain ? YamlTypes.value(text) : text);
    }
    ScalarPlace place = new ScalarPlace(scalar);
    Splitter split = Splitter.split(text);
    boolean fine = refuseOtherSyntax(split, place) & refuseUnclosed(split, place);
    List<Text.Piece> pieces = new ArrayList<>();
    for (Splitter.Piece piece : split.pieces()) {
      if (piece.hole()) {
        Optional<Expr> expr =
            syntax.parse(piece.text(), place.from(piece.from()), Syntax.Where.HOLE, problems);
        fine &= expr.isPresent();
        expr.ifPresent(e -> pieces.add(new Text.Piece(null, e)));
      } else {
        pieces.add(new Text.Piece(piece.text(), null));
      }
    }
    if (!fine) return new Template.Leaf(home, scalar, Text.UNREAD);
    if (split.hasHoles()) return new Template.Leaf(home, scalar, new Text(pieces));
    StringBuilder whole = new StringBuilder();
    pieces.forEach(piece -> whole.append(piece.plain()));
    return constant(scalar, whole.toString());
  }

  /** A text or a number of an encrypted file is a secret. */
  private Template.Leaf constant(Node.Scalar scalar, Object value) {
    if (keys || scalar.span().source().secrecy() != Source.Secrecy.VALUES) {
      return new Template.Leaf(home, scalar, value);
    }
    boolean number = Args.isNumber(value);
    if (!number && !(value instanceof String)) return new Template.Leaf(home, scalar, value);
    Secret secret = number ? Secret.ofNumber(scalar.text()) : Secret.of((String) value);
    home.unlocker().keep(secret);
    return new Template.Leaf(home, scalar, new Vaulted(home, scalar, secret));
  }

  private boolean refuseUnclosed(Splitter split, ScalarPlace place) {
    if (split.unclosed().isEmpty()) return true;
    int at = split.unclosed().getAsInt();
    problems.error(
        place.span(at, at + 2),
        "template-syntax",
        "this `${` has no `}`",
        "close it, or write `$${` for the text `${`");
    return false;
  }

  /** Jinja2's braces; those of Go templates, as Docker takes them, are text. */
  private boolean refuseOtherSyntax(Splitter split, ScalarPlace place) {
    boolean fine = true;
    for (Splitter.Piece piece : split.pieces()) {
      if (piece.hole()) continue;
      for (Jinja.Found jinja : Jinja.find(piece.text())) {
        Span span = place.span(piece.from() + jinja.from(), piece.from() + jinja.to());
        problems.error(span, "jinja", jinja.message(), jinja.hints().toArray(String[]::new));
        fine = false;
      }
    }
    return fine;
  }
}
