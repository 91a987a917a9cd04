package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.template.TemplateException;
import freemarker.template.TemplateHashModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateScalarModel;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Problem;

/** An expression and the values of its parts where it stands. */
record Seen(Expr expr, Look look) {

  boolean isMissing(Term term, List<Bridge.Local> locals) {
    try {
      return look.eval(term, locals) == null;
    } catch (TemplateException | UnknownValue | EvaluationFailed e) {
      return false;
    }
  }

  TemplateModel value(Term term, List<Bridge.Local> locals) {
    try {
      return look.eval(term, locals);
    } catch (TemplateException | UnknownValue | EvaluationFailed e) {
      return null;
    }
  }

  static boolean isBound(String name, List<Bridge.Local> locals) {
    return locals.stream().anyMatch(local -> local.name().equals(name));
  }

  String key(Term step, List<Bridge.Local> locals) {
    if (step.is(Term.Kind.FIELD)) return step.name();
    try {
      return value(step.part(1), locals) instanceof TemplateScalarModel text
          ? text.getAsString()
          : null;
    } catch (TemplateException e) {
      return null;
    }
  }

  static Collection<String> keys(TemplateModel model) {
    boolean open =
        model instanceof Models.Unsure unsure && unsure.unknown() instanceof Unknown.Open;
    if (open) return ((Unknown.Open) ((Models.Unsure) model).unknown()).names();
    Set<String> keys = new TreeSet<>();
    if (!(model instanceof TemplateHashModelEx record)) return keys;
    try {
      TemplateModelIterator all = record.keys().iterator();
      while (all.hasNext()) keys.add(((TemplateScalarModel) all.next()).getAsString());
    } catch (TemplateException | UnknownValue e) {
      return keys;
    }
    return keys;
  }

  EvaluationFailed failed(Term term, String id, String what, List<String> hints) {
    return new EvaluationFailed(new Problem(id, what, hints), expr.span(term), false);
  }
}
