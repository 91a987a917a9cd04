package outpost.core.template;

import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateDateModel;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;

/** Names the kinds of values in messages. */
final class Kinds {
  private static final int SHOWN = 40;

  private Kinds() {}

  /** Returns the kind with its article: {@code a list}. */
  static String name(TemplateModel model) {
    if (model == null) return "null";
    if (model instanceof Secrets.Model) return "a secret";
    if (model == Models.OMIT) return "`omit`";
    if (model instanceof TemplateNumberModel) return "a number";
    if (model instanceof TemplateBooleanModel) return "a boolean";
    if (model instanceof TemplateDateModel) return "a date";
    if (model instanceof TemplateScalarModel) return "a string";
    if (model instanceof TemplateSequenceModel) return "a list";
    if (model instanceof TemplateHashModel) return "a map";
    if (model instanceof TemplateCollectionModel) return "a list";
    if (model instanceof TemplateMethodModelEx) return "a function";
    return "a value of another kind";
  }

  /** Returns the kind and, of short values that are known, the value. */
  static String describe(TemplateModel model) {
    String kind = name(model);
    try {
      if (model instanceof Models.Unsure || model instanceof Secrets.Model) return kind;
      if (model instanceof Models.Figure figure) return kind + " " + figure.text();
      if (model instanceof TemplateNumberModel number) {
        return kind + " " + Numbers.plain(number.getAsNumber());
      }
      if (model instanceof TemplateBooleanModel flag) return kind + " " + flag.getAsBoolean();
      if (model instanceof TemplateScalarModel text) return kind + " " + quoted(text.getAsString());
    } catch (TemplateModelException | UnknownValue e) {
      return kind;
    }
    return kind;
  }

  private static String quoted(String text) {
    String line = text.lines().findFirst().orElse("");
    boolean cut = line.length() > SHOWN || line.length() < text.length();
    String shown = line.length() > SHOWN ? line.substring(0, SHOWN) : line;
    return "\"" + shown + (cut ? "…" : "") + "\"";
  }

  /** Returns the hint how a value becomes text. */
  static String toText(TemplateModel model, String expression) {
    return switch (name(model)) {
      case "a list" -> "write `" + expression + "?join(', ')` or `" + expression + "?to_json`";
      case "a map" -> "write `" + expression + "?to_json`, or name one of its fields";
      case "a function" -> "give it its arguments in parentheses";
      default -> "write `" + expression + "?string`";
    };
  }
}
