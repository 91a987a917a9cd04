package outpost.core.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import outpost.api.Secret;
import outpost.core.catalog.ArgsReader;
import outpost.core.catalog.Given;
import outpost.core.inventory.Inventory;
import outpost.core.language.Keyword;
import outpost.core.source.Diagnostic;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;
import outpost.core.source.Sources;
import outpost.core.template.Condition;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

/**
 * Tries a whole program before any host is touched: every expression for every host, every argument
 * against its type, every file that is included. What is learnt only during the run counts as
 * unknown and is never reported.
 */
final class Checker {
  /** How many items of a known loop are tried. */
  private static final int ITEMS = 20;

  /** How deep includes may bring each other before a check lets them be. */
  private static final int DEPTH = 12;

  private final Sources sources;
  private final Knowledge knowledge;
  private final Consumer<Secret> keep;
  private final Problems problems;
  private final Set<Problems> told = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Step> notifying = new ArrayList<>();
  private final PerHost perHost = new PerHost();
  private final Claims claims = new Claims();
  private final BecomeUsers becomeUsers = new BecomeUsers();
  private Variables variables;
  private boolean open;
  private LoginCheck logins;

  /** Tasks that are tried together. */
  private record Walk(
      BoundPlay play,
      Map<String, Stage> stages,
      Map<String, Object> outer,
      boolean surely,
      int depth) {

    Walk included(Map<String, Object> loop, boolean surely) {
      Map<String, Object> all = new LinkedHashMap<>(outer);
      all.putAll(loop);
      return new Walk(play, stages, all, this.surely && surely, depth + 1);
    }
  }

  /**
   * @param kept variables that earlier runs left in the cache of facts, by host
   * @param keep is given what is not to be shown
   */
  Checker(
      Variables variables,
      Sources sources,
      Function<String, Map<String, Object>> kept,
      Consumer<Secret> keep,
      Problems problems) {
    this.keep = keep;
    this.variables = variables;
    this.sources = sources;
    this.knowledge = new Knowledge(kept);
    this.problems = problems;
  }

  void check(List<BoundPlay> plays) {
    plays.forEach(this::check);
    claims.tell(problems);
  }

  private void check(BoundPlay play) {
    tellUnmatched(play);
    knowledge.expect(play.handlers().all(), play.hosts());
    Map<String, Stage> stages = new LinkedHashMap<>();
    logins = new LoginCheck(problems);
    for (String host : play.hosts()) {
      stages.put(host, stage(play, host));
      if (!play.gathering().groups(Optional.empty()).isEmpty()) {
        logins.check(
            host,
            variables.scope(
                host, stages.get(host), Optional.empty(), Map.of(), Map.of(), knowledge::live));
      }
    }
    Walk walk = new Walk(play, stages, Map.of(), true, 0);
    Handlers handlers = play.handlers();
    for (List<Part> section : play.sections()) {
      handlers = walk(section, play.hosts(), walk, handlers);
    }
    for (Step handler : play.handlers().all()) check(handler, play.hosts(), walk, handlers);
    perHost.tell(play.hosts(), problems);
    HandlerNames.check(notifying, handlers, open, problems);
    notifying.clear();
    if (!open) becomeUsers.tell(problems);
  }

  /** Tells patterns that match no host, unless tasks so far may have brought it. */
  private void tellUnmatched(BoundPlay play) {
    Inventory inventory = variables.inventory();
    boolean unread = problems.hasErrors() && inventory.hosts().isEmpty();
    if (!knowledge.isGrown() && !open && !unread) play.choice().select(inventory, problems);
  }

  private Stage stage(BoundPlay play, String host) {
    Map<String, Object> magic = new LinkedHashMap<>();
    magic.put("ansible_play_name", play.name());
    magic.put("ansible_play_hosts_all", play.hosts());
    magic.put("ansible_play_hosts", new Unknown.Seq(Unknown.STR));
    magic.put("ansible_play_batch", new Unknown.Seq(Unknown.STR));
    magic.put("ansible_play_role_names", new Unknown.Seq(Unknown.STR));
    magic.put("ansible_role_names", new Unknown.Seq(Unknown.STR));
    Stage without = new Stage(play.vars(), h -> List.of(), play.exported(), magic);
    if (play.varsFiles().isEmpty()) return without;
    Scope scope =
        knowledge.seen(
            host,
            variables.scope(host, without, Optional.empty(), Map.of(), Map.of(), knowledge::live));
    try {
      List<VarLevel> files = play.varsFiles().read(scope, problems);
      return new Stage(play.vars(), h -> files, play.exported(), magic);
    } catch (EvaluationFailed e) {
      problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
    } catch (UnknownValue e) {
      knowledge.open(host);
    }
    return without;
  }

  private Handlers walk(List<Part> parts, List<String> hosts, Walk walk, Handlers handlers) {
    Handlers now = handlers;
    for (Part part : parts) {
      if (part instanceof Step step) {
        now = check(step, hosts, walk, now);
      } else if (part instanceof RolePart role) {
        now = walk(role.parts(), hosts, walk, now);
      } else if (part instanceof Group group) {
        now = walk(group, hosts, walk, now);
      }
    }
    return now;
  }

  private Handlers walk(Group group, List<String> hosts, Walk walk, Handlers handlers) {
    boolean goesOn = !group.rescue().isEmpty() || !group.always().isEmpty();
    Map<String, Learnt.Before> before = knowledge.now(hosts);
    Handlers now = walk(group.body(), hosts, walk, handlers);
    // how far the body came is not known
    if (goesOn) knowledge.doubt(before);
    if (!group.rescue().isEmpty()) {
      hosts.forEach(host -> failed(host));
      now = walk(group.rescue(), hosts, walk, now);
      knowledge.doubt(before);
    }
    return walk(group.always(), hosts, walk, now);
  }

  private void failed(String host) {
    knowledge.of(host).set("ansible_failed_task", new Unknown.Open(Unknown.ANY));
    knowledge.of(host).set("ansible_failed_result", new Unknown.Open(Unknown.ANY));
  }

  private Handlers check(Step step, List<String> hosts, Walk walk, Handlers handlers) {
    checkShape(step);
    Tried tried = Tried.of(step);
    if (!step.notifies().isEmpty()) notifying.add(step);
    Handlers now = handlers;
    Map<List<Object>, List<String>> included = new LinkedHashMap<>();
    Map<List<Object>, Inclusions.Included> brought = new LinkedHashMap<>();
    for (String host : hosts) {
      Function<Map<String, Object>, Scope> scopes = loop -> scope(walk, step, host, loop);
      becomeUsers.see(step, () -> scopes.apply(Map.of()));
      List<Map<String, Object>> items = items(step, scopes, walk.surely());
      if (isInclude(step) && items.size() > ITEMS) letBe(step, walk, host);
      for (Map<String, Object> item : items.subList(0, Math.min(ITEMS, items.size()))) {
        Scope scope = scopes.apply(item);
        Optional<Boolean> runs = check(step, tried, host, scope, walk.surely());
        if (runs.isPresent() && !runs.get()) continue;
        boolean surely = walk.surely() && runs.isPresent();
        if (asksItsHost(step)) login(step, host, scope, surely);
        if (asksItsHost(step) && surely) logins.check(host, scope);
        if (!isInclude(step)) continue;
        Optional<Inclusions.Included> tasks =
            walk.depth() < DEPTH ? included(step, walk, scope) : Optional.empty();
        if (tasks.isEmpty()) letBe(step, walk, host);
        if (tasks.isEmpty()) continue;
        List<Object> key = List.of(tasks.get().name(), item, runs.isPresent());
        brought.put(key, tasks.get());
        included.computeIfAbsent(key, k -> new ArrayList<>()).add(host);
      }
      learn(step, scopes, walk, host);
    }
    if (grows(step)) grow();
    for (Map.Entry<List<Object>, List<String>> each : included.entrySet()) {
      Inclusions.Included tasks = brought.get(each.getKey());
      boolean surely = (boolean) each.getKey().get(2);
      tell(tasks.problems(), surely && walk.surely());
      @SuppressWarnings("unchecked")
      Map<String, Object> loop = (Map<String, Object>) each.getKey().get(1);
      now = now.with(tasks.handlers());
      knowledge.expect(tasks.handlers(), walk.play().hosts());
      Map<String, Learnt.Before> before = knowledge.now(each.getValue());
      now = walk(tasks.parts(), each.getValue(), walk.included(loop, surely), now);
      // a list that is not known may be empty
      if (step.loop().isPresent()) knowledge.doubt(before);
      boolean certain = surely && walk.surely() && step.loop().isEmpty();
      if (step.use() instanceof Use.IncludeRole role && role.exported()) {
        tasks.use().ifPresent(use -> export(use, walk, certain ? each.getValue() : List.of()));
      }
    }
    return now;
  }

  /** Shows a role's variables to the play; where it may not have come to run, only their names. */
  private static void export(RoleUse use, Walk walk, List<String> certain) {
    walk.stages()
        .replaceAll((host, stage) -> stage.with(certain.contains(host) ? use : use.doubted()));
  }

  /** Takes note that an include on a host is not looked into: it may bring anything. */
  private void letBe(Step step, Walk walk, String host) {
    open = true;
    walk.play().inclusions().letBe(step);
    knowledge.open(host);
  }

  private void grow() {
    if (!knowledge.isGrown()) variables = variables.grown(sources);
    knowledge.grow();
  }

  private static boolean grows(Step step) {
    return step.use() instanceof Use.AddHost
        || step.use() instanceof Use.GroupBy
        || isRefresh(step);
  }

  private static boolean asksItsHost(Step step) {
    return step.use() instanceof Use.OfModule && !step.settings().says(Keyword.DELEGATE_TO);
  }

  private static boolean isRefresh(Step step) {
    return step.use() instanceof Use.Meta meta && meta.kind() == Use.Meta.Kind.REFRESH_INVENTORY;
  }

  private void login(Step step, String host, Scope scope, boolean surely) {
    Scope theirs = knowledge.seen(host, variables.ofHost(host, knowledge::live));
    AccessCheck.host(step, scope, theirs, problems, surely);
  }

  private static boolean isInclude(Step step) {
    return step.use() instanceof Use.IncludeTasks || step.use() instanceof Use.IncludeRole;
  }

  /** Returns what an include brings, if that can be known. */
  private Optional<Inclusions.Included> included(Step step, Walk walk, Scope scope) {
    Inclusions inclusions = walk.play().inclusions();
    if (step.use() instanceof Use.IncludeTasks use) {
      return known(use.file(), scope).map(file -> inclusions.tasks(step, use, file));
    }
    Use.IncludeRole use = (Use.IncludeRole) step.use();
    Map<String, String> from = new LinkedHashMap<>();
    for (Map.Entry<String, Template> part : use.from().entrySet()) {
      Optional<String> file = known(part.getValue(), scope);
      if (file.isEmpty()) return Optional.empty();
      from.put(part.getKey(), file.get());
    }
    return known(use.name(), scope).map(name -> inclusions.role(step, use, name, from));
  }

  private static Optional<String> known(Template template, Scope scope) {
    try {
      return Optional.of(String.valueOf(template.evaluate(scope)));
    } catch (EvaluationFailed | UnknownValue e) {
      return Optional.empty();
    }
  }

  private void tell(Problems found, boolean surely) {
    if (told.add(found)) report(found, surely, problems);
  }

  /** Looks at arguments alone, without what expressions stand for. */
  private void checkShape(Step step) {
    if (!(step.use() instanceof Use.OfModule module)) return;
    new ArgsReader(step.info().module(), step.files().presence(), problems)
        .read(module.spec().args(), shape(module.args()));
  }

  private static Given shape(Template template) {
    if (template instanceof Template.Items list) {
      return new Given.Items(list.span(), list.items().stream().map(Checker::shape).toList());
    }
    if (template instanceof Template.Fields map) {
      boolean named = map.fields().stream().allMatch(f -> f.key().constant());
      if (!named) return new Given.Unknown(map.span());
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

  private List<Map<String, Object>> items(
      Step step, Function<Map<String, Object>, Scope> scopes, boolean surely) {
    if (step.loop().isEmpty()) return List.of(Map.of());
    Step.Loop loop = step.loop().get();
    Scope scope = scopes.apply(Map.of());
    Optional<Boolean> runs = verdict(step.when(), scope);
    if (runs.isPresent() && !runs.get()) return List.of();
    boolean sure = surely && runs.isPresent();
    loop.items().check(scope, problems, sure);
    Object items;
    try {
      items = Loops.preview(loop, scope);
    } catch (EvaluationFailed e) {
      problems.report(sure ? Severity.ERROR : Severity.WARNING, Optional.of(e.span()), e.problem());
      return List.of();
    } catch (UnknownValue e) {
      items = Unknown.ANY;
    }
    if (items instanceof List<?> list) {
      return list.stream().map(item -> item(loop, item)).toList();
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
    loop.indexVar().ifPresent(name -> vars.put("ansible_index_var", name));
    loop.indexVar().ifPresent(name -> vars.put(name, Unknown.NUM));
    if (loop.extended().isPresent()) vars.put("ansible_loop", new Unknown.Open(Unknown.ANY));
    return vars;
  }

  /**
   * Tries one task for one host and item; behind a condition nobody knows, only warns. Returns
   * whether it runs, if that is known.
   */
  private Optional<Boolean> check(
      Step step, Tried tried, String host, Scope scope, boolean surely) {
    Problems asked = new Problems();
    Optional<Boolean> runs =
        step.when().isEmpty() ? Optional.of(true) : step.when().get().check(scope, asked, surely);
    perHost.add(host, asked);
    if (runs.isPresent() && !runs.get()) return runs;
    boolean sure = surely && runs.isPresent();
    Problems found = new Problems();
    Scope after = withResult(step, scope);
    for (Template template : tried.before()) template.check(scope, found, sure);
    for (Template template : tried.after()) template.check(after, found, sure);
    AccessCheck.keywords(step, scope, found);
    AccessCheck.names(step, scope, found);
    for (Condition condition : tried.conditions()) condition.check(after, found, sure);
    if (step.use() instanceof Use.OfModule module && !found.hasErrors()) {
      bind(step, module, host, scope, sure, found);
    }
    if (step.use() instanceof Use.ValidateArguments validate && !found.hasErrors()) {
      Problems wrong = new Problems();
      validate.validation().check(scope, GivenReader.AHEAD, wrong, keep);
      report(wrong, sure, found);
    }
    perHost.add(host, found);
    return runs;
  }

  private void bind(
      Step step, Use.OfModule module, String host, Scope scope, boolean surely, Problems found) {
    Problems bound = new Problems();
    try {
      Given given = GivenReader.AHEAD.read(module.args(), scope);
      new ArgsReader(step.info().module(), step.files().checking(scope), bound)
          .read(module.spec().args(), given)
          .filter(want -> surely)
          .ifPresent(want -> claims.add(module.spec().claims(want), host, step.info().place()));
    } catch (EvaluationFailed e) {
      bound.report(Severity.ERROR, Optional.of(e.span()), e.problem());
    }
    report(bound, surely, found);
  }

  /** Passes on what was found; of what may never come to be it only warns. */
  private static void report(Problems found, boolean surely, Problems problems) {
    for (Diagnostic diagnostic : found.all()) {
      Severity severity = surely ? diagnostic.severity() : Severity.WARNING;
      problems.report(severity, diagnostic.span(), diagnostic.problem());
    }
  }

  /** Conditions about a result see it as unknown. */
  private static Scope withResult(Step step, Scope scope) {
    if (step.register().isEmpty()) return scope;
    Map<String, Object> result = Map.of(step.register().get(), ResultKeys.of(step));
    return LayeredScope.over(result, scope);
  }

  /** Returns whether a condition holds; empty if that is not known or it fails. */
  private static Optional<Boolean> verdict(Optional<Condition> condition, Scope scope) {
    try {
      return Optional.of(condition.isEmpty() || condition.get().test(scope));
    } catch (EvaluationFailed | UnknownValue e) {
      return Optional.empty();
    }
  }

  private void learn(
      Step step, Function<Map<String, Object>, Scope> scopes, Walk walk, String host) {
    Object result = walk.surely() ? ResultKeys.of(step) : Unknown.ANY;
    step.register().ifPresent(name -> knowledge.of(host).set(name, result));
    if (step.use() instanceof Use.IncludeVars include) learn(step, include, scopes, walk, host);
    if (step.use() instanceof Use.SetFact facts) learn(step, facts, scopes, walk, host);
    if (step.use() instanceof Use.OfModule module) learn(step, module, scopes, host);
    if (step.use() instanceof Use.AddHost added) learn(added, scopes.apply(Map.of()));
  }

  /** Facts that a module gives are known by their names alone. */
  private void learn(
      Step step, Use.OfModule module, Function<Map<String, Object>, Scope> scopes, String host) {
    if (module.spec().facts().isEmpty()) return;
    for (Map<String, Object> item : items(step, scopes, false)) {
      Scope scope = scopes.apply(item);
      Optional<List<String>> facts = Knowledge.facts(step, module, scope);
      if (facts.isEmpty()) knowledge.open(host);
      for (Learnt taker : knowledge.takers(step, scope, host)) {
        facts.orElse(List.of()).forEach(name -> taker.keep(name, Unknown.ANY));
      }
    }
  }

  private void learn(
      Step step,
      Use.IncludeVars include,
      Function<Map<String, Object>, Scope> scopes,
      Walk walk,
      String host) {
    for (Map<String, Object> item : items(step, scopes, false)) {
      Scope scope = scopes.apply(item);
      Optional<Boolean> runs = verdict(step.when(), scope);
      boolean once = step.settings().says(Keyword.RUN_ONCE);
      if (runs.isPresent() && !runs.get() && !once) continue;
      try {
        VarsInclusion.Read read = walk.play().inclusions().vars(step, include, scope);
        tell(read.problems(), walk.surely() && runs.orElse(false));
        boolean certain = walk.surely() && runs.isPresent() && !Knowledge.isDoubtful(step);
        Map<String, Object> vars = certain ? read.vars() : Learnt.doubted(read.vars());
        knowledge.takers(step, scope, host).forEach(taker -> taker.include(vars));
      } catch (EvaluationFailed | UnknownValue e) {
        walk.play().inclusions().letBe(step);
        knowledge.open(host);
      }
    }
  }

  private void learn(
      Step step,
      Use.SetFact facts,
      Function<Map<String, Object>, Scope> scopes,
      Walk walk,
      String host) {
    List<Map<String, Object>> once = List.of(Map.of());
    for (Template.Field field : facts.facts().fields()) {
      boolean same =
          known(field.key(), Scope.of(Map.of())).isPresent() && !Knowledge.isHandedOver(step);
      for (Map<String, Object> item : same ? once : items(step, scopes, false)) {
        Scope scope = scopes.apply(item);
        Optional<String> name = known(field.key(), scope);
        if (name.isEmpty()) knowledge.open(host);
        if (name.isEmpty()) continue;
        boolean certain = walk.surely() && step.loop().isEmpty() && !Knowledge.isDoubtful(step);
        Object value = Unknown.ANY;
        if (certain && verdict(step.when(), scope).orElse(false)) {
          try {
            value = field.value().preview(scope);
          } catch (EvaluationFailed e) {
            // reported where it was checked
          }
        }
        for (Learnt taker : knowledge.takers(step, scope, host)) {
          taker.set(name.get(), value);
          if (facts.cacheable().isPresent()) taker.keep(name.get(), value);
        }
      }
    }
  }

  /** Hosts that are known already may be given other variables. */
  private void learn(Use.AddHost added, Scope scope) {
    Optional<String> name = known(added.name(), scope);
    for (String host : variables.hosts()) {
      if (name.isPresent() && !name.get().equals(host)) continue;
      for (Template.Field field : added.vars().fields()) {
        known(field.key(), scope).ifPresent(knowledge.of(host)::unsettle);
      }
    }
  }

  private Scope scope(Walk walk, Step step, String host, Map<String, Object> loop) {
    Stage stage = walk.stages().get(host);
    return knowledge.seen(
        host, variables.scope(host, stage, Optional.of(step), walk.outer(), loop, knowledge::live));
  }
}
