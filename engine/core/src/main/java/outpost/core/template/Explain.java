package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.InvalidReferenceException;
import freemarker.core.NonBooleanException;
import freemarker.core.NonHashException;
import freemarker.core.NonMethodException;
import freemarker.core.NonNumericalException;
import freemarker.core.NonSequenceException;
import freemarker.core.NonSequenceOrCollectionException;
import freemarker.core.NonStringException;
import freemarker.core.Seals;
import freemarker.core.StopException;
import freemarker.template.TemplateException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says why an expression failed: one sentence made from the kind of failure, the smallest part that
 * fails, and the values there; and what to do. FreeMarker's own texts are never shown.
 */
final class Explain {
  private final Seen seen;
  private final Missing missing;
  private final WrongKind wrong;

  Explain(Expr expr, Look look) {
    this.seen = new Seen(expr, look);
    this.missing = new Missing(seen);
    this.wrong = new WrongKind(seen);
  }

  EvaluationFailed failure(TemplateException failure) {
    return failure(seen.expr().term(), failure);
  }

  /** Says that a part has no value. */
  EvaluationFailed missing(Term part, List<Bridge.Local> locals) {
    return missing.missing(part, locals);
  }

  /** Returns whether a part without a value names something that is defined as null. */
  boolean isNull(Term term) {
    return missing.isNull(term);
  }

  /** Says that a condition is neither true nor false. */
  EvaluationFailed notBoolean(Term term, List<Bridge.Local> locals) {
    return wrong.notBoolean(term, locals);
  }

  /** Says why a part failed. */
  EvaluationFailed failure(Term part, TemplateException failure) {
    Culprit culprit = Culprit.find(seen.look(), part, List.of());
    if (culprit == null) culprit = new Culprit(part, List.of(), innermost(failure));
    if (culprit.isNothing()) return missing.missing(culprit.term(), culprit.locals());
    if (culprit.failure() instanceof EvaluationFailed inner) return inner;
    return say(culprit, innermost((TemplateException) culprit.failure()));
  }

  private static TemplateException innermost(TemplateException failure) {
    TemplateException inner = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof TemplateException e) inner = e;
    }
    return inner;
  }

  private EvaluationFailed say(Culprit culprit, TemplateException failure) {
    Term term = culprit.term();
    List<Bridge.Local> locals = culprit.locals();
    if (failure instanceof BadCall bad) {
      return badCall(term, locals, bad);
    }
    if (failure instanceof Seals.TooMany) return wrong.tooMany(term);
    if (failure instanceof StopException stop) {
      return seen.failed(term, "stopped", String.valueOf(stop.getMessage()), List.of());
    }
    Optional<Term> nothing = missingPart(term, locals);
    if (failure instanceof InvalidReferenceException) {
      return missing.missing(nothing.orElse(term), locals);
    }
    if (nothing.isPresent()) return missing.missing(nothing.get(), locals);
    if (failure instanceof NonBooleanException) return wrong.notBoolean(term, locals);
    if (failure instanceof NonHashException) return wrong.noFields(term, locals);
    if (failure instanceof NonStringException || isTextual(failure))
      return wrong.notText(term, locals);
    if (failure instanceof NonNumericalException) return wrong.notNumber(term, locals);
    if (failure instanceof NonSequenceOrCollectionException
        || failure instanceof NonSequenceException) {
      return wrong.notList(term, locals);
    }
    if (failure instanceof NonMethodException) return wrong.notFunction(term, locals);
    return wrong.other(term, locals, failure);
  }

  private EvaluationFailed badCall(Term term, List<Bridge.Local> locals, BadCall bad) {
    Term at = bad.part() >= 0 && bad.part() < term.parts().size() ? term.part(bad.part()) : term;
    if (at != term && (bad.part() > 0 || bad.isMissing()) && seen.isMissing(at, locals))
      return missing.missing(at, locals);
    if (bad.isSecret()) return wrong.refusedSecret(term, at);
    if (bad.isCalculated()) return wrong.calculated(term, locals);
    return seen.failed(at, "bad-call", bad.what(), bad.hints());
  }

  private static boolean isTextual(TemplateException failure) {
    return failure.getClass().getSimpleName().startsWith("NonString")
        || failure.getClass().getSimpleName().startsWith("NonMarkup");
  }

  private Optional<Term> missingPart(Term term, List<Bridge.Local> locals) {
    int first = Culprit.isTolerant(term) ? 1 : 0;
    for (int i = first; i < term.parts().size(); i++) {
      Term part = term.part(i);
      if (part.is(Term.Kind.INTERPOLATION)) part = part.part(0);
      if (part.is(Term.Kind.LAMBDA) || !part.node().isExpression()) continue;
      if (term.is(Term.Kind.LIST) || term.is(Term.Kind.MAP) || !isOptional(term, i)) {
        if (seen.isMissing(part, locals)) return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  private static boolean isOptional(Term term, int index) {
    return term.is(Term.Kind.BUILT_IN)
        && index > 0
        && Set.of("then", "switch").contains(term.name());
  }
}
