package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.Environment;
import freemarker.template.TemplateException;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.source.Unlocker;

/**
 * One look at a scope: evaluates the lazy variables that an expression asks for, each once. For one
 * thread.
 */
final class Evaluation implements Look {
  private static final Object NOTHING = new Object();
  private static final String PREVIEW = "preview";
  private static final String UNLOCKER = "unlocker";

  private final Engine engine;
  private final Functions functions;
  private final Scope scope;
  private final boolean preview;
  private final TemplateHashModel variables = new Visible();
  // made when first needed: most evaluations need none of them
  private Environment environment;
  private Map<Template.Leaf, Object> done = Map.of();
  private Deque<Step> path;
  private Map<String, EvaluationFailed> missing = Map.of();

  /** A lazy variable under way. */
  private record Step(String name, Template.Leaf leaf) {}

  Evaluation(Engine engine, Functions functions, Scope scope, boolean preview) {
    this.engine = engine;
    this.functions = functions;
    this.scope = scope;
    this.preview = preview;
  }

  /** Returns an evaluation that sees one more variable. */
  Evaluation with(String name, Object value) {
    Scope outer = scope;
    Scope inner =
        new Scope() {
          @Override
          public Object get(String asked) {
            return asked.equals(name) ? value : outer.get(asked);
          }

          @Override
          public Set<String> names() {
            Set<String> names = new TreeSet<>(outer.names());
            names.add(name);
            return names;
          }
        };
    return new Evaluation(engine, functions, inner, preview);
  }

  Scope scope() {
    return scope;
  }

  /** Returns whether this only looks ahead: nothing may be asked that does something. */
  boolean isPreview() {
    return preview;
  }

  @Override
  public Set<String> names() {
    return scope.names();
  }

  @Override
  public TemplateModel eval(Term term, List<Bridge.Local> locals) throws TemplateException {
    // most expressions are a name, and an environment costs more than to look it up
    if (term.is(Term.Kind.NAME) && locals.isEmpty()) return variables.get(term.name());
    return term.eval(environment(), locals);
  }

  /** A lazy variable must not see the names that a lambda around its use binds. */
  private Environment environment() {
    if (environment == null) environment = newEnvironment();
    boolean nested = path != null && !path.isEmpty();
    return nested && Bridge.hasLocals(environment) ? newEnvironment() : environment;
  }

  private Environment newEnvironment() {
    Environment env = engine.environment(variables);
    prepare(env);
    return env;
  }

  /** Lets built-ins find out whether this only looks ahead, and what keeps secrets. */
  void prepare(Environment env) {
    env.setCustomAttribute(UNLOCKER, functions.unlocker());
    if (preview) env.setCustomAttribute(PREVIEW, true);
  }

  static boolean isPreview(Environment env) {
    return env.getCustomAttribute(PREVIEW) != null;
  }

  /** Keeps a secret that leaves expressions as plain text out of all output. */
  static void keep(Environment env, Secret secret) {
    ((Unlocker) env.getCustomAttribute(UNLOCKER)).keep(secret);
  }

  @Override
  public Optional<EvaluationFailed> whyMissing(String name) {
    return Optional.ofNullable(missing.get(name));
  }

  /** Returns the variables as FreeMarker asks for them. */
  TemplateHashModel variables() {
    return variables;
  }

  /** The variables, as FreeMarker sees them. */
  private final class Visible implements TemplateHashModel {
    @Override
    public TemplateModel get(String name) {
      TemplateModel function = functions.find(name, Evaluation.this);
      return function != null ? function : wrap(scope.get(name), name);
    }

    @Override
    public boolean isEmpty() {
      return false;
    }
  }

  /** Returns the model of a value, which is evaluated if it is a template. */
  TemplateModel wrap(Object value, String name) {
    if (value instanceof Template.Leaf leaf) return force(leaf, name);
    if (value instanceof Template.Items items) return new Models.Row(items.items(), this::wrap);
    if (value instanceof Template.Fields fields) {
      return new Models.Record(fields.byName(this), this::wrap);
    }
    return Models.of(value, name, this::wrap);
  }

  private TemplateModel force(Template.Leaf leaf, String name) {
    if (leaf.constant()) return Models.of(leaf.constantValue(), name, Models.PLAIN);
    Object known = done.get(leaf);
    if (known != null) return known == NOTHING ? null : (TemplateModel) known;
    if (path == null) {
      path = new ArrayDeque<>();
      done = new IdentityHashMap<>();
    }
    refuseCircle(leaf, name);
    path.push(new Step(name, leaf));
    try {
      TemplateModel model = leaf.model(this);
      done.put(leaf, model == null ? NOTHING : model);
      return model;
    } catch (EvaluationFailed e) {
      if (!e.isMissing()) throw e;
      if (missing.isEmpty()) missing = new HashMap<>();
      missing.put(name, e);
      done.put(leaf, NOTHING);
      return null;
    } finally {
      path.pop();
    }
  }

  private void refuseCircle(Template.Leaf leaf, String name) {
    boolean circle = false;
    for (Step step : path) circle |= step.leaf() == leaf;
    if (!circle) return;
    List<String> names = new ArrayList<>(path.stream().map(Step::name).toList());
    Collections.reverse(names);
    int start = names.indexOf(name);
    String told =
        names.subList(Math.max(0, start), names.size()).stream()
            .map(each -> each + " → ")
            .collect(Collectors.joining("", "", name));
    throw new EvaluationFailed(
        Problem.of(
            "variable-circle",
            "`" + name + "` needs itself: " + told,
            "give one of them a value that does not use the others"),
        leaf.span(),
        false);
  }
}
