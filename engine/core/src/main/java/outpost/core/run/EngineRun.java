package outpost.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.inventory.Addition;
import outpost.core.language.Keyword;
import outpost.core.program.GivenReader;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.program.Validation;
import outpost.core.program.VarLevel;
import outpost.core.program.VarsInclusion;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;
import outpost.core.template.Omit;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Takes the steps that the engine takes itself, for one host and item. */
final class EngineRun {
  private final Batch batch;
  private final Session session;
  private final Step step;
  private final TaskInfo info;
  private final HostState host;
  private final Optional<String> delegate;

  EngineRun(Batch batch, Step step, TaskInfo info, HostState host, Optional<String> delegate) {
    this.batch = batch;
    this.session = batch.session();
    this.step = step;
    this.info = info;
    this.host = host;
    this.delegate = delegate;
  }

  /** Returns the host that gets what the step finds: its delegate only where the task says so. */
  private HostState receiver(Scope scope) {
    boolean handed = Keywords.isOn(step.settings(), Keyword.DELEGATE_FACTS, () -> scope);
    return handed ? delegate.map(session::state).orElse(host) : host;
  }

  Outcome run(Scope scope) {
    Use use = step.use();
    if (use instanceof Use.Assert asserted) return assertion(asserted, scope);
    if (use instanceof Use.Debug debug) return debug(debug, scope);
    if (use instanceof Use.SetFact facts) return setFact(facts, scope);
    if (use instanceof Use.IncludeVars vars) return includeVars(vars, scope);
    if (use instanceof Use.Setup) {
      return new SetupRun(session, step, host, delegate, receiver(scope), scope).run();
    }
    if (use instanceof Use.AddHost add) return addHost(add, scope);
    if (use instanceof Use.GroupBy group) return groupBy(group, scope);
    if (use instanceof Use.AsyncStatus status) {
      return new JobRun(session, step, host, delegate).run(status, scope);
    }
    if (use instanceof Use.Pause pause) {
      return new PauseRun(session, info, host.name(), pause, scope).run();
    }
    if (use instanceof Use.WaitForConnection wait) return await(wait, scope);
    if (use instanceof Use.SetStats stats) return setStats(stats, scope);
    if (use instanceof Use.Fail fail) {
      return Outcome.of(Status.FAILED, String.valueOf(fail.msg().evaluate(scope)));
    }
    if (use instanceof Use.ValidateArguments validate) {
      return validate(validate.validation(), scope);
    }
    throw new IllegalStateException("no host runs " + use);
  }

  private Outcome assertion(Use.Assert asserted, Scope scope) {
    Optional<String> broken = asserted.that().firstFalse(scope);
    if (broken.isPresent()) {
      String message =
          asserted
              .failMsg()
              .map(msg -> String.valueOf(msg.evaluate(scope)))
              .orElse("`" + broken.get() + "` does not hold");
      return Outcome.of(Status.FAILED, message)
          .withDetails(List.of("because `" + broken.get() + "` is false"));
    }
    Outcome ok = Outcome.of(Status.OK, "");
    return asserted
        .successMsg()
        .map(msg -> ok.withNotes(List.of(String.valueOf(msg.evaluate(scope)))))
        .orElse(ok);
  }

  private Outcome debug(Use.Debug debug, Scope scope) {
    int needed = debug.verbosity().map(v -> Keywords.number(v, scope)).orElse(0);
    if (needed > session.verbosity()) {
      return Outcome.of(Status.SKIPPED, "it is told at verbosity " + needed + " and above");
    }
    Object value = value(debug.msg(), scope);
    if (value == Omit.OMIT) value = "Hello world!";
    return Outcome.of(Status.OK, "").withNotes(Shown.lines(value)).withResult(Map.of("msg", value));
  }

  /** Returns a value of which parts may be unknown: nothing that the engine takes minds that. */
  private Object value(Template template, Scope scope) {
    return ModuleRun.reader(session, step, scope).value(template, scope);
  }

  private Outcome setFact(Use.SetFact set, Scope scope) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (Template.Field field : set.facts().fields()) {
      Object value = value(field.value(), scope);
      facts.put(String.valueOf(field.key().evaluate(scope)), value);
    }
    HostState receiver = receiver(scope);
    facts.forEach(receiver::set);
    if (set.cacheable().flatMap(c -> Keywords.truth(c.evaluate(scope))).orElse(false)) {
      receiver.keep(facts);
      session.cache().ifPresent(c -> c.write(receiver.name(), facts, session::warn));
    }
    return Outcome.of(Status.OK, "").withResult(Map.of("ansible_facts", facts));
  }

  private Outcome validate(Validation validation, Scope scope) {
    Problems problems = new Problems();
    GivenReader reader = ModuleRun.reader(session, step, scope);
    validation.check(scope, reader, problems, session.masker()::add);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("validate_args_context", validation.about(scope, reader));
    if (!problems.hasErrors()) return Outcome.of(Status.OK, "").withResult(result);
    List<Diagnostic> all = problems.all();
    List<String> messages = all.stream().map(d -> d.problem().message()).toList();
    result.put("argument_errors", messages);
    return Outcome.of(Status.FAILED, String.join("; ", messages))
        .withHints(all.stream().flatMap(d -> d.problem().hints().stream()).distinct().toList())
        .withDetails(
            all.stream()
                .flatMap(d -> d.span().stream())
                .map(s -> "at      " + s)
                .distinct()
                .toList())
        .withResult(result);
  }

  private Outcome await(Use.WaitForConnection wait, Scope scope) {
    Target target =
        new StepTargets(session, step.settings(), scope).of(delegate.orElse(host.name()));
    return new ConnectionWait(session, info, host.name(), wait, target, scope).run();
  }

  private Outcome setStats(Use.SetStats stats, Scope scope) {
    Object data = stats.data().evaluate(scope);
    if (!(data instanceof Map<?, ?> values)) {
      return Outcome.of(Status.FAILED, "`data` of `set_stats` takes a mapping")
          .withDetails(List.of("at      " + stats.data().span()));
    }
    boolean perHost = isOn(stats.perHost(), false, scope);
    boolean aggregate = isOn(stats.aggregate(), true, scope);
    Optional<String> of = perHost ? Optional.of(host.name()) : Optional.empty();
    values.forEach((name, value) -> batch.tally().stat(of, String.valueOf(name), value, aggregate));
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("data", data);
    told.put("per_host", perHost);
    told.put("aggregate", aggregate);
    return Outcome.of(Status.OK, "").withResult(Map.of("ansible_stats", told));
  }

  private static boolean isOn(Optional<Template> flag, boolean otherwise, Scope scope) {
    return flag.flatMap(f -> Keywords.truth(f.evaluate(scope))).orElse(otherwise);
  }

  private Outcome includeVars(Use.IncludeVars use, Scope scope) {
    VarsInclusion.Read read;
    synchronized (session.sources()) {
      read = batch.play().inclusions().vars(step, use, scope);
    }
    if (read.problems().hasErrors()) return refused(read.problems());
    receiver(scope).include(read.vars());
    VarLevel vars = new VarLevel(VarLevel.Rank.INCLUDE_VARS, read.vars());
    return new FactsRun(batch).here(vars.references(), host);
  }

  private Outcome addHost(Use.AddHost add, Scope scope) {
    Map<String, Object> vars = new LinkedHashMap<>();
    for (Template.Field field : add.vars().fields()) {
      vars.put(field.key().text(), field.value().evaluate(scope));
    }
    List<String> groups = add.groups().map(g -> names(g, scope)).orElse(List.of());
    String name = add.name().named(add.name().evaluate(scope));
    return added(List.of(Addition.host(name, groups, vars, "add_host at " + info.place())));
  }

  private Outcome groupBy(Use.GroupBy group, Scope scope) {
    String key = group.key().named(group.key().evaluate(scope));
    List<String> parents = group.parents().map(p -> names(p, scope)).orElse(List.of("all"));
    return added(List.of(Addition.group(host.name(), key, parents)));
  }

  private Outcome added(List<Addition> additions) {
    InventoryRun.Done done = new InventoryRun(session).add(additions);
    if (done.problems().hasErrors()) return refused(done.problems());
    return Outcome.of(done.changed() ? Status.CHANGED : Status.OK, "");
  }

  private static List<String> names(Template from, Scope scope) {
    Object value = from.evaluate(scope);
    List<String> names = new ArrayList<>();
    List<?> all = value instanceof List<?> list ? list : List.of(value);
    for (Object one : all) {
      for (String name : from.named(one).split(",")) {
        if (!name.isBlank()) names.add(name.strip());
      }
    }
    return names;
  }

  private static Outcome refused(Problems problems) {
    Diagnostic first =
        problems.all().stream()
            .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
            .findFirst()
            .orElseThrow();
    return Outcome.of(Status.FAILED, first.problem().message())
        .withHints(first.problem().hints())
        .withDetails(first.span().map(span -> "at      " + span).stream().toList());
  }
}
