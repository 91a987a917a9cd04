package outpost.core.template;

import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;

/**
 * Tells before the run what will surely or perhaps fail in an expression, some of whose variables
 * are not known yet.
 *
 * <p>It evaluates. What fails then is surely wrong; where the answer hangs on something unknown,
 * the parts are judged one by one: those that are reached whatever the unknown turns out to be are
 * still sure, the others told as warnings. Nothing is ever decided on a guess.
 */
final class Judge {
  private static final Set<String> LAMBDAS = Set.of("map", "filter", "take_while", "drop_while");

  /** Built-ins that ask the loop around them, which is not there when a part is judged alone. */
  private static final Set<String> OF_LOOPS =
      Set.of(
          "index",
          "counter",
          "has_next",
          "is_first",
          "is_last",
          "item_parity",
          "item_parity_cap",
          "item_cycle",
          "is_even_item",
          "is_odd_item");

  private static final int ITEMS = 50;

  private final Evaluation evaluation;
  private final Problems problems;
  private final boolean sure;

  Judge(Evaluation evaluation, Problems problems, boolean sure) {
    this.evaluation = evaluation;
    this.problems = problems;
    this.sure = sure;
  }

  /** Returns a judge of what is only perhaps evaluated. */
  Judge perhaps() {
    return sure ? new Judge(evaluation, problems, false) : this;
  }

  private Judge in(Evaluation other) {
    return new Judge(other, problems, sure);
  }

  /** Judges an expression whose value may be anything, also null. */
  void any(Expr expr) {
    try {
      TemplateModel model = expr.valueOrNull(evaluation);
      expr.explained(evaluation, () -> Plain.valueOrUnknown(model));
    } catch (UnknownValue e) {
      parts(expr, expr.term());
    } catch (EvaluationFailed e) {
      report(e);
    }
  }

  /** Judges a value that is encrypted: whether a password opens it. */
  void vaulted(Vaulted value) {
    try {
      value.value();
    } catch (EvaluationFailed e) {
      report(e);
    }
  }

  /** Judges an expression that is a part of a text. */
  void text(Expr expr) {
    try {
      TemplateModel model = expr.value(evaluation);
      expr.explained(evaluation, () -> Text.text(expr, model));
    } catch (UnknownValue e) {
      parts(expr, expr.term());
    } catch (EvaluationFailed e) {
      report(e);
    }
  }

  /** Judges a condition; returns what it comes to, if that is known. */
  Optional<Boolean> condition(Expr expr) {
    try {
      TemplateModel model = expr.value(evaluation);
      if (!(model instanceof TemplateBooleanModel flag)) {
        throw new Explain(expr, evaluation).notBoolean(expr.term(), List.of());
      }
      return Optional.of(expr.explained(evaluation, flag::getAsBoolean));
    } catch (UnknownValue e) {
      Boolean known = Condition.known(expr.term(), evaluation);
      if (known == null) parts(expr, expr.term());
      return Optional.ofNullable(known);
    } catch (EvaluationFailed e) {
      report(e);
      return Optional.empty();
    }
  }

  /** Judges an expression of a template file. */
  void within(Expr expr) {
    part(expr, expr.term());
  }

  private void report(EvaluationFailed failed) {
    problems.report(
        sure ? Severity.ERROR : Severity.WARNING, Optional.of(failed.span()), failed.problem());
  }

  /** Judges a part that must have a value. */
  private void part(Expr expr, Term term) {
    if (term.is(Term.Kind.INTERPOLATION)) {
      part(expr, term.part(0));
      return;
    }
    if (!term.node().isExpression() || isCallee(term) || isOfLoop(term)) return;
    try {
      TemplateModel model = evaluation.eval(term, List.of());
      Culprit.force(model);
      if (model == null) {
        report(new Explain(expr, evaluation).missing(term, List.of()));
      }
    } catch (UnknownValue e) {
      parts(expr, term);
    } catch (EvaluationFailed e) {
      report(e);
    } catch (TemplateException e) {
      report(new Explain(expr, evaluation).failure(term, e));
    }
  }

  private static boolean isOfLoop(Term term) {
    return term.is(Term.Kind.BUILT_IN) && OF_LOOPS.contains(term.name());
  }

  private static boolean isCallee(Term term) {
    return term.is(Term.Kind.NAME) && Functions.isFunction(term.name());
  }

  /** Judges the parts of something whose own value is unknown. */
  private void parts(Expr expr, Term term) {
    List<Term> parts = term.parts();
    if (Culprit.isTolerant(term)) {
      tolerant(expr, parts.get(0));
      for (Term other : parts.subList(1, parts.size())) {
        if (term.is(Term.Kind.DEFAULT)) perhaps().part(expr, other);
        else tolerant(expr, other);
      }
      return;
    }
    switch (term.kind()) {
      case AND, OR -> {
        part(expr, parts.get(0));
        (isKnown(parts.get(0)) ? this : perhaps()).part(expr, parts.get(1));
      }
      case BUILT_IN -> builtIn(expr, term);
      case LAMBDA -> {}
      default -> parts.forEach(part -> part(expr, part));
    }
  }

  private void builtIn(Expr expr, Term term) {
    List<Term> parts = term.parts();
    part(expr, parts.get(0));
    List<Term> args = parts.subList(1, parts.size());
    if (LAMBDAS.contains(term.name())) {
      for (Term arg : args) if (arg.is(Term.Kind.LAMBDA)) lambda(expr, parts.get(0), arg);
    } else if (term.name().equals("then") && args.size() == 2) {
      Optional<Boolean> chosen = flag(parts.get(0));
      if (chosen.isPresent()) {
        part(expr, args.get(chosen.get() ? 0 : 1));
      } else {
        args.forEach(arg -> perhaps().part(expr, arg));
      }
    } else if (term.name().equals("switch")) {
      args.forEach(arg -> perhaps().part(expr, arg));
    } else {
      args.forEach(arg -> part(expr, arg));
    }
  }

  private boolean isKnown(Term term) {
    return flag(term).isPresent();
  }

  private Optional<Boolean> flag(Term term) {
    try {
      return evaluation.eval(term, List.of()) instanceof TemplateBooleanModel flag
          ? Optional.of(flag.getAsBoolean())
          : Optional.empty();
    } catch (TemplateException | UnknownValue | EvaluationFailed e) {
      return Optional.empty();
    }
  }

  /** Judges what may be missing: in parentheses each step, else the last one. */
  private void tolerant(Expr expr, Term term) {
    try {
      evaluation.eval(term, List.of());
    } catch (UnknownValue e) {
      if (term.is(Term.Kind.PARENTHESES)) {
        steps(expr, term.part(0));
      } else {
        parts(expr, term);
      }
    } catch (EvaluationFailed e) {
      report(e);
    } catch (TemplateException e) {
      EvaluationFailed failed = new Explain(expr, evaluation).failure(term, e);
      if (!failed.isMissing() || !term.is(Term.Kind.PARENTHESES)) report(failed);
    }
  }

  private void steps(Expr expr, Term term) {
    boolean step = term.is(Term.Kind.FIELD) || term.is(Term.Kind.INDEX);
    if (!step) {
      if (!term.is(Term.Kind.NAME)) parts(expr, term);
      return;
    }
    tolerant(
        expr,
        new Term(
            Term.Kind.PARENTHESES,
            "",
            List.of(term.part(0)),
            term.from(),
            term.to(),
            term.part(0).node()));
    if (term.is(Term.Kind.INDEX)) part(expr, term.part(1));
  }

  /** Judges a lambda for each item as far as the list is known, else for what items are like. */
  private void lambda(Expr expr, Term list, Term lambda) {
    String name = lambda.part(0).name();
    Object like = Unknown.ANY;
    List<TemplateModel> items = List.of();
    try {
      TemplateModel model = evaluation.eval(list, List.of());
      if (model instanceof Models.Unsure unsure && unsure.unknown() instanceof Unknown.Seq seq) {
        like = seq.item();
      } else {
        items = Culprit.items(evaluation, list, List.of());
        if (items.isEmpty()) return;
      }
    } catch (TemplateException | EvaluationFailed e) {
      return;
    } catch (UnknownValue e) {
      like = Unknown.ANY;
    }
    if (items.isEmpty()) {
      perhaps().in(evaluation.with(name, like)).part(expr, lambda.last());
      return;
    }
    Judge judge = this;
    for (TemplateModel item : items.subList(0, Math.min(ITEMS, items.size()))) {
      if (item != null) judge.in(evaluation.with(name, item)).part(expr, lambda.last());
      judge = judge.perhaps();
    }
  }
}
