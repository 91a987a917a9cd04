package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.ParseException;
import java.util.Optional;
import outpost.core.source.Problems;

/** Parses expressions, and refuses what FreeMarker reads otherwise than people mean. */
final class Syntax {

  /** Where an expression stands, for the hints. */
  enum Where {
    HOLE,
    CONDITION,
    FILE
  }

  private final Engine engine;
  private final Functions functions;

  Syntax(Engine engine, Functions functions) {
    this.engine = engine;
    this.functions = functions;
  }

  /** Returns the expression; nothing after a problem was reported. */
  Optional<Expr> parse(String text, Place place, Where where, Problems problems) {
    if (text.isBlank()) {
      problems.error(
          place.span(0, text.length()),
          "template-syntax",
          "there is no expression in `${}`",
          "write `$${}` for the text `${}`");
      return Optional.empty();
    }
    Bridge.Node node;
    try {
      node = Bridge.parse(text, engine.host(), Functions.marked());
    } catch (ParseException e) {
      new SyntaxError(text, place, where, e).report(problems);
      return Optional.empty();
    }
    Term term = Term.of(node, new Lines(text));
    boolean fine = new Refusals(text, place, functions, problems, false).tree(term);
    return fine ? Optional.of(new Expr(term, text, place)) : Optional.empty();
  }
}
