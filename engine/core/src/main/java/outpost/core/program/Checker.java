package outpost.core.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import outpost.api.Secret;
import outpost.core.catalog.ArgsReader;
import outpost.core.catalog.Given;
import outpost.core.facts.HostFacts;
import outpost.core.inventory.Inventory;
import outpost.core.language.Keyword;
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
 * against its type, every file that is included. What is learnt only during the run counts as
 * unknown and is never reported.
 */
final class Checker {
  /** How many items of a known loop are tried. */
  private static final int ITEMS = 20;

  /** How deep includes may bring each other before a check lets them be. */
  private static final int DEPTH = 12;

  private final Variables variables;
  private final Map<String, Object> facts = new FactShapes();
  private final Function<String, Map<String, Object>> kept;
  private final Consumer<Secret> keep;
  private final Problems problems;
  private final Map<String, Learnt> learnt = new LinkedHashMap<>();
  private final Set<Problems> told = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Step> notifying = new ArrayList<>();
  private final BecomeUsers becomeUsers = new BecomeUsers();
  private boolean open;
  private boolean grown;
  private LoginCheck logins;

  /** What is known of hosts and groups when a run may have added some. */
  private static final Map<String, Object> GROWN =
      Map.of(
          "groups", new Unknown.Open(new Unknown.Seq(Unknown.STR)),
          "group_names", new Unknown.Seq(Unknown.STR),
          "hostvars", new Unknown.Open(new Unknown.Open(Unknown.ANY)));

  /** What tasks so far gave a host, and whether they may have given it any variable at all. */
  private record Learnt(
      Map<String, Object> set,
      Map<String, Object> included,
      Map<String, Object> kept,
      AtomicBoolean open) {}

  /** Tasks that are tried together. */
  private record Walk(
      BoundPlay play,
      Function<String, Stage> stages,
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
      Function<String, Map<String, Object>> kept,
      Consumer<Secret> keep,
      Problems problems) {
    this.keep = keep;
    this.variables = variables;
    this.kept = kept;
    this.problems = problems;
  }

  void check(List<BoundPlay> plays) {
    plays.forEach(this::check);
  }

  private void check(BoundPlay play) {
    tellUnmatched(play);
    Map<String, Stage> stages = new LinkedHashMap<>();
    logins = new LoginCheck(problems);
    for (String host : play.hosts()) {
      stages.put(host, stage(play, host));
      if (!play.gathering().groups(Optional.empty()).isEmpty()) {
        logins.check(
            host,
            variables.scope(
                host, stages.get(host), Optional.empty(), Map.of(), Map.of(), this::live));
      }
    }
    Walk walk = new Walk(play, stages::get, Map.of(), true, 0);
    Handlers handlers = play.handlers();
    for (List<Part> section : play.sections()) {
      handlers = walk(section, play.hosts(), walk, handlers);
    }
    for (Step handler : play.handlers().all()) check(handler, play.hosts(), walk, handlers);
    HandlerNames.check(notifying, handlers, open, problems);
    notifying.clear();
    if (!open) becomeUsers.tell(problems);
  }

  /** Tells patterns that match no host, unless tasks so far may have brought it. */
  private void tellUnmatched(BoundPlay play) {
    Inventory inventory = variables.inventory();
    boolean unread = problems.hasErrors() && inventory.hosts().isEmpty();
    if (!grown && !open && !unread) play.choice().select(inventory, problems);
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
    Scope scope = variables.scope(host, without, Optional.empty(), Map.of(), Map.of(), this::live);
    try {
      List<VarLevel> files = play.varsFiles().read(scope, problems);
      return new Stage(play.vars(), h -> files, play.exported(), magic);
    } catch (EvaluationFailed e) {
      problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
    } catch (UnknownValue e) {
      learnt(host).open().set(true);
    }
    return without;
  }

  private Variables.Live live(String host) {
    Learnt theirs = learnt(host);
    return new Variables.Live(
        new HostFacts(facts, theirs.kept()), theirs.included(), theirs.set(), Map.of());
  }

  private Learnt learnt(String host) {
    return learnt.computeIfAbsent(
        host,
        h ->
            new Learnt(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(kept.apply(h)),
                new AtomicBoolean()));
  }

  private Handlers walk(List<Part> parts, List<String> hosts, Walk walk, Handlers handlers) {
    Handlers now = handlers;
    for (Part part : parts) {
      if (part instanceof Step step) {
        now = check(step, hosts, walk, now);
      } else if (part instanceof RolePart role) {
        now = walk(role.parts(), hosts, walk, now);
      } else if (part instanceof Group group) {
        now = walk(group.body(), hosts, walk, now);
        if (!group.rescue().isEmpty()) {
          hosts.forEach(host -> failed(host));
          now = walk(group.rescue(), hosts, walk, now);
        }
        now = walk(group.always(), hosts, walk, now);
      }
    }
    return now;
  }

  private void failed(String host) {
    learnt(host).set().putIfAbsent("ansible_failed_task", new Unknown.Open(Unknown.ANY));
    learnt(host).set().putIfAbsent("ansible_failed_result", new Unknown.Open(Unknown.ANY));
  }

  private Handlers check(Step step, List<String> hosts, Walk walk, Handlers handlers) {
    checkShape(step);
    grown |=
        step.use() instanceof Use.AddHost || step.use() instanceof Use.GroupBy || isRefresh(step);
    if (!step.notifies().isEmpty()) notifying.add(step);
    Handlers now = handlers;
    Map<List<Object>, List<String>> included = new LinkedHashMap<>();
    Map<List<Object>, Inclusions.Included> brought = new LinkedHashMap<>();
    Map<List<Object>, Boolean> sure = new LinkedHashMap<>();
    for (String host : hosts) {
      Function<Map<String, Object>, Scope> scopes = loop -> scope(walk, step, host, loop);
      becomeUsers.see(step, scopes.apply(Map.of()));
      for (Map<String, Object> item : items(step, scopes, walk.surely())) {
        Scope scope = scopes.apply(item);
        Optional<Boolean> runs = check(step, scope, walk.surely());
        if (runs.orElse(true)) login(step, host, scope, walk.surely() && runs.isPresent());
        if (runs.isPresent() && !runs.get()) continue;
        if (runs.isPresent() && walk.surely() && asksItsHost(step)) logins.check(host, scope);
        if (!isInclude(step) || walk.depth() >= DEPTH) continue;
        Optional<Inclusions.Included> tasks = included(step, walk, scope);
        if (tasks.isEmpty()) open = true;
        if (tasks.isEmpty()) continue;
        List<Object> key = List.of(tasks.get().name(), item);
        brought.put(key, tasks.get());
        included.computeIfAbsent(key, k -> new ArrayList<>()).add(host);
        sure.merge(key, runs.isPresent(), Boolean::logicalOr);
      }
      learn(step, scopes, walk, host);
    }
    for (Map.Entry<List<Object>, List<String>> each : included.entrySet()) {
      Inclusions.Included tasks = brought.get(each.getKey());
      boolean surely = sure.get(each.getKey());
      tell(tasks.problems(), surely && walk.surely());
      @SuppressWarnings("unchecked")
      Map<String, Object> loop = (Map<String, Object>) each.getKey().get(1);
      now = now.with(tasks.handlers());
      now = walk(tasks.parts(), each.getValue(), walk.included(loop, surely), now);
    }
    return now;
  }

  private static boolean asksItsHost(Step step) {
    return step.use() instanceof Use.OfModule && !step.settings().says(Keyword.DELEGATE_TO);
  }

  private static boolean isRefresh(Step step) {
    return step.use() instanceof Use.Meta meta && meta.kind() == Use.Meta.Kind.REFRESH_INVENTORY;
  }

  private void login(Step step, String host, Scope scope, boolean surely) {
    Scope theirs = variables.ofHost(host, this::live);
    boolean open = learnt(host).open().get();
    AccessCheck.host(step, scope, open ? open(theirs) : theirs, problems, surely);
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
    loop.items().check(scope, problems, surely && runs.isPresent());
    Object items;
    try {
      items = Loops.preview(loop, scope);
    } catch (EvaluationFailed e) {
      return List.of();
    } catch (UnknownValue e) {
      items = Unknown.ANY;
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
    loop.indexVar().ifPresent(name -> vars.put("ansible_index_var", name));
    loop.indexVar().ifPresent(name -> vars.put(name, Unknown.NUM));
    if (loop.extended().isPresent()) vars.put("ansible_loop", new Unknown.Open(Unknown.ANY));
    return vars;
  }

  /**
   * Tries one task for one host and item; behind a condition nobody knows, only warns. Returns
   * whether it runs, if that is known.
   */
  private Optional<Boolean> check(Step step, Scope scope, boolean surely) {
    Optional<Boolean> runs =
        step.when().isEmpty()
            ? Optional.of(true)
            : step.when().get().check(scope, problems, surely);
    if (runs.isPresent() && !runs.get()) return runs;
    boolean sure = surely && runs.isPresent();
    Problems found = new Problems();
    for (Template template : step.templates()) {
      boolean later = isLoop(step, template) || isVariable(step, template);
      if (!later) template.check(scope, found, sure);
    }
    AccessCheck.keywords(step, scope, found);
    Scope after = withResult(step, scope);
    for (Condition condition : step.conditions()) {
      if (!step.when().equals(Optional.of(condition))) condition.check(after, found, sure);
    }
    if (step.use() instanceof Use.OfModule module && !found.hasErrors()) {
      bind(step, module, scope, sure, found);
    }
    if (step.use() instanceof Use.ValidateArguments validate && !found.hasErrors()) {
      Problems wrong = new Problems();
      validate.validation().check(scope, wrong, keep);
      report(wrong, sure, found);
    }
    problems.addAll(found);
    return runs;
  }

  /** Variables are looked at where they are used: what they hang on may come up only then. */
  private static boolean isVariable(Step step, Template template) {
    return Stream.of(step.vars(), step.includeVars())
        .flatMap(vars -> vars.values().stream())
        .anyMatch(value -> value == template);
  }

  private static boolean isLoop(Step step, Template template) {
    return step.loop().filter(loop -> loop.items() == template).isPresent();
  }

  private void bind(Step step, Use.OfModule module, Scope scope, boolean surely, Problems found) {
    Problems bound = new Problems();
    try {
      Given given = GivenReader.read(module.args(), scope);
      new ArgsReader(step.info().module(), step.files().checking(scope), bound)
          .read(module.spec().args(), given);
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
    Map<String, Object> result = Map.of(step.register().get(), new Unknown.Open(Unknown.ANY));
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
      Step step,
      Use.IncludeVars include,
      Function<Map<String, Object>, Scope> scopes,
      Walk walk,
      String host) {
    for (Map<String, Object> item : items(step, scopes, false)) {
      Scope scope = scopes.apply(item);
      Optional<Boolean> runs = verdict(step.when(), scope);
      if (runs.isPresent() && !runs.get()) continue;
      try {
        VarsInclusion.Read read = walk.play().inclusions().vars(step, include, scope);
        tell(read.problems(), walk.surely() && runs.isPresent());
        Map<String, Object> known = new LinkedHashMap<>(read.vars());
        // where it may not be read at all, what it gives is no more than possible
        if (runs.isEmpty()) known.replaceAll((name, value) -> Unknown.ANY);
        learnt(host).included().putAll(known);
      } catch (EvaluationFailed | UnknownValue e) {
        learnt(host).open().set(true);
      }
    }
  }

  private void learn(
      Step step, Function<Map<String, Object>, Scope> scopes, Walk walk, String host) {
    Map<String, Object> set = learnt(host).set();
    step.register().ifPresent(name -> set.put(name, new Unknown.Open(Unknown.ANY)));
    if (step.use() instanceof Use.IncludeVars include) {
      learn(step, include, scopes, walk, host);
    }
    if (!(step.use() instanceof Use.SetFact facts)) return;
    for (Template.Field field : facts.facts().fields()) {
      Optional<String> name = known(field.key(), scopes.apply(Map.of()));
      if (name.isEmpty()) learnt(host).open().set(true);
      if (name.isEmpty()) continue;
      Object value = Unknown.ANY;
      if (step.loop().isEmpty() && verdict(step.when(), scopes.apply(Map.of())).orElse(false)) {
        try {
          value = field.value().preview(scopes.apply(Map.of()));
        } catch (EvaluationFailed e) {
          // reported where it was checked
        }
      }
      set.put(name.get(), value);
      if (facts.cacheable().isPresent()) learnt(host).kept().put(name.get(), value);
    }
  }

  private Scope scope(Walk walk, Step step, String host, Map<String, Object> loop) {
    Scope scope =
        variables.scope(
            host, walk.stages().apply(host), Optional.of(step), walk.outer(), loop, this::live);
    if (grown) scope = LayeredScope.over(GROWN, scope);
    return learnt(host).open().get() ? open(scope) : scope;
  }

  /** A scope in which what is not defined may yet be, by a file that is not known. */
  private static Scope open(Scope scope) {
    return new Scope() {
      @Override
      public Object get(String name) {
        Object value = scope.get(name);
        return value != null || scope.names().contains(name) ? value : Unknown.ANY;
      }

      @Override
      public Set<String> names() {
        return scope.names();
      }
    };
  }
}
