package outpost.core.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import outpost.core.catalog.Given;
import outpost.core.template.Omit;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.UnknownValue;

/** Evaluates a task's arguments, keeping the source text of what is no expression. */
public final class GivenReader {
  private GivenReader() {}

  /**
   * Returns what the arguments are for a scope, as far as can be told without doing anything; what
   * it does not know yet is {@link Given.Unknown}.
   *
   * @throws outpost.core.template.EvaluationFailed if an expression has no value
   */
  public static Given read(Template template, Scope scope) {
    return read(template, scope, leaf -> leaf.preview(scope));
  }

  /**
   * Returns what the arguments are in the run; what hangs on an unknown variable is {@link
   * Given.Unknown}.
   *
   * @throws outpost.core.template.EvaluationFailed if an expression has no value
   */
  public static Given evaluate(Template template, Scope scope) {
    return read(template, scope, leaf -> leaf.evaluateKnown(scope));
  }

  private static Given read(
      Template template, Scope scope, Function<Template.Leaf, Object> values) {
    if (template instanceof Template.Items list) {
      List<Given> items = new ArrayList<>();
      for (Template item : list.items()) {
        Given given = read(item, scope, values);
        if (!isOmitted(given)) items.add(given);
      }
      return new Given.Items(list.span(), items);
    }
    if (template instanceof Template.Fields map) {
      List<Given.Field> fields = new ArrayList<>();
      for (Template.Field field : map.fields()) {
        Given given = read(field.value(), scope, values);
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
    return Given.of(leaf.span(), values.apply(leaf));
  }

  private static boolean isOmitted(Given given) {
    return given instanceof Given.Value value && value.value() == Omit.OMIT;
  }
}
