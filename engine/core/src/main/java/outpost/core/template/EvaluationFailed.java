package outpost.core.template;

import outpost.api.Problem;
import outpost.core.source.Span;

/** Thrown when an expression has no value; it says why, and where the cause stands. */
public final class EvaluationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Span span;
  private final boolean missing;

  EvaluationFailed(Problem problem, Span span, boolean missing) {
    super(span + ": " + problem.message(), null, false, false);
    this.problem = problem;
    this.span = span;
    this.missing = missing;
  }

  public Problem problem() {
    return problem;
  }

  public Span span() {
    return span;
  }

  /** Returns whether something is not defined, so that a default may take its place. */
  public boolean isMissing() {
    return missing;
  }
}
