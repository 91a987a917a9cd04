package outpost.core.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import outpost.core.catalog.ArgsReader;
import outpost.core.catalog.Given;
import outpost.core.source.Diagnostic;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;
import outpost.core.template.Condition;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

/**
 * Tries a whole program before any host is touched: every expression for every host, every argument
 * against its type. What is learnt only during the run counts as unknown and is never reported.
 */
final class Checker {
  /** How many items of a known loop are tried. */
  private static final int ITEMS = 20;

  private final Variables variables;
  private final SearchPath files;
  private final Map<String, Object> facts;
  private final Problems problems;
  private final Map<String, Map<String, Object>> live = new LinkedHashMap<>();

  /**
   * @param facts the names of facts, each with an unknown of its kind
   */
  Checker(Variables variables, SearchPath files, Map<String, Object> facts, Problems problems) {
    this.variables = variables;
    this.files = files;
    this.facts = facts;
    this.problems = problems;
  }

  void check(List<BoundPlay> plays) {
    for (BoundPlay play : plays) {
      for (List<Step> section : play.sections()) section.forEach(step -> check(play, step));
      play.handlers().forEach(step -> check(play, step));
    }
  }

  private void check(BoundPlay play, Step step) {
    checkShape(step);
    for (String host : play.hosts()) {
      Map<String, Object> theirs = live.computeIfAbsent(host, h -> new LinkedHashMap<>());
      Function<Map<String, Object>, Scope> scopes = loopVars -> scope(play, step, host, loopVars);
      for (Map<String, Object> item : items(step, scopes)) check(step, scopes.apply(item));
      step.register().ifPresent(name -> theirs.put(name, new Unknown.Open(Unknown.ANY)));
      setFacts(step, scopes, theirs);
    }
  }

  /** Looks at arguments alone, without what expressions stand for. */
  private void checkShape(Step step) {
    if (!(step.use() instanceof Use.OfModule module)) return;
    new ArgsReader(step.info().module(), files.presence(), problems)
        .read(module.spec().args(), shape(module.args()));
  }

  private static Given shape(Template template) {
    if (template instanceof Template.Items list) {
      return new Given.Items(list.span(), list.items().stream().map(Checker::shape).toList());
    }
    if (template instanceof Template.Fields map) {
      return new Given.Fields(
          map.span(),
          map.fields().stream()
              .map(f -> new Given.Field(f.key().span(), f.key().text(), shape(f.value())))
              .toList());
    }
    Template.Leaf leaf = (Template.Leaf) template;
    return leaf.constant()
        ? new Given.Text(leaf.span(), leaf.text(), leaf.plain())
        : new Given.Unknown(leaf.span());
  }

  private List<Map<String, Object>> items(Step step, Function<Map<String, Object>, Scope> scopes) {
    if (step.loop().isEmpty()) return List.of(Map.of());
    Step.Loop loop = step.loop().get();
    Scope scope = scopes.apply(Map.of());
    if (isFalse(step, scope)) return List.of();
    loop.items().check(scope, problems);
    Object items;
    try {
      items = loop.items().preview(scope);
    } catch (EvaluationFailed e) {
      return List.of();
    }
    if (items instanceof List<?> list) {
      return list.stream().limit(ITEMS).map(item -> item(loop, item)).toList();
    }
    if (items instanceof Unknown.Seq seq) return List.of(item(loop, seq.item()));
    if (items instanceof Unknown) return List.of(item(loop, Unknown.ANY));
    problems.error(loop.items().span(), "wrong-type", "`loop` takes a list, not `" + items + "`");
    return List.of();
  }

  private static Map<String, Object> item(Step.Loop loop, Object item) {
    Map<String, Object> vars = new LinkedHashMap<>();
    vars.put(loop.var(), item);
    vars.put("ansible_loop_var", loop.var());
    loop.indexVar().ifPresent(name -> vars.put(name, Unknown.NUM));
    return vars;
  }

  /** Tries one task for one host and item; behind a condition nobody knows, only warns. */
  private void check(Step step, Scope scope) {
    step.when().ifPresent(when -> when.check(scope, problems));
    Optional<Boolean> runs = verdict(step.when(), scope);
    if (runs.isPresent() && !runs.get()) return;
    Problems found = new Problems();
    for (Template template : step.templates()) {
      if (!isLoop(step, template)) template.check(scope, found);
    }
    Scope after = withResult(step, scope);
    for (Condition condition : step.conditions()) {
      if (!step.when().equals(Optional.of(condition))) condition.check(after, found);
    }
    if (step.use() instanceof Use.OfModule module && !found.hasErrors()) {
      bind(step, module, scope, found);
    }
    for (Diagnostic diagnostic : found.all()) {
      Severity severity = runs.isPresent() ? diagnostic.severity() : Severity.WARNING;
      problems.report(severity, diagnostic.span(), diagnostic.problem());
    }
  }

  private static boolean isLoop(Step step, Template template) {
    return step.loop().filter(loop -> loop.items() == template).isPresent();
  }

  private void bind(Step step, Use.OfModule module, Scope scope, Problems found) {
    try {
      Given given = GivenReader.read(module.args(), scope);
      new ArgsReader(step.info().module(), files.checking(scope), found)
          .read(module.spec().args(), given);
    } catch (EvaluationFailed e) {
      found.report(Severity.ERROR, Optional.of(e.span()), e.problem());
    }
  }

  /** Conditions about a result see it as unknown. */
  private static Scope withResult(Step step, Scope scope) {
    if (step.register().isEmpty()) return scope;
    Map<String, Object> result = Map.of(step.register().get(), new Unknown.Open(Unknown.ANY));
    return LayeredScope.over(result, scope);
  }

  private boolean isFalse(Step step, Scope scope) {
    return verdict(step.when(), scope).filter(holds -> !holds).isPresent();
  }

  /** Returns whether a condition holds; empty if that is not known or it fails. */
  private static Optional<Boolean> verdict(Optional<Condition> condition, Scope scope) {
    try {
      return Optional.of(condition.isEmpty() || condition.get().test(scope));
    } catch (EvaluationFailed | UnknownValue e) {
      return Optional.empty();
    }
  }

  private void setFacts(
      Step step, Function<Map<String, Object>, Scope> scopes, Map<String, Object> theirs) {
    if (!(step.use() instanceof Use.SetFact set)) return;
    for (Template.Field field : set.facts().fields()) {
      Object value = Unknown.ANY;
      if (step.loop().isEmpty() && verdict(step.when(), scopes.apply(Map.of())).orElse(false)) {
        try {
          value = field.value().preview(scopes.apply(Map.of()));
        } catch (EvaluationFailed e) {
          // reported where it was checked
        }
      }
      theirs.put(field.key().text(), value);
    }
  }

  private Scope scope(BoundPlay play, Step step, String host, Map<String, Object> loopVars) {
    Map<String, Object> magic = new LinkedHashMap<>();
    magic.put("ansible_play_name", play.name());
    magic.put("ansible_play_hosts_all", play.hosts());
    magic.put("ansible_play_hosts", new Unknown.Seq(Unknown.STR));
    magic.put("ansible_play_batch", new Unknown.Seq(Unknown.STR));
    return variables.scope(
        host,
        play.layers(),
        step.vars(),
        loopVars,
        magic,
        h -> new Variables.Live(facts, live.getOrDefault(h, Map.of())));
  }
}
