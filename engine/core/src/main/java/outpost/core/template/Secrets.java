package outpost.core.template;

import freemarker.core.MarkupOutputFormat;
import freemarker.core.Seals;
import freemarker.core.TemplateMarkupOutputModel;
import freemarker.template.AdapterTemplateModel;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import outpost.api.Secret;

/**
 * Carries secrets through expressions: as "markup" of an output format of our own, which survives
 * {@code +} and interpolation, and which every text built-in, comparison and join refuses.
 */
final class Secrets extends MarkupOutputFormat<Secrets.Model> {
  private static final Secrets FORMAT = new Secrets();

  private Secrets() {}

  static Model model(Secret secret) {
    String text = secret.revealText(); // stays inside a model that prints as ***
    return secret.isNumber() ? new Figure(text) : new Model(text);
  }

  static Model model(String text) {
    return new Model(text);
  }

  /** Returns a value without its seal, for what makes a secret of all that comes of it. */
  static Object opened(Secret secret) {
    String text = secret.revealText(); // closed again by who asks, or asked for by the user
    return secret.isNumber() ? YamlTypes.value(text) : text;
  }

  /** Returns text or a number as a secret. */
  static Secret sealed(Object value) {
    return value instanceof String text ? Secret.of(text) : Secret.ofNumber(Args.string(value));
  }

  /** A writer that takes note when a secret is written to it. */
  interface Tainted {
    void taint();
  }

  /** A secret as FreeMarker sees it. */
  static class Model
      implements TemplateMarkupOutputModel<Model>, AdapterTemplateModel, Seals.Sealed {
    private final String text;

    private Model(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    @Override
    public MarkupOutputFormat<Model> getOutputFormat() {
      return FORMAT;
    }

    @Override
    public Object getAdaptedObject(Class<?> hint) {
      return Secret.of(text);
    }

    @Override
    public TemplateModel opened() {
      return new SimpleScalar(text);
    }

    /** Whether something holds may be known, and how long a secret is; all else stays one. */
    @Override
    public TemplateModel sealed(TemplateModel result, String step) throws TemplateModelException {
      if (result instanceof TemplateBooleanModel flag) {
        return flag.getAsBoolean() ? TemplateBooleanModel.TRUE : TemplateBooleanModel.FALSE;
      }
      if (result instanceof TemplateNumberModel number) {
        return step.equals("length") ? number : new Figure(Numbers.plain(number.getAsNumber()));
      }
      if (result instanceof TemplateScalarModel plain) return model(plain.getAsString());
      if (result instanceof TemplateSequenceModel row) {
        List<Object> items = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) items.add(sealed(row.get(i), step));
        return Models.of(items, "?" + step, Models.PLAIN);
      }
      throw failed(step);
    }

    @Override
    public TemplateModelException failed(String step) {
      return BadCall.secret(0);
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** A secret number, which nothing is calculated from. */
  static final class Figure extends Model implements TemplateNumberModel {
    private Figure(String text) {
      super(text);
    }

    @Override
    public Number getAsNumber() throws TemplateModelException {
      throw BadCall.calculated();
    }

    @Override
    public Object getAdaptedObject(Class<?> hint) {
      return Secret.ofNumber(text());
    }

    @Override
    public TemplateModel opened() {
      return Models.of(YamlTypes.value(text()), "it", Models.PLAIN);
    }
  }

  @Override
  public String getName() {
    return "secret";
  }

  @Override
  public String getMimeType() {
    return null;
  }

  @Override
  public Model fromPlainTextByEscaping(String text) {
    return model(text);
  }

  @Override
  public Model fromMarkup(String text) {
    return model(text);
  }

  @Override
  public Model concat(Model left, Model right) {
    return model(left.text + right.text);
  }

  @Override
  public boolean isEmpty(Model model) {
    return model.text.isEmpty();
  }

  @Override
  public void output(Model model, Writer out) throws IOException, TemplateModelException {
    if (!(out instanceof Tainted tainted)) {
      throw new BadCall(
          "a secret cannot be caught by a directive",
          "write it straight into the text: `${…}` outside of `<#assign>`…`</#assign>` and `<#compress>`");
    }
    tainted.taint();
    out.write(model.text);
  }

  @Override
  public void output(String text, Writer out) throws IOException {
    out.write(text);
  }

  @Override
  public String getSourcePlainText(Model model) {
    return null;
  }

  @Override
  public String getMarkupString(Model model) throws TemplateModelException {
    throw new BadCall("a secret cannot be turned into plain text");
  }

  @Override
  public String escapePlainText(String text) {
    return text;
  }

  @Override
  public boolean isOutputFormatMixingAllowed() {
    return true;
  }

  @Override
  public boolean isAutoEscapedByDefault() {
    return false;
  }

  @Override
  public boolean isLegacyBuiltInBypassed(String name) {
    return false;
  }
}
