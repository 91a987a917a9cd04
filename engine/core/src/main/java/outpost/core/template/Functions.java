package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.Environment;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import outpost.api.Secret;
import outpost.core.source.Suggest;
import outpost.core.source.Unlocker;

/**
 * The few names that mean the same everywhere: the functions {@code lookup}, {@code query} and
 * {@code range}, and {@code omit}. All other functions have names only where they are called, so
 * that they hide no variable and answer for none.
 */
final class Functions {
  static final Set<String> NAMES = Set.of("lookup", "query", "range");
  private static final Set<String> MARKED = marked(BuiltIns.functions());
  private static final String FILES = "files";
  private static final Set<String> COMMON = Set.of("default", "errors", "wantlist");
  private static final String BUILT_IN = "ansible.builtin.";
  private static final int LONGEST_RANGE = 1_000_000;

  private final Lookups lookups;
  private final Templates home;

  Functions(Lookups lookups, Templates home) {
    this.lookups = lookups;
    this.home = home;
  }

  Set<String> kinds() {
    return lookups.kinds();
  }

  /** Returns the kind that a name means; Ansible's own may have their collection before them. */
  static String kind(String name) {
    return name.startsWith(BUILT_IN) ? name.substring(BUILT_IN.length()) : name;
  }

  /** Returns the names of all functions. */
  static Set<String> all() {
    Set<String> all = new TreeSet<>(NAMES);
    all.addAll(marked());
    return all;
  }

  private static Set<String> marked(Set<String> builtIns) {
    Set<String> marked = new TreeSet<>(builtIns);
    marked.add("now");
    return Set.copyOf(marked);
  }

  /** Returns the names that are functions where they are called. */
  static Set<String> marked() {
    return MARKED;
  }

  /** Returns what a name means everywhere; null if it is no such name. */
  TemplateModel find(String name, Evaluation evaluation) {
    return switch (name) {
      case "omit" -> Models.OMIT;
      case "range" -> (TemplateMethodModelEx) Functions::range;
      case "lookup" -> (TemplateMethodModelEx) args -> lookup(args, evaluation);
      case "query" -> (TemplateMethodModelEx) args -> query(args, evaluation);
      default -> Bridge.isMarked(name) ? called(Bridge.plainName(name), evaluation) : null;
    };
  }

  /** Returns the function that a name means where it is called; a template's own goes first. */
  private static TemplateModel called(String name, Evaluation evaluation) {
    Environment env = Environment.getCurrentEnvironment();
    TemplateModel own = Bridge.ownFunction(env, name);
    if (own != null) return own;
    if (name.equals("now")) return (TemplateMethodModelEx) args -> now(args, evaluation);
    return BuiltIns.function(name, env);
  }

  /** Returns whether a name is a function where it is called, and not a built-in. */
  static boolean isFunction(String name) {
    return NAMES.contains(name) || name.equals("now");
  }

  /** The number of seconds since 1970, or this moment in a format of strftime. */
  private static TemplateModel now(List<?> args, Evaluation evaluation)
      throws TemplateModelException {
    if (args.size() > 2) {
      throw new BadCall("`now` takes 0 to 2 arguments, not " + args.size(), NOW);
    }
    List<Object> values = new ArrayList<>();
    for (Object arg : args) values.add(Plain.value((TemplateModel) arg));
    if (evaluation.isPreview()) {
      return Models.of(values.isEmpty() ? Unknown.NUM : Unknown.STR, "now", Models.PLAIN);
    }
    Instant now = Instant.now();
    if (values.isEmpty()) return Models.of(now.getEpochSecond(), "now", Models.PLAIN);
    boolean utc = values.size() == 2 && Boolean.TRUE.equals(values.get(1));
    if (!(values.get(0) instanceof String format)) {
      throw new BadCall(1, "`now` takes a format, as text", NOW);
    }
    ZoneId zone = utc ? ZoneOffset.UTC : ZoneId.systemDefault();
    try {
      return Models.of(TimeBuiltIns.format(format, now, zone), "now", Models.PLAIN);
    } catch (BadCall e) {
      throw new BadCall(1, e.what(), e.hints().toArray(String[]::new));
    }
  }

  private static final String NOW = "write `now()` or `now('%Y-%m-%d')`";

  /** What is asked of a lookup, its options apart. */
  private record Question(String kind, List<Object> terms, Map<String, Object> options) {}

  private TemplateModel lookup(List<?> args, Evaluation evaluation) throws TemplateModelException {
    if (isUnknown(args, evaluation)) return Models.of(Unknown.STR, "the lookup", Models.PLAIN);
    Question question = question(args);
    List<Object> found = found(question, evaluation, FILES);
    boolean list = Boolean.TRUE.equals(question.options().get("wantlist"));
    return Models.of(list ? found : joined(found), "the lookup", Models.PLAIN);
  }

  private TemplateModel query(List<?> args, Evaluation evaluation) throws TemplateModelException {
    if (isUnknown(args, evaluation)) {
      return Models.of(new Unknown.Seq(Unknown.ANY), "the lookup", Models.PLAIN);
    }
    return Models.of(found(question(args), evaluation, FILES), "the lookup", Models.PLAIN);
  }

  /** Several texts become one with commas, several other values a list. */
  private static Object joined(List<Object> found) {
    if (found.size() == 1) return found.get(0);
    if (!found.stream().allMatch(each -> each instanceof String || each instanceof Secret)) {
      return found;
    }
    boolean secret = found.stream().anyMatch(Secret.class::isInstance);
    String joined =
        found.stream()
            .map(each -> each instanceof Secret s ? s.revealText() : (String) each)
            .collect(Collectors.joining(","));
    return secret ? Secret.of(joined) : joined;
  }

  private boolean isUnknown(List<?> args, Evaluation evaluation) throws TemplateModelException {
    return evaluation.isPreview()
        && !args.isEmpty()
        && Plain.value((TemplateModel) args.get(0)) instanceof String kind
        && !lookups.isPure(kind(kind));
  }

  /** Asks what {@code with_KIND} asks for a value, of files in a folder first. */
  List<Object> loop(String kind, String folder, Object value, Evaluation evaluation)
      throws BadCall {
    if (evaluation.isPreview() && !lookups.isPure(kind)) throw new UnknownValue(kind);
    List<Object> terms = new ArrayList<>();
    if (value instanceof List<?> several) terms.addAll(several);
    else terms.add(value);
    for (Object term : terms) {
      boolean list = term instanceof Unknown.Any || term instanceof Unknown.Seq;
      if (list && !kind.equals("list")) throw new UnknownValue(kind);
    }
    return found(new Question(kind, terms, Map.of()), evaluation, folder);
  }

  private Question question(List<?> args) throws TemplateModelException {
    List<Object> values = new ArrayList<>();
    for (Object arg : args) {
      if (arg == null) {
        throw BadCall.missing(values.size() + 1, "an argument of `lookup` is not defined");
      }
      values.add(Plain.value((TemplateModel) arg));
    }
    if (values.isEmpty() || !(values.get(0) instanceof String name)) {
      throw new BadCall("`lookup` needs its kind first, as text", "write `lookup('file', 'name')`");
    }
    String kind = kind(name);
    List<Object> terms = values.subList(1, values.size());
    Object last = terms.isEmpty() ? null : terms.get(terms.size() - 1);
    if (!(last instanceof Map<?, ?> map) || !areOptions(kind, map, terms.size())) {
      return new Question(kind, terms, Map.of());
    }
    Map<String, Object> options = new LinkedHashMap<>();
    map.forEach((option, value) -> options.put(String.valueOf(option), value));
    return new Question(kind, terms.subList(0, terms.size() - 1), options);
  }

  /** A map behind the terms gives options, unless it could be a term and names something else. */
  private boolean areOptions(String kind, Map<?, ?> map, int terms) throws BadCall {
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(lookups.options(kind));
    if (lookups.takesMaps(kind)) {
      return terms > 1 && !map.isEmpty() && known.containsAll(map.keySet());
    }
    for (Object name : map.keySet()) {
      if (known.contains(name)) continue;
      List<String> hints = new ArrayList<>(Suggest.hint(String.valueOf(name), known));
      if (hints.isEmpty()) hints.add("there are " + String.join(", ", known));
      throw new BadCall(
          terms + 1, "`" + kind + "` has no option `" + name + "`", hints.toArray(String[]::new));
    }
    return true;
  }

  private List<Object> found(Question question, Evaluation evaluation, String folder)
      throws BadCall {
    Map<String, Object> options = new LinkedHashMap<>(question.options());
    String errors = String.valueOf(options.getOrDefault("errors", "strict"));
    if (!Set.of("strict", "ignore").contains(errors)) {
      throw new BadCall("`errors` of a lookup is not `" + errors + "`", "there are ignore, strict");
    }
    Lookups.Asking asking =
        new Lookups.Asking(evaluation.scope(), home, evaluation.isPreview(), folder);
    try {
      return lookups.find(question.kind(), question.terms(), options, asking);
    } catch (Lookups.LookupFailed e) {
      if (options.containsKey("default")) return Collections.singletonList(options.get("default"));
      if (errors.equals("ignore")) return List.of();
      throw new BadCall(e.getMessage(), e.hints().toArray(String[]::new));
    }
  }

  /** Returns what keeps secrets out of output. */
  Unlocker unlocker() {
    return home.unlocker();
  }

  private static TemplateModel range(List<?> args) throws TemplateModelException {
    List<Integer> numbers = new ArrayList<>();
    for (Object arg : args) {
      if (arg instanceof Secrets.Model) throw BadCall.calculated();
      Object value = Plain.value((TemplateModel) arg);
      Number number = value instanceof Written written ? written.number() : null;
      if (number == null && value instanceof Number plain) number = plain;
      if (!(number instanceof Integer)) {
        throw new BadCall("`range` takes whole numbers", "write `range(3)` or `range(1, 4)`");
      }
      numbers.add((Integer) number);
    }
    if (numbers.isEmpty() || numbers.size() > 3) {
      throw new BadCall("`range` takes one to three numbers", "write `range(from, to, step)`");
    }
    int from = numbers.size() == 1 ? 0 : numbers.get(0);
    int to = numbers.size() == 1 ? numbers.get(0) : numbers.get(1);
    int step = numbers.size() == 3 ? numbers.get(2) : 1;
    if (step == 0) throw new BadCall("the step of a `range` cannot be 0");
    List<Object> all = new ArrayList<>();
    for (long i = from; step > 0 ? i < to : i > to; i += step) {
      if (all.size() == LONGEST_RANGE) {
        throw new BadCall("this `range` has more than a million numbers");
      }
      all.add((int) i);
    }
    return Models.of(all, "the range", Models.PLAIN);
  }
}
