package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.Environment;
import freemarker.core.JSONCFormat;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.core.TemplateNumberFormat;
import freemarker.core.TemplateNumberFormatFactory;
import freemarker.core.UndefinedOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.ObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/**
 * FreeMarker set up so that expressions see data and nothing else: no classes, no methods of Java
 * objects, no files but templates, no locale.
 */
final class Engine {
  static {
    System.setProperty("org.freemarker.loggerLibrary", "none");
    BuiltIns.install();
  }

  private static final Template HOST = host(configuration());

  /** Makes sure that FreeMarker knows our built-ins. */
  static void start() {}

  private static Template host(Configuration configuration) {
    try {
      return new Template("", new StringReader(""), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether it is an expression of ours. */
  static boolean parses(String expression) {
    try {
      Bridge.parse(expression, HOST, Functions.marked());
      return true;
    } catch (ParseException e) {
      return false;
    }
  }

  /** Returns the empty template that expressions are parsed and evaluated in. */
  Template host() {
    return HOST;
  }

  /** Returns a new environment, for one thread and one evaluation. */
  Environment environment(TemplateHashModel variables) {
    try {
      return HOST.createProcessingEnvironment(variables, Writer.nullWriter());
    } catch (TemplateException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Configuration configuration() {
    Configuration cfg = new Configuration(Configuration.VERSION_2_3_35);
    cfg.setObjectWrapper((ObjectWrapper) value -> Models.of(value, "it", Models.PLAIN));
    cfg.setLocale(Locale.ROOT);
    cfg.setTimeZone(TimeZone.getTimeZone("UTC"));
    cfg.setDefaultEncoding("UTF-8");
    cfg.setCustomNumberFormats(Map.of("written", new AsWritten()));
    cfg.setNumberFormat("@written");
    cfg.setBooleanFormat("c");
    cfg.setCFormat(JSONCFormat.INSTANCE);
    cfg.setOutputFormat(UndefinedOutputFormat.INSTANCE); // the one that lets a secret pass
    cfg.setAutoEscapingPolicy(Configuration.DISABLE_AUTO_ESCAPING_POLICY);
    cfg.setRecognizeStandardFileExtensions(false);
    cfg.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
    cfg.setTagSyntax(Configuration.ANGLE_BRACKET_TAG_SYNTAX);
    cfg.setNamingConvention(Configuration.LEGACY_NAMING_CONVENTION);
    cfg.setTabSize(1);
    cfg.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    cfg.setAPIBuiltinEnabled(false);
    cfg.setLocalizedLookup(false);
    cfg.setFallbackOnNullLoopVariable(false);
    cfg.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
    cfg.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    cfg.setLogTemplateExceptions(false);
    cfg.setAttemptExceptionReporter((e, env) -> {});
    cfg.setShowErrorTips(false);
    cfg.setWrapUncheckedExceptions(false);
    return cfg;
  }

  /** Prints numbers as they were written, or plainly: no grouping, no exponent. */
  private static final class AsWritten extends TemplateNumberFormatFactory {
    private static final TemplateNumberFormat FORMAT =
        new TemplateNumberFormat() {
          @Override
          public String formatToPlainText(TemplateNumberModel model) throws TemplateModelException {
            return model instanceof Models.Figure figure
                ? figure.text()
                : Numbers.plain(model.getAsNumber());
          }

          @Override
          public Object format(TemplateNumberModel model) throws TemplateModelException {
            return model instanceof Secrets.Figure ? model : formatToPlainText(model);
          }

          @Override
          public boolean isLocaleBound() {
            return false;
          }

          @Override
          public String getDescription() {
            return "as written";
          }
        };

    @Override
    public TemplateNumberFormat get(String params, Locale locale, Environment env) {
      return FORMAT;
    }
  }
}
