package outpost.core.template;

import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import java.util.List;
import java.util.Set;
import outpost.api.Problem;
import outpost.core.source.Span;

/** One parsed expression and its place in a file. */
final class Expr {
  private final Term term;
  private final String text;
  private final Place place;

  Expr(Term term, String text, Place place) {
    this.term = term;
    this.text = text;
    this.place = place;
  }

  /** Work that may fail as expressions do. */
  @FunctionalInterface
  interface Work<T> {
    T get() throws TemplateException;
  }

  Term term() {
    return term;
  }

  String text() {
    return text;
  }

  String text(Term part) {
    return text.substring(part.from(), Math.min(part.to(), text.length()));
  }

  /** Returns the text of a part, so that {@code ?} and {@code !} behind it take all of it. */
  String operand(Term part) {
    return switch (part.kind()) {
      case NAME, FIELD, INDEX, CALL, BUILT_IN, TEXT, LIST, MAP, PARENTHESES, SPECIAL -> text(part);
      default -> "(" + text(part) + ")";
    };
  }

  Span span(Term part) {
    return place.span(part.from(), part.to());
  }

  Span span() {
    return span(term);
  }

  Set<String> variables() {
    return Variables.of(term);
  }

  /** Returns its value, which must be one. */
  TemplateModel value(Evaluation evaluation) {
    TemplateModel model = explained(evaluation, () -> evaluation.eval(term, List.of()));
    if (model == null) throw new Explain(this, evaluation).missing(term, List.of());
    return model;
  }

  /** Returns its value; null if it names something that is defined as null. */
  TemplateModel valueOrNull(Evaluation evaluation) {
    TemplateModel model = explained(evaluation, () -> evaluation.eval(term, List.of()));
    if (model == null) {
      Explain explain = new Explain(this, evaluation);
      if (!explain.isNull(term)) throw explain.missing(term, List.of());
    }
    return model;
  }

  /** Runs some work of this expression; what fails is told in our words. */
  <T> T explained(Evaluation evaluation, Work<T> work) {
    try {
      return work.get();
    } catch (TemplateException e) {
      throw new Explain(this, evaluation).failure(e);
    } catch (StackOverflowError e) {
      throw new EvaluationFailed(
          Problem.of(
              "too-deep", "`" + text.strip() + "` goes too deep", "look for a loop in its data"),
          span(),
          false);
    } catch (OutOfMemoryError | ArithmeticException e) { // what was begun is gone already
      throw new EvaluationFailed(
          Problem.of("too-big", "what `" + text.strip() + "` comes to is too big"), span(), false);
    }
  }
}
