package outpost.core.template;

import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.source.Problems;
import outpost.core.source.Span;

/**
 * Expressions that must all be true: {@code when}, {@code until}, {@code that}. Immutable; any
 * number of threads may test it.
 */
public final class Condition {
  private final Templates home;
  private final Span span;
  private final List<Expr> all;
  private final boolean unread;

  /**
   * @param unread whether there are more that could not be read, as is told already
   */
  Condition(Templates home, Span span, List<Expr> all, boolean unread) {
    this.home = home;
    this.span = span;
    this.all = List.copyOf(all);
    this.unread = unread;
  }

  public Span span() {
    return span;
  }

  /** Returns the expressions as they were written, in order. */
  public List<String> texts() {
    return all.stream().map(expr -> expr.text().strip()).toList();
  }

  /**
   * Returns whether all are true; those behind a false one are not looked at.
   *
   * @throws EvaluationFailed if one is neither true nor false
   * @throws UnknownValue if it hangs on something that is not known yet
   */
  public boolean test(Scope scope) {
    return firstFalse(scope).isEmpty();
  }

  /** Returns the text of the first expression that is false; nothing if all are true. */
  public Optional<String> firstFalse(Scope scope) {
    Evaluation evaluation = home.evaluation(scope);
    UnknownValue unknown = unread ? UnknownValue.unread() : null;
    for (Expr expr : all) {
      try {
        if (!test(expr, evaluation)) return Optional.of(expr.text().strip());
      } catch (UnknownValue e) {
        unknown = e;
      } catch (EvaluationFailed e) {
        // what an unknown one before it may have guarded is no failure
        if (unknown == null) throw e;
      }
    }
    if (unknown != null) throw unknown;
    return Optional.empty();
  }

  private static boolean test(Expr expr, Evaluation evaluation) {
    try {
      TemplateModel value = expr.value(evaluation);
      if (value instanceof TemplateBooleanModel flag) return flag.getAsBoolean();
      throw new Explain(expr, evaluation).notBoolean(expr.term(), List.of());
    } catch (UnknownValue e) {
      Boolean known = known(expr.term(), evaluation);
      if (known == null) throw e;
      return known;
    } catch (TemplateModelException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code false && ?} is false and {@code ? || true} is true, in either order; else null. */
  static Boolean known(Term term, Evaluation evaluation) {
    return switch (term.kind()) {
      case PARENTHESES -> known(term.part(0), evaluation);
      case NOT -> {
        Boolean inner = known(term.part(0), evaluation);
        yield inner == null ? null : !inner;
      }
      case AND, OR -> {
        boolean decides = term.is(Term.Kind.OR);
        Boolean left = known(term.part(0), evaluation);
        Boolean right = known(term.part(1), evaluation);
        if (left != null && left == decides || right != null && right == decides) yield decides;
        yield left == null || right == null ? null : Boolean.valueOf(!decides);
      }
      default -> {
        try {
          yield evaluation.eval(term, List.of()) instanceof TemplateBooleanModel flag
              ? (Boolean) flag.getAsBoolean()
              : null;
        } catch (TemplateException | UnknownValue | EvaluationFailed e) {
          yield null;
        }
      }
    };
  }

  /** Checks what will surely be tested. */
  public Optional<Boolean> check(Scope scope, Problems problems) {
    return check(scope, problems, true);
  }

  /**
   * Reports what fails with these variables: surely as errors, perhaps as warnings. Returns what it
   * comes to, if that is known.
   *
   * @param surely whether it will be tested at all; else all is told as warnings
   */
  public Optional<Boolean> check(Scope scope, Problems problems, boolean surely) {
    Judge judge = new Judge(home.preview(scope), problems, surely && !unread);
    boolean known = !unread;
    for (Expr expr : all) {
      Optional<Boolean> verdict = judge.condition(expr);
      if (verdict.isPresent() && !verdict.get()) return verdict;
      if (verdict.isEmpty()) {
        judge = judge.perhaps();
        known = false;
      }
    }
    return known ? Optional.of(true) : Optional.empty();
  }

  /** See {@link Template#variables}. */
  public Set<String> variables() {
    Set<String> names = new TreeSet<>();
    all.forEach(expr -> names.addAll(expr.variables()));
    return names;
  }
}
