package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.InvalidReferenceException;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The smallest part of an expression that fails when it is evaluated alone, with the names that
 * lambdas bind around it.
 *
 * @param failure how it fails; null if it has no value where there must be one
 */
record Culprit(Term term, List<Bridge.Local> locals, Exception failure) {
  private static final int ITEMS = 10_000;
  private static final Set<String> TOLERANT = Set.of("has_content", "default", "exists");

  /** Returns the culprit in a part; null if it does not fail. */
  static Culprit find(Look look, Term term, List<Bridge.Local> locals) {
    if (term.is(Term.Kind.INTERPOLATION)) return find(look, term.part(0), locals);
    Exception failure = attempt(look, term, locals);
    if (failure == null) return null;
    for (Term part : term.parts()) {
      if (part.is(Term.Kind.LAMBDA)) {
        Culprit inside = inLambda(look, term.part(0), part, locals);
        if (inside != null) return inside;
      } else if (isReached(look, term, part, locals)) {
        Culprit inside = find(look, part, locals);
        if (inside != null) return inside;
      }
    }
    return new Culprit(term, locals, failure);
  }

  private static Exception attempt(Look look, Term term, List<Bridge.Local> locals) {
    if (!term.node().isExpression()) return null;
    try {
      force(look.eval(term, locals));
      return null;
    } catch (UnknownValue e) {
      return null;
    } catch (TemplateException | EvaluationFailed e) {
      return e;
    }
  }

  /** Goes through what {@code ?map} and {@code ?filter} have only promised so far. */
  static void force(TemplateModel model) throws TemplateModelException {
    if (!(model instanceof TemplateCollectionModel promised)) return;
    if (model instanceof TemplateSequenceModel) return;
    TemplateModelIterator items = promised.iterator();
    for (int i = 0; i < ITEMS && items.hasNext(); i++) items.next();
  }

  /** Returns whether nothing fails, but a value is missing that must be there. */
  boolean isNothing() {
    return failure == null;
  }

  /** Returns whether the evaluation of a term comes to a part of it and minds if that fails. */
  private static boolean isReached(Look look, Term term, Term part, List<Bridge.Local> locals) {
    int index = term.parts().indexOf(part);
    if (index == 0 && isTolerant(term) && part.is(Term.Kind.PARENTHESES)) {
      return !(attempt(look, part, locals) instanceof InvalidReferenceException);
    }
    if (term.is(Term.Kind.BUILT_IN) && term.name().equals("then") && index > 0) {
      return index == (isTrue(look, term.part(0), locals) ? 1 : 2);
    }
    return true;
  }

  /** Returns whether what stands left may be missing. */
  static boolean isTolerant(Term term) {
    return switch (term.kind()) {
      case DEFAULT, EXISTS -> true;
      case BUILT_IN -> TOLERANT.contains(term.name()) || BuiltIns.isMissingOk(term.name());
      default -> false;
    };
  }

  private static boolean isTrue(Look look, Term term, List<Bridge.Local> locals) {
    try {
      return look.eval(term, locals) instanceof TemplateBooleanModel flag && flag.getAsBoolean();
    } catch (TemplateException | UnknownValue | EvaluationFailed e) {
      return false;
    }
  }

  /** Tries a lambda on each item of its list. */
  private static Culprit inLambda(Look look, Term list, Term lambda, List<Bridge.Local> locals) {
    String name = lambda.part(0).name();
    for (TemplateModel item : items(look, list, locals)) {
      List<Bridge.Local> inner = new ArrayList<>(locals);
      inner.add(new Bridge.Local(name, item));
      Culprit inside = find(look, lambda.last(), inner);
      if (inside != null) return inside;
      if (isMissing(look, lambda.last(), inner)) return new Culprit(lambda.last(), inner, null);
    }
    return null;
  }

  private static boolean isMissing(Look look, Term term, List<Bridge.Local> locals) {
    try {
      return look.eval(term, locals) == null;
    } catch (TemplateException | UnknownValue | EvaluationFailed e) {
      return false;
    }
  }

  static List<TemplateModel> items(Look look, Term list, List<Bridge.Local> locals) {
    List<TemplateModel> items = new ArrayList<>();
    try {
      TemplateModel model = look.eval(list, locals);
      if (model instanceof TemplateCollectionModel collection) {
        TemplateModelIterator all = collection.iterator();
        while (all.hasNext() && items.size() < ITEMS) items.add(all.next());
      } else if (model instanceof TemplateSequenceModel row) {
        for (int i = 0; i < Math.min(row.size(), ITEMS); i++) items.add(row.get(i));
      }
    } catch (TemplateException | UnknownValue | EvaluationFailed e) {
      return items;
    }
    return items;
  }
}
