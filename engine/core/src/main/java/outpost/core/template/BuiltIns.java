package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.Environment;
import freemarker.core.ParseException;
import freemarker.core.Seals;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The built-ins of our own, Ansible's filters and tests: {@code x?name(…)}. They can be called as
 * functions too, {@code name(x, …)}, as can FreeMarker's.
 */
final class BuiltIns {
  /** FreeMarker's that work with a lambda, or with the loop around them. */
  private static final Set<String> NO_FUNCTIONS =
      Set.of("filter", "take_while", "drop_while", "index", "counter", "has_next");

  private static final Map<String, Signature> ALL = new LinkedHashMap<>();
  private static final Map<String, Bridge.Node> NATIVE = new ConcurrentHashMap<>();

  static {
    Stream.of(
            TypeBuiltIns.TABLE,
            TestBuiltIns.TABLE,
            TextBuiltIns.TABLE,
            RegexBuiltIns.TABLE,
            ListBuiltIns.TABLE,
            OrderBuiltIns.TABLE,
            PickBuiltIns.TABLE,
            MapBuiltIns.TABLE,
            DataBuiltIns.TABLE,
            NumberBuiltIns.TABLE,
            TimeBuiltIns.TABLE,
            PathBuiltIns.TABLE,
            UrlBuiltIns.TABLE,
            Hashes.TABLE,
            RandomBuiltIns.TABLE,
            IpBuiltIns.TABLE)
        .flatMap(List::stream)
        .forEach(signature -> ALL.put(signature.name(), signature));
    for (Signature signature : ALL.values()) {
      Bridge.Work work = (left, args, env) -> new Call(signature, false, env).run(left, args);
      if (signature.name().equals("map")) Bridge.addNamedMap(work);
      else Bridge.addBuiltIn(signature.name(), signature.missingOk(), work);
    }
  }

  /** FreeMarker's that make text of text, or tell something about it. */
  private static final Set<String> TEXTUAL =
      Set.of(
          "upper_case",
          "lower_case",
          "cap_first",
          "uncap_first",
          "capitalize",
          "trim",
          "replace",
          "split",
          "word_list",
          "substring",
          "left_pad",
          "right_pad",
          "chop_linebreak",
          "remove_beginning",
          "remove_ending",
          "ensure_starts_with",
          "ensure_ends_with",
          "keep_before",
          "keep_before_last",
          "keep_after",
          "keep_after_last",
          "url",
          "url_path",
          "json_string",
          "js_string",
          "xml",
          "html",
          "contains",
          "starts_with",
          "ends_with",
          "matches",
          "length");

  static {
    Set<String> theirs = new TreeSet<>(TEXTUAL);
    theirs.removeAll(ALL.keySet());
    Seals.install(theirs);
  }

  private static final Set<String> FUNCTIONS = functionNames();

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

  /** Returns the names of all that can be called as functions. */
  static Set<String> functions() {
    return FUNCTIONS;
  }

  private static Set<String> functionNames() {
    Set<String> names = new TreeSet<>(Bridge.builtIns());
    names.removeAll(Refusals.BUILT_INS);
    names.removeAll(NO_FUNCTIONS);
    names.removeIf(name -> name.startsWith("is_") && name.endsWith("_item"));
    return Set.copyOf(names);
  }

  /** Returns what {@code name(x, …)} calls. */
  static TemplateMethodModelEx function(String name, Environment env) {
    return args -> {
      List<TemplateModel> models = new ArrayList<>(args.size());
      for (Object arg : args) models.add((TemplateModel) arg);
      return call(name, models.get(0), models.subList(1, models.size()), true, env);
    };
  }

  /** Calls a built-in, ours or FreeMarker's, by its name. */
  static TemplateModel call(
      String name, TemplateModel left, List<TemplateModel> args, boolean function, Environment env)
      throws TemplateModelException {
    Signature ours = ALL.get(name);
    if (ours != null) return new Call(ours, function, env).run(left, args);
    List<Bridge.Local> locals = new ArrayList<>();
    locals.add(new Bridge.Local("it", left));
    for (int i = 0; i < args.size(); i++) locals.add(new Bridge.Local("arg" + i, args.get(i)));
    try {
      return NATIVE
          .computeIfAbsent(name + "/" + args.size(), key -> parsed(name, args.size()))
          .eval(env, locals);
    } catch (TemplateModelException e) {
      throw e;
    } catch (TemplateException e) {
      throw new TemplateModelException(e.getMessage(), e);
    }
  }

  private static Bridge.Node parsed(String name, int args) {
    StringBuilder text = new StringBuilder("it?").append(name);
    for (int i = 0; i < args; i++) text.append(i == 0 ? "(" : ", ").append("arg").append(i);
    try {
      return Bridge.parse(text + (args == 0 ? "" : ")"), new Engine().host());
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }
}
