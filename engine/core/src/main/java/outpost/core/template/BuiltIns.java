package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import outpost.api.Secret;

/** The built-ins of our own: Ansible's filters and tests, as {@code x?name(…)}. */
final class BuiltIns {
  private static final Map<String, Signature> ALL = new LinkedHashMap<>();

  static {
    Stream.of(
            TypeBuiltIns.TABLE,
            TextBuiltIns.TABLE,
            RegexBuiltIns.TABLE,
            ListBuiltIns.TABLE,
            MapBuiltIns.TABLE,
            DataBuiltIns.TABLE)
        .flatMap(List::stream)
        .forEach(signature -> ALL.put(signature.name(), signature));
    ALL.values()
        .forEach(
            signature ->
                Bridge.addBuiltIn(
                    signature.name(),
                    signature.missingOk(),
                    (left, args) -> run(signature, left, args)));
  }

  private BuiltIns() {}

  /** Adds them to FreeMarker, once and before anything is parsed. */
  static void install() {}

  static Optional<Signature> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  static Set<String> names() {
    return ALL.keySet();
  }

  static boolean isMissingOk(String name) {
    return ALL.containsKey(name) && ALL.get(name).missingOk();
  }

  private static TemplateModel run(
      Signature signature, TemplateModel left, List<TemplateModel> args)
      throws TemplateModelException {
    int given = args.size();
    if (given < signature.required() || given > signature.most()) {
      throw new BadCall(
          "`?" + signature.name() + "` takes " + signature.arity() + ", not " + given,
          "write `" + signature.usage() + "`");
    }
    List<TemplateModel> models = new ArrayList<>();
    models.add(left);
    models.addAll(args);
    for (int i = 0; i < models.size(); i++) accept(signature, i, models.get(i));
    try {
      return apply(signature, models);
    } catch (UnknownValue e) {
      return unknown(signature.gives(), e);
    }
  }

  private static void accept(Signature signature, int place, TemplateModel model) throws BadCall {
    if (model == null) {
      if (signature.missingOk()) return;
      throw new BadCall(place, "an argument of `?" + signature.name() + "` is not defined");
    }
    Signature.Kind kind = Signature.Kind.of(model);
    if (!signature.accepts(place, kind)) {
      throw new BadCall(
          place,
          "`?"
              + signature.name()
              + "` takes "
              + signature.kinds(place)
              + " here, not "
              + Kinds.describe(model),
          "write `" + signature.usage() + "`");
    }
    boolean opens =
        signature.secrecy() == Signature.Secrecy.STRUCTURAL
            && !signature.takes(place, Signature.Kind.ANY);
    if (model instanceof Secrets.Model && opens) throw BadCall.secret(place);
  }

  private static TemplateModel apply(Signature signature, List<TemplateModel> models)
      throws TemplateModelException {
    Opened opened = new Opened();
    List<Object> values = new ArrayList<>();
    for (TemplateModel model : models) {
      Object value = Plain.value(model);
      values.add(signature.secrecy() == Signature.Secrecy.TEXTUAL ? opened.open(value) : value);
    }
    Object result;
    try {
      result = signature.body().apply(values.get(0), new Args(values.subList(1, values.size())));
    } catch (BadCall e) {
      if (!opened.any()) throw e;
      // what is wrong with it could quote the secret
      throw new BadCall(
          secretPart(models), "`?" + signature.name() + "` cannot be done with this secret");
    }
    if (opened.any()) {
      if (result instanceof Boolean || result instanceof Number)
        throw BadCall.secret(secretPart(models));
      result = opened.close(result);
    }
    return Models.of(result, "?" + signature.name(), Models.PLAIN);
  }

  private static int secretPart(List<TemplateModel> models) {
    for (int i = 0; i < models.size(); i++) {
      if (models.get(i) instanceof Secrets.Model) return i;
    }
    return 0;
  }

  private static TemplateModel unknown(Signature.Kind gives, UnknownValue e) {
    Unknown result =
        switch (gives) {
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
        return secret.revealText(); // what the built-in answers is made a secret again
      }
      return each(value, this::open);
    }

    Object close(Object value) {
      return value instanceof String text ? Secret.of(text) : each(value, this::close);
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
