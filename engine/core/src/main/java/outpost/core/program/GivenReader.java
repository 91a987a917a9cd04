package outpost.core.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import outpost.core.catalog.Given;
import outpost.core.template.Omit;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.UnknownValue;

/** Evaluates a task's arguments, keeping the source text of what is no expression. */
public enum GivenReader {
  /** As far as can be told without doing anything: no lookup is asked that does something. */
  AHEAD(Template::preview),

  /** In the run, where every lookup is asked. */
  RUN(Template::evaluateKnown);

  private final BiFunction<Template, Scope, Object> values;

  GivenReader(BiFunction<Template, Scope, Object> values) {
    this.values = values;
  }

  /**
   * Returns a value with an {@link outpost.core.template.Unknown} in the place of each part that is
   * not known yet.
   *
   * @throws outpost.core.template.EvaluationFailed if an expression has no value
   */
  public Object value(Template template, Scope scope) {
    return values.apply(template, scope);
  }

  /**
   * Returns what the arguments are for a scope; what it does not know yet is {@link Given.Unknown}.
   *
   * @throws outpost.core.template.EvaluationFailed if an expression has no value
   */
  public Given read(Template template, Scope scope) {
    if (template instanceof Template.Items list) {
      List<Given> items = new ArrayList<>();
      for (Template item : list.items()) {
        Given given = read(item, scope);
        if (!isOmitted(given)) items.add(given);
      }
      return new Given.Items(list.span(), items);
    }
    if (template instanceof Template.Fields map) {
      List<Given.Field> fields = new ArrayList<>();
      for (Template.Field field : map.fields()) {
        Given given = read(field.value(), scope);
        if (isOmitted(given)) continue;
        try {
          String key = String.valueOf(field.key().evaluate(scope));
          fields.add(new Given.Field(field.key().span(), key, given));
        } catch (UnknownValue e) {
          return new Given.Unknown(map.span());
        }
      }
      return new Given.Fields(map.span(), fields);
    }
    Template.Leaf leaf = (Template.Leaf) template;
    if (leaf.constant()) return new Given.Text(leaf.span(), leaf.text(), leaf.plain());
    return Given.of(leaf.span(), value(leaf, scope));
  }

  private static boolean isOmitted(Given given) {
    return given instanceof Given.Value value && value.value() == Omit.OMIT;
  }
}
