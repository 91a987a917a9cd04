package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.Environment;
import freemarker.template.TemplateException;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
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

/**
 * One look at a scope: evaluates the lazy variables that an expression asks for, each once. For one
 * thread.
 */
final class Evaluation implements Look {
  private static final Object NOTHING = new Object();

  private final Engine engine;
  private final Functions functions;
  private final Scope scope;
  private final boolean preview;
  private final Environment environment;
  private final Map<Template.Leaf, Object> done = new IdentityHashMap<>();
  private final Deque<Step> path = new ArrayDeque<>();
  private final Map<String, EvaluationFailed> missing = new HashMap<>();

  /** A lazy variable under way. */
  private record Step(String name, Template.Leaf leaf) {}

  Evaluation(Engine engine, Functions functions, Scope scope, boolean preview) {
    this.engine = engine;
    this.functions = functions;
    this.scope = scope;
    this.preview = preview;
    this.environment = engine.environment(variables());
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
    // A lazy variable must not see the names that a lambda around its use binds.
    Environment env = path.isEmpty() ? environment : engine.environment(variables());
    return term.eval(env, locals);
  }

  @Override
  public Optional<EvaluationFailed> whyMissing(String name) {
    return Optional.ofNullable(missing.get(name));
  }

  /** Returns the variables as FreeMarker asks for them. */
  TemplateHashModel variables() {
    return new TemplateHashModel() {
      @Override
      public TemplateModel get(String name) throws TemplateModelException {
        return variable(name);
      }

      @Override
      public boolean isEmpty() {
        return false;
      }
    };
  }

  private TemplateModel variable(String name) {
    Optional<TemplateModel> function = functions.find(name, this);
    return function.isPresent() ? function.get() : wrap(scope.get(name), name);
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
    refuseCircle(leaf, name);
    path.push(new Step(name, leaf));
    try {
      TemplateModel model = leaf.model(this);
      done.put(leaf, model == null ? NOTHING : model);
      return model;
    } catch (EvaluationFailed e) {
      if (!e.isMissing()) throw e;
      missing.put(name, e);
      done.put(leaf, NOTHING);
      return null;
    } finally {
      path.pop();
    }
  }

  private void refuseCircle(Template.Leaf leaf, String name) {
    if (path.stream().noneMatch(step -> step.leaf() == leaf)) return;
    List<String> names = new ArrayList<>(path.stream().map(Step::name).toList());
    Collections.reverse(names);
    int start = names.indexOf(name);
    String circle =
        names.subList(Math.max(0, start), names.size()).stream()
            .map(each -> each + " → ")
            .collect(Collectors.joining("", "", name));
    throw new EvaluationFailed(
        Problem.of(
            "variable-circle",
            "`" + name + "` needs itself: " + circle,
            "give one of them a value that does not use the others"),
        leaf.span(),
        false);
  }
}
