package outpost.core.template;

import freemarker.core.Environment;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import outpost.api.Secret;
import outpost.core.source.Suggest;

/** One call of a built-in of ours: checks what it is given, and keeps secrets closed. */
final class Call {
  private final Signature signature;
  private final boolean function;
  private final Environment env;

  /** How long a secret is may be known. */
  private static final Set<String> MEASURES = Set.of("count", "length");

  /** These take one part out of a map, so that nobody need know the others. */
  private static final Set<String> PICKING = Set.of("extract", "map");

  /**
   * @param function whether it is written {@code name(x)}, not {@code x?name}
   */
  Call(Signature signature, boolean function, Environment env) {
    this.signature = signature;
    this.function = function;
    this.env = env;
  }

  TemplateModel run(TemplateModel left, List<TemplateModel> args) throws TemplateModelException {
    int last = args.size();
    boolean withOptions =
        last > 0
            && Signature.Kind.of(args.get(last - 1)) == Signature.Kind.MAP
            && signature.takesOptions(last);
    List<TemplateModel> given = withOptions ? args.subList(0, last - 1) : args;
    if (given.size() < signature.required() || given.size() > signature.most()) {
      int counted = given.size() + (function ? 1 : 0);
      throw new BadCall(
          signature.said(function) + " takes " + signature.arity(function) + ", not " + counted,
          "write `" + signature.usage(function) + "`");
    }
    List<TemplateModel> models = new ArrayList<>(args.size() + 1);
    models.add(left);
    models.addAll(given);
    for (int i = 0; i < models.size(); i++) accept(i, models.get(i));
    try {
      Object options = withOptions ? Plain.value(args.get(last - 1)) : Map.of();
      if (!signature.pure() && env != null && Evaluation.isPreview(env)) {
        return unknown(new UnknownValue(signature.name()));
      }
      return apply(models, (Map<?, ?>) options);
    } catch (UnknownValue e) {
      return unknown(e);
    }
  }

  /** Whether something holds of a secret may be known. */
  private boolean seesText() {
    return signature.secrecy() == Signature.Secrecy.TEXTUAL
        || signature.gives() == Signature.Kind.BOOLEAN
        || MEASURES.contains(signature.name());
  }

  private void accept(int place, TemplateModel model) throws BadCall {
    if (model == null) {
      if (signature.missingOk()) return;
      throw BadCall.missing(
          place, "an argument of " + signature.said(function) + " is not defined");
    }
    Signature.Kind kind = Signature.Kind.of(model);
    if (!signature.accepts(place, kind)) {
      throw new BadCall(
          place,
          signature.said(function)
              + " takes "
              + signature.kinds(place)
              + " here, not "
              + Kinds.describe(model),
          kind == Signature.Kind.MAP && signature.takes(place, Signature.Kind.LIST)
              ? "`?keys`, `?values` and `?dict2items` make lists of maps"
              : "write `" + signature.usage(function) + "`");
    }
    boolean opens = !seesText() && !signature.takes(place, Signature.Kind.ANY);
    if (model instanceof Secrets.Model && opens) throw BadCall.secret(place);
  }

  private TemplateModel apply(List<TemplateModel> models, Map<?, ?> options)
      throws TemplateModelException {
    Opened opened = new Opened();
    List<Object> values = new ArrayList<>(models.size() + options.size());
    for (TemplateModel model : models) {
      Object value = given(model);
      values.add(seesText() ? opened.open(value) : value);
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (Map.Entry<?, ?> option : options.entrySet()) {
      option(String.valueOf(option.getKey()), option.getValue(), values, named);
    }
    Object result;
    try {
      Args args = new Args(values.subList(1, values.size()), named, env);
      result = signature.body().apply(values.get(0), args);
    } catch (BadCall e) {
      if (!opened.any()) throw e;
      // what is wrong with it could quote the secret
      throw new BadCall(
          secretPart(models), signature.said(function) + " cannot be done with this secret");
    }
    if (opened.any() && !MEASURES.contains(signature.name())) result = opened.close(result);
    return Models.of(result, "?" + signature.name(), Models.PLAIN);
  }

  private Object given(TemplateModel model) throws TemplateModelException {
    boolean asItIs =
        PICKING.contains(signature.name())
            && model instanceof Models.Record record
            && record.map() instanceof ByNeed;
    return asItIs ? ((Models.Record) model).map() : Plain.value(model);
  }

  /** Puts an argument that is given by name in its place. */
  private void option(String name, Object value, List<Object> values, Map<String, Object> named)
      throws BadCall {
    Signature.Option option = signature.options().get(name);
    if (option == null) throw noOption(signature, name, function);
    TemplateModel model = Models.of(value, name, Models.PLAIN);
    Signature.Kind kind = Signature.Kind.of(model);
    if (model == null
        || !option.kinds().contains(Signature.Kind.ANY) && !option.kinds().contains(kind)) {
      throw new BadCall(
          "`" + name + "` of " + signature.said(function) + " is " + Kinds.describe(model),
          "write `" + signature.usage(function) + "`");
    }
    if (option.place() < 0) {
      named.put(name, value);
      return;
    }
    while (values.size() <= option.place() + 1) values.add(Args.UNSET);
    if (values.get(option.place() + 1) != Args.UNSET) {
      throw new BadCall("`" + name + "` of " + signature.said(function) + " is given twice");
    }
    values.set(option.place() + 1, value);
  }

  static BadCall noOption(Signature signature, String name, boolean function) {
    List<String> hints = new ArrayList<>(Suggest.hint(name, signature.options().keySet()));
    if (hints.isEmpty()) hints.add("there are " + String.join(", ", signature.options().keySet()));
    return new BadCall(
        signature.said(function) + " has no option `" + name + "`", hints.toArray(String[]::new));
  }

  private static int secretPart(List<TemplateModel> models) {
    for (int i = 0; i < models.size(); i++) {
      if (models.get(i) instanceof Secrets.Model) return i;
    }
    return 0;
  }

  private TemplateModel unknown(UnknownValue e) {
    Unknown result =
        switch (signature.gives()) {
          case TEXT -> Unknown.STR;
          case NUMBER -> Unknown.NUM;
          case BOOLEAN -> Unknown.BOOL;
          case LIST -> new Unknown.Seq(Unknown.ANY);
          case MAP -> new Unknown.Open(Unknown.ANY);
          case ANY -> throw e;
        };
    return Models.of(result, "it", Models.PLAIN);
  }

  /** Opens secrets for a built-in that works on text, and closes what comes of it. */
  private static final class Opened {
    private boolean any;

    boolean any() {
      return any;
    }

    Object open(Object value) {
      if (value instanceof Secret secret) {
        any = true;
        return Secrets.opened(secret);
      }
      return holdsSecret(value) ? each(value, this::open) : value;
    }

    private static boolean holdsSecret(Object value) {
      if (value instanceof List<?> list) {
        for (Object item : list) if (holdsSecret(item)) return true;
        return false;
      }
      if (value instanceof Map<?, ?> map) {
        for (Object item : map.values()) if (holdsSecret(item)) return true;
        return false;
      }
      return value instanceof Secret;
    }

    Object close(Object value) {
      return value instanceof String || Args.isNumber(value)
          ? Secrets.sealed(value)
          : each(value, this::close);
    }

    private static Object each(Object value, UnaryOperator<Object> change) {
      if (value instanceof List<?> list) {
        List<Object> changed = new ArrayList<>(list.size());
        for (Object item : list) changed.add(change.apply(item));
        return changed;
      }
      if (value instanceof Map<?, ?> map) {
        Map<String, Object> changed = new LinkedHashMap<>();
        map.forEach((key, item) -> changed.put(String.valueOf(key), change.apply(item)));
        return changed;
      }
      return value;
    }
  }
}
