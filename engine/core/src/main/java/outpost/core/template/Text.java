package outpost.core.template;

import freemarker.template.SimpleScalar;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateDateModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import java.util.List;
import java.util.Set;

/** The pieces of a text with at least one {@code ${…}} in it. */
final class Text {

  /** Plain text, or an expression where there is one. */
  record Piece(String plain, Expr expr) {}

  /** What could not be read, as is told already: nobody knows what it comes to. */
  static final Text UNREAD = new Text(List.of());

  private final List<Piece> pieces;

  Text(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /** Returns its value: of any type if it is exactly one expression, else text or a secret. */
  TemplateModel model(Evaluation evaluation) {
    if (this == UNREAD) throw UnknownValue.unread();
    if (isOneHole()) return pieces.get(0).expr().valueOrNull(evaluation);
    StringBuilder text = new StringBuilder();
    boolean secret = false;
    for (Piece piece : pieces) {
      if (piece.expr() == null) {
        text.append(piece.plain());
      } else {
        TemplateModel part = piece.expr().value(evaluation);
        secret |= part instanceof Secrets.Model;
        text.append(piece.expr().explained(evaluation, () -> text(piece.expr(), part)));
      }
    }
    return secret ? Secrets.model(text.toString()) : new SimpleScalar(text.toString());
  }

  Object value(Evaluation evaluation, boolean lenient) {
    try {
      TemplateModel model = model(evaluation);
      if (!isOneHole()) return Plain.value(model);
      Expr only = pieces.get(0).expr();
      return only.explained(
          evaluation, () -> lenient ? Plain.valueOrUnknown(model) : Plain.value(model));
    } catch (UnknownValue e) {
      if (!lenient) throw e;
      return isOneHole() || this == UNREAD ? Unknown.ANY : Unknown.STR;
    } catch (TemplateModelException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns its value as the name of a field. */
  String string(Evaluation evaluation) {
    if (this == UNREAD) throw UnknownValue.unread();
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.expr() == null) {
        text.append(piece.plain());
      } else {
        TemplateModel part = piece.expr().value(evaluation);
        text.append(
            piece
                .expr()
                .explained(
                    evaluation,
                    () -> {
                      if (part instanceof Secrets.Model) {
                        throw new BadCall("a secret cannot be a name");
                      }
                      return text(piece.expr(), part);
                    }));
      }
    }
    return text.toString();
  }

  void check(Judge judge) {
    for (Piece piece : pieces) {
      if (piece.expr() == null) continue;
      if (isOneHole()) judge.any(piece.expr());
      else judge.text(piece.expr());
    }
  }

  void collectVariables(Set<String> names) {
    for (Piece piece : pieces) {
      if (piece.expr() != null) names.addAll(piece.expr().variables());
    }
  }

  boolean isOneHole() {
    return pieces.size() == 1;
  }

  /** Returns a value as a part of a text. */
  static String text(Expr expr, TemplateModel part) throws TemplateModelException {
    if (part instanceof Secrets.Model secret) return secret.text(); // the whole becomes a secret
    if (part instanceof Models.Figure figure) return figure.text();
    if (part instanceof TemplateNumberModel number) return Numbers.plain(number.getAsNumber());
    if (part instanceof TemplateBooleanModel flag) return String.valueOf(flag.getAsBoolean());
    if (part instanceof TemplateScalarModel scalar) return scalar.getAsString();
    if (part instanceof TemplateDateModel date) return date.getAsDate().toInstant().toString();
    if (part == Models.OMIT) {
      throw new BadCall("`omit` cannot be a part of a text", "let it be the whole value");
    }
    throw new BadCall(
        "`" + expr.text().strip() + "` is " + Kinds.name(part) + ", not text",
        Kinds.toText(part, expr.operand(expr.term())));
  }
}
