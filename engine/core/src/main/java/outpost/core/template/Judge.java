package outpost.core.template;

import java.util.Optional;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;

final class Judge {
  enum Use {
    ANY,
    TEXT
  }

  enum Verdict {
    TRUE,
    FALSE,
    UNKNOWN
  }

  private final Evaluation evaluation;
  private final Problems problems;

  Judge(Evaluation evaluation, Problems problems) {
    this.evaluation = evaluation;
    this.problems = problems;
  }

  static void check(Expr expr, Evaluation evaluation, Problems problems, Use use) {
    try {
      expr.valueOrNull(evaluation);
    } catch (UnknownValue e) {
      return;
    } catch (EvaluationFailed e) {
      problems.report(Diagnostic.Severity.ERROR, Optional.of(e.span()), e.problem());
    }
  }

  void check(Expr expr) {
    check(expr, evaluation, problems, Use.ANY);
  }

  Verdict condition(Expr expr) {
    check(expr, evaluation, problems, Use.ANY);
    return Verdict.UNKNOWN;
  }

  Judge perhaps() {
    return this;
  }
}
