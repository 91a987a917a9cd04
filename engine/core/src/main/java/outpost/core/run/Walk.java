package outpost.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.language.Keyword;
import outpost.core.program.Group;
import outpost.core.program.Inclusions.Included;
import outpost.core.program.Part;
import outpost.core.program.RolePart;
import outpost.core.program.Stage;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.run.HostState.Failure;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.UnknownValue;

/**
 * Goes through the parts of a section with some hosts of a batch: all of them keep step, since a
 * part is done on all before the next one begins. A host that fails waits where it failed until
 * {@code rescue} and {@code always} around it are done.
 */
final class Walk {
  private final Batch batch;
  private final Session session;
  private final List<HostState> hosts;
  private final boolean apart;
  private final Map<List<Object>, Integer> times = new HashMap<>();

  /**
   * Where in a section a walk is.
   *
   * @param outer loop variables of the includes around it
   * @param sharing the hosts that share the innermost block whose {@code rescue} takes failures
   * @param coming what comes after it
   */
  private record Place(
      Map<String, Object> outer, Optional<List<HostState>> sharing, Coming coming) {
    private static final Place TOP = new Place(Map.of(), Optional.empty(), Coming.NOTHING);

    /** At one of these parts, which are walked here. */
    Place at(List<Part> parts, int part) {
      return new Place(outer, sharing, coming.before(parts, part + 1, outer));
    }

    /** Where these parts are still to come. */
    Place before(List<Part> parts) {
      return parts.isEmpty() ? this : at(parts, -1);
    }

    boolean rescued() {
      return sharing.isPresent();
    }

    Place inBody(List<HostState> with) {
      return new Place(outer, Optional.of(with), coming);
    }

    Place inFlush() {
      return new Place(Map.of(), sharing, Coming.NOTHING);
    }

    /** Inside an include: its own variables hide loop variables of those around it. */
    Place included(Set<String> vars, Map<String, Object> loop) {
      if (loop.isEmpty() && outer.isEmpty()) return this;
      Map<String, Object> all = new LinkedHashMap<>(outer);
      all.keySet().removeAll(vars);
      all.putAll(loop);
      return new Place(all, sharing, coming);
    }
  }

  /** Who ran a task for all, and what came of it. */
  record Once(HostState by, Outcome outcome) {}

  private Walk(Batch batch, List<HostState> hosts, boolean apart) {
    this.batch = batch;
    this.session = batch.session();
    this.hosts = hosts;
    this.apart = apart;
  }

  /** Lets hosts keep step. */
  static Walk together(Batch batch, List<HostState> hosts) {
    return new Walk(batch, hosts, false);
  }

  /** Lets one host go on its own, while others do. */
  static Walk apart(Batch batch, HostState host) {
    return new Walk(batch, List.of(host), true);
  }

  void section(List<Part> parts) {
    walk(parts, hosts, Place.TOP);
  }

  private void walk(List<Part> parts, List<HostState> with, Place place) {
    for (int i = 0; i < parts.size(); i++) {
      List<HostState> active = active(with);
      if (active.isEmpty()) return;
      Place here = place.at(parts, i);
      if (parts.get(i) instanceof Group group) group(group, active, here);
      else if (parts.get(i) instanceof RolePart role) role(role, active, here);
      else step((Step) parts.get(i), active, here);
    }
  }

  private static List<HostState> active(List<HostState> hosts) {
    return hosts.stream().filter(HostState::isActive).toList();
  }

  private void group(Group group, List<HostState> with, Place place) {
    boolean rescues = !group.rescue().isEmpty();
    Place body = place.before(group.always());
    walk(group.body(), with, rescues ? body.inBody(with) : body);
    if (rescues) {
      List<HostState> failed = failing(with);
      failed.forEach(HostState::resume);
      if (!failed.isEmpty()) walk(group.rescue(), failed, body);
    }
    if (group.always().isEmpty()) return;
    Map<HostState, Failure> put = new IdentityHashMap<>();
    Map<HostState, Integer> forgiven = new IdentityHashMap<>();
    for (HostState host : failing(with)) {
      put.put(host, host.failure().orElseThrow());
      forgiven.put(host, host.forgiven());
      host.resume();
    }
    walk(group.always(), with, place);
    put.forEach(
        (host, failure) -> {
          if (host.forgiven() == forgiven.get(host)) host.fail(failure);
        });
  }

  private static List<HostState> failing(List<HostState> hosts) {
    return hosts.stream().filter(HostState::isFailing).toList();
  }

  private void role(RolePart part, List<HostState> with, Place place) {
    List<HostState> first =
        with.stream().filter(h -> part.role().allowDuplicates() || !h.ran(part.role())).toList();
    Map<HostState, Integer> before = new IdentityHashMap<>();
    first.forEach(host -> before.put(host, host.tasksDone()));
    walk(part.parts(), first, place);
    for (HostState host : first) {
      if (host.tasksDone() > before.get(host)) host.hasRun(part.role());
      host.roleIsOver(part.role());
    }
  }

  private void step(Step step, List<HostState> with, Place place) {
    if (!(step.use() instanceof Use.OfModule) && !Lookahead.isPassedOver(step.use())) {
      session.fleet().outdate(); // by its end it may be old
    }
    if (step.use() instanceof Use.Meta meta) {
      meta(step, meta.kind(), with, place);
    } else if (!isAgreed(step, with, place)) {
      return;
    } else if (step.use() instanceof Use.IncludeTasks || step.use() instanceof Use.IncludeRole) {
      include(step, with, place);
    } else {
      run(step, with, place, true);
    }
  }

  private boolean isAgreed(Step step, List<HostState> with, Place place) {
    if (!session.consent().isNeeded()) return true;
    TaskInfo info = named(step, () -> scope(step, with.get(0), place));
    return session.consent().given(info, with.stream().map(HostState::name).toList());
  }

  /** Runs notified handlers at the end of a section. */
  void flush(List<HostState> with) {
    flush(with, Place.TOP);
  }

  /** Runs notified handlers in the order in which the play defines them. */
  private void flush(List<HostState> with, Place place) {
    Map<Step, Set<HostState>> ran = new IdentityHashMap<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Step handler : batch.state().handlers().all()) {
        List<HostState> notified =
            with.stream().filter(HostState::isActive).filter(h -> h.take(handler)).toList();
        if (notified.isEmpty()) continue;
        more = true;
        Set<HostState> again = ran.computeIfAbsent(handler, h -> new LinkedHashSet<>());
        List<HostState> first = notified.stream().filter(h -> !again.contains(h)).toList();
        List<HostState> repeated = notified.stream().filter(again::contains).toList();
        again.addAll(first);
        handle(handler, first, place, true);
        // one that runs again does not notify again: two that notify each other come to an end
        handle(handler, repeated, place, false);
      }
    }
  }

  private void handle(Step handler, List<HostState> with, Place place, boolean notifies) {
    if (with.isEmpty() || !isAgreed(handler, with, place)) return;
    if (handler.use() instanceof Use.IncludeTasks) include(handler, with, place);
    else run(handler, with, place, notifies);
  }

  private void run(Step step, List<HostState> with, Place place, boolean notifies) {
    Supplier<Scope> first = () -> scope(step, with.get(0), place);
    boolean alone = step.use() instanceof Use.AddHost || step.use() instanceof Use.Pause;
    boolean once = alone || Keywords.isOn(step.settings(), Keyword.RUN_ONCE, first);
    TaskInfo info = named(step, first);
    // another host may come by for which a task that runs once is meant
    if (!once || apart && !isPerhapsMeant(step, with.get(0), place)) {
      settle(step, info, with, outcomes(step, info, with, place), place, notifies);
      return;
    }
    List<Object> task = apart ? time(step, place) : List.of();
    Optional<CompletableFuture<Once>> other = apart ? batch.claim(task) : Optional.empty();
    if (other.isPresent()) {
      Once done = other.get().join();
      with.forEach(host -> share(step, done, host, place));
      if (done.outcome().isFatal() && place.rescued()) {
        with.forEach(host -> host.fail(failureOf(info, done)));
      }
      return;
    }
    HostState taker = taker(step, with, place);
    Once done = new Once(taker, Outcome.of(Status.SKIPPED, ""));
    try {
      List<Outcome> outcomes = outcomes(step, info, List.of(taker), place);
      done = new Once(taker, outcomes.get(0));
      settle(step, info, List.of(taker), outcomes, place, notifies);
      for (HostState host : with) if (host != taker) share(step, done, host, place);
      stopOthers(info, List.of(taker), outcomes, place);
    } finally {
      if (apart) batch.did(task, done);
    }
  }

  /** Whether a task is meant for a host, as far as its condition can be told. */
  private boolean isPerhapsMeant(Step step, HostState host, Place place) {
    try {
      return step.when().isEmpty() || step.when().get().test(scope(step, host, place));
    } catch (EvaluationFailed | UnknownValue e) {
      return true;
    }
  }

  private static Failure failureOf(TaskInfo info, Once done) {
    String reason = "`" + info.name() + "` failed on " + done.by().name();
    return new Failure(info, done.outcome(), Optional.of(reason));
  }

  /** Names a task and which time it is that these hosts come by. */
  private List<Object> time(Step step, Place place) {
    List<Object> task = List.of(step.info().place(), place.outer());
    return List.of(task, times.merge(task, 1, Integer::sum));
  }

  /** Returns the first host for which a task that runs once is meant. */
  private HostState taker(Step step, List<HostState> with, Place place) {
    return with.stream()
        .filter(host -> isPerhapsMeant(step, host, place))
        .findFirst()
        .orElse(with.get(0));
  }

  private List<Outcome> outcomes(Step step, TaskInfo info, List<HostState> with, Place place) {
    session.tell(new Event.TaskStarted(info, with.stream().map(HostState::name).toList()));
    Instant start = session.clock().instant();
    Stage stage = batch.stage();
    List<Callable<Outcome>> jobs = new ArrayList<>();
    for (HostState host : with) {
      Lookahead ahead = new Lookahead(session, host, stage, step, place.outer(), place.coming());
      StepRun.Action action =
          (scope, loop, delegate) -> act(step, info, host, scope, delegate, ahead);
      Optional<Lookahead> foresees = Optional.of(ahead);
      jobs.add( // its time begins when its turn has come
          () ->
              new StepRun(session, step, info, host, stage, place.outer(), foresees, action).run());
    }
    List<Outcome> outcomes = run(step, jobs, with.get(0), place);
    batch.tally().took(info.name(), Duration.between(start, session.clock().instant()));
    return outcomes;
  }

  private List<Outcome> run(Step step, List<Callable<Outcome>> jobs, HostState first, Place place) {
    Workers workers = session.workers();
    // what asks no host and waits for nothing is done sooner than handed over
    boolean isQuick =
        !(step.use() instanceof Use.OfModule)
            && !(step.use() instanceof Use.AsyncStatus)
            && !(step.use() instanceof Use.WaitForConnection)
            && !(step.use() instanceof Use.Pause)
            && step.until().isEmpty()
            && step.loop().flatMap(Step.Loop::pause).isEmpty();
    if (isQuick) return Workers.inTurn(jobs);
    return throttle(step, first, place)
        .map(limit -> workers.hosts(jobs, batch.throttle(step, limit)))
        .orElseGet(() -> workers.hosts(jobs));
  }

  private Outcome act(
      Step step,
      TaskInfo info,
      HostState host,
      Scope scope,
      Optional<String> delegate,
      Lookahead ahead) {
    return step.use() instanceof Use.OfModule module
        ? new ModuleRun(session, step, info, module, host, scope, delegate, ahead).run()
        : new EngineRun(batch, step, info, host, delegate).run(scope);
  }

  private Optional<Integer> throttle(Step step, HostState host, Place place) {
    if (!step.settings().says(Keyword.THROTTLE)) return Optional.empty();
    try {
      return Keywords.number(step.settings(), Keyword.THROTTLE, scope(step, host, place))
          .filter(limit -> limit > 0);
    } catch (EvaluationFailed | UnknownValue | Keywords.Wrong e) {
      return Optional.empty(); // told where the task itself is evaluated, or before the run
    }
  }

  /** Draws the consequences of outcomes for their hosts and for the others. */
  private void settle(
      Step step,
      TaskInfo info,
      List<HostState> with,
      List<Outcome> outcomes,
      Place place,
      boolean notifies) {
    for (int i = 0; i < with.size(); i++) {
      HostState host = with.get(i);
      Outcome outcome = outcomes.get(i);
      batch.settle(info, host, outcome, place.rescued());
      if (outcome.isFatal() && place.rescued()) {
        session.tell(new Event.Rescued(info, host.name()));
      }
      if (outcome.status() == Status.WOULD_CHANGE || outcome.status() == Status.UNKNOWN) {
        host.wouldChange();
      }
      boolean changed =
          outcome.status() == Status.CHANGED || outcome.status() == Status.WOULD_CHANGE;
      if (changed) notifyHandlers(step, host, place, notifies);
    }
    boolean fatal =
        batch.play().anyErrorsFatal()
            || Keywords.isOn(
                step.settings(), Keyword.ANY_ERRORS_FATAL, () -> scope(step, with.get(0), place));
    if (fatal) stopOthers(info, with, outcomes, place);
    else if (!place.rescued() && batch.tooManyFailed()) {
      batch.stop(
          batch.hosts(),
          info,
          outcomes.get(0),
          "more than " + batch.play().maxFailPercentage().get() + " % of the batch failed");
    }
  }

  private void stopOthers(
      TaskInfo info, List<HostState> with, List<Outcome> outcomes, Place place) {
    List<String> failed = new ArrayList<>();
    Optional<Outcome> outcome = Optional.empty();
    for (int i = 0; i < with.size(); i++) {
      if (!outcomes.get(i).isFatal()) continue;
      failed.add(with.get(i).name());
      outcome = Optional.of(outcomes.get(i));
    }
    if (outcome.isEmpty()) return;
    // hosts that are not in the block are not to suffer for what its rescue mends
    List<HostState> others = place.sharing().orElse(batch.hosts());
    String reason = "`" + info.name() + "` failed on " + String.join(", ", failed);
    batch.stop(others, info, outcome.get(), reason);
  }

  /** A task that ran once counts for every host: what it registered and set. */
  private void share(Step step, Once done, HostState to, Place place) {
    HostState from = done.by();
    Optional<String> register = step.register();
    if (done.outcome().status() == Status.SKIPPED) {
      register.filter(n -> to.get(n) == null).ifPresent(n -> to.set(n, done.outcome().result()));
      return;
    }
    register.ifPresent(name -> to.set(name, from.get(name)));
    if (Keywords.isOn(step.settings(), Keyword.DELEGATE_FACTS, () -> scope(step, from, place)))
      return;
    if (step.use() instanceof Use.Setup) to.facts(from.facts().read(), from.groups());
    if (step.use() instanceof Use.SetFact) Results.facts(done.outcome()).forEach(to::set);
    if (step.use() instanceof Use.OfModule) to.keep(Results.facts(done.outcome()));
    if (step.use() instanceof Use.IncludeVars) to.include(from.included());
  }

  /** Names a task as its first host has it; a name that has no value stays as it is written. */
  private static TaskInfo named(Step step, Supplier<Scope> scope) {
    TaskInfo info = step.info();
    if (step.title().isEmpty()) return info;
    try {
      String name = String.valueOf(step.title().get().evaluate(scope.get()));
      return info.named(name);
    } catch (EvaluationFailed | UnknownValue e) {
      return info;
    }
  }

  private void notifyHandlers(Step step, HostState host, Place place, boolean again) {
    for (Template written : step.notifies()) {
      for (String name : notified(written, step, host, place)) {
        List<Step> named =
            batch
                .state()
                .handlers()
                .notified(name, step.role(), h -> named(h, () -> scope(h, host, Place.TOP)).name());
        if (named.isEmpty()) {
          session.tell(
              new Event.Warned("no handler is called `" + name + "`: nothing was notified"));
        }
        if (again) named.forEach(host::notify);
      }
    }
  }

  private List<String> notified(Template written, Step step, HostState host, Place place) {
    try {
      return Keywords.names(written, scope(step, host, place));
    } catch (EvaluationFailed e) {
      session.tell(
          new Event.Warned(e.problem().message() + " at " + e.span() + ": nothing was notified"));
    } catch (UnknownValue e) {
      session.tell(
          new Event.Warned("which handler `" + step.info().name() + "` notifies is not known"));
    }
    return List.of();
  }

  private void include(Step step, List<HostState> with, Place place) {
    Supplier<Scope> first = () -> scope(step, with.get(0), place);
    boolean once = Keywords.isOn(step.settings(), Keyword.RUN_ONCE, first);
    List<HostState> takers = once ? List.of(taker(step, with, place)) : with;
    if (!once || !apart || !isPerhapsMeant(step, takers.get(0), place)) {
      include(step, named(step, first), takers, place);
      return;
    }
    List<Object> task = time(step, place);
    Optional<CompletableFuture<Once>> other = batch.claim(task);
    if (other.isPresent()) {
      other.get().join();
      return;
    }
    try {
      include(step, named(step, first), takers, place);
    } finally {
      batch.did(task, new Once(takers.get(0), Outcome.of(Status.OK, "")));
    }
  }

  private void include(Step step, TaskInfo info, List<HostState> takers, Place place) {
    session.tell(new Event.TaskStarted(info, takers.stream().map(HostState::name).toList()));
    Map<IncludeRun.Key, List<HostState>> groups = new LinkedHashMap<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (HostState host : takers) {
      IncludeRun run = new IncludeRun(batch, step, info, host, place.outer());
      outcomes.add(run.run());
      run.brought().forEach(k -> groups.computeIfAbsent(k, x -> new ArrayList<>()).add(host));
    }
    settle(step, info, takers, outcomes, place, true);
    groups.forEach((key, members) -> included(step, info, key, members, place));
  }

  private void included(
      Step step, TaskInfo info, IncludeRun.Key key, List<HostState> members, Place place) {
    Included tasks = key.included();
    session.tell(
        new Event.Included(info, tasks.name(), members.stream().map(HostState::name).toList()));
    batch.state().add(tasks.handlers());
    new FactsRun(batch).also(tasks.references(), members, place.rescued());
    walk(tasks.parts(), members, place.included(vars(step), key.loop()));
    if (step.use() instanceof Use.IncludeRole role && role.exported()) {
      tasks.use().ifPresent(batch.state()::export);
    }
  }

  private static Set<String> vars(Step include) {
    return include.use() instanceof Use.IncludeRole role
        ? role.vars().keySet()
        : ((Use.IncludeTasks) include.use()).vars().keySet();
  }

  private void meta(Step step, Use.Meta.Kind kind, List<HostState> with, Place place) {
    switch (kind) {
      case NOOP -> {}
      case FLUSH_HANDLERS -> flush(meant(step, with, place), place.inFlush());
      case END_HOST -> meant(step, with, place).forEach(HostState::end);
      case END_ROLE ->
          step.role().ifPresent(role -> meant(step, with, place).forEach(h -> h.endRole(role)));
      case CLEAR_FACTS -> meant(step, with, place).forEach(this::clearFacts);
      case RESET_CONNECTION -> with.forEach(host -> reset(step, host, place));
      case REFRESH_INVENTORY -> new InventoryRun(session).refresh();
      case CLEAR_HOST_ERRORS -> {
        if (isMeant(step, with.get(0), place)) batch.forgive();
      }
      case END_BATCH -> {
        if (isMeant(step, with.get(0), place)) batch.hosts().forEach(HostState::end);
      }
      case END_PLAY -> {
        if (!isMeant(step, with.get(0), place)) return;
        batch.hosts().forEach(HostState::end);
        batch.state().end();
      }
    }
  }

  private void clearFacts(HostState host) {
    host.clearFacts();
    session.cache().ifPresent(cache -> cache.forget(List.of(host.name()), session::warn));
  }

  private void reset(Step step, HostState host, Place place) {
    Scope scope = scope(step, host, place);
    new StepTargets(session, step.settings(), scope).of(host.name()).link().reset();
  }

  private List<HostState> meant(Step step, List<HostState> with, Place place) {
    return with.stream().filter(host -> isMeant(step, host, place)).toList();
  }

  private boolean isMeant(Step step, HostState host, Place place) {
    try {
      return step.when().isEmpty() || step.when().get().test(scope(step, host, place));
    } catch (EvaluationFailed e) {
      batch.fail(host, step.info().name(), step.info().place(), e.problem());
    } catch (UnknownValue e) {
      session.tell(new Event.Warned("whether `" + step.info().name() + "` is meant is not known"));
    }
    return false;
  }

  private Scope scope(Step step, HostState host, Place place) {
    return session
        .variables()
        .scope(
            host.name(), batch.stage(), Optional.of(step), place.outer(), Map.of(), session::live);
  }
}
