package outpost.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.connect.AnswerLost;
import outpost.core.connect.BecomeFailed;
import outpost.core.connect.HostUnreachable;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.language.Keyword;
import outpost.core.program.Loops;
import outpost.core.program.Stage;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.source.Span;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

/** One task on one host: its condition, its loop, its tries, and what is made of the result. */
final class StepRun {
  private static final int RETRIES = 3;
  private static final Duration DELAY = Duration.ofSeconds(5);

  private final Session session;
  private final Batch batch;
  private final Step step;
  private final TaskInfo info;
  private final HostState host;
  private final Stage stage;
  private final Map<String, Object> outer;
  private final Action action;
  private final Instant start;
  private Optional<String> delegate = Optional.empty();

  /** What a step does for one host and item. */
  @FunctionalInterface
  interface Action {
    Outcome run(Scope scope, Map<String, Object> loop);
  }

  /** Runs a step of the engine or a module. */
  StepRun(
      Batch batch,
      Step step,
      TaskInfo info,
      HostState host,
      Stage stage,
      Map<String, Object> outer) {
    this(batch, step, info, host, stage, outer, null);
  }

  /**
   * @param outer loop variables of the includes around the step
   * @param action what the step does; null for a step of the engine or a module
   */
  StepRun(
      Batch batch,
      Step step,
      TaskInfo info,
      HostState host,
      Stage stage,
      Map<String, Object> outer,
      Action action) {
    this.batch = batch;
    this.session = batch.session();
    this.step = step;
    this.info = info;
    this.host = host;
    this.stage = stage;
    this.outer = outer;
    this.action = action == null ? this::act : action;
    this.start = session.clock().instant();
  }

  /** Runs it and tells what became of it. */
  Outcome run() {
    Outcome outcome = step.loop().isPresent() ? loop(step.loop().get()) : once(Map.of());
    outcome = finished(outcome, scope(Map.of()));
    register(outcome);
    Outcome told = outcome.withResult(Results.told(outcome.result()));
    session.tell(new Event.TaskEnded(info, host.name(), delegate, told));
    return outcome;
  }

  private Outcome loop(Step.Loop loop) {
    Object items;
    try {
      items = Loops.items(loop, loop.items().evaluate(scope(Map.of())));
    } catch (EvaluationFailed e) {
      return skippedAnyway() ? skipped() : failed(e.problem(), e.span());
    } catch (UnknownValue e) {
      return unknown("its loop hangs on a result that is not known without doing it");
    }
    if (!(items instanceof List<?> list)) {
      return failed(
          Problem.of("wrong-type", "`loop` takes a list, not `" + items + "`"),
          loop.items().span());
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) pause(loop);
      Map<String, Object> vars = new LinkedHashMap<>();
      vars.put(loop.var(), list.get(i));
      vars.put("ansible_loop_var", loop.var());
      int index = i;
      loop.indexVar().ifPresent(name -> vars.put(name, index));
      Outcome outcome = finished(once(vars), scope(vars));
      register(outcome);
      outcome = withItem(outcome, loop.var(), list.get(i));
      session.tell(new Event.ItemEnded(info, host.name(), label(loop, vars, list.get(i)), outcome));
      outcomes.add(outcome);
    }
    return together(outcomes);
  }

  /** A loop that cannot be evaluated does not matter where the condition is false anyway. */
  private boolean skippedAnyway() {
    try {
      return !holds(scope(Map.of()));
    } catch (EvaluationFailed | UnknownValue e) {
      return false;
    }
  }

  private void pause(Step.Loop loop) {
    loop.pause()
        .map(t -> Keywords.seconds(t, scope(Map.of())))
        .ifPresent(time -> Keywords.sleep(time));
  }

  private String label(Step.Loop loop, Map<String, Object> vars, Object item) {
    try {
      return loop.label()
          .map(label -> String.valueOf(label.evaluate(scope(vars))))
          .orElse(String.valueOf(item));
    } catch (EvaluationFailed | UnknownValue e) {
      return String.valueOf(item);
    }
  }

  private Outcome together(List<Outcome> outcomes) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("results", outcomes.stream().map(Outcome::result).toList());
    Status status = Status.SKIPPED;
    for (Status each :
        List.of(
            Status.OK,
            Status.UNKNOWN,
            Status.WOULD_CHANGE,
            Status.CHANGED,
            Status.FAILED,
            Status.UNREACHABLE)) {
      if (outcomes.stream()
          .anyMatch(o -> o.status() == each && !(each == Status.FAILED && o.ignored()))) {
        status = each;
      }
    }
    List<String> reasons =
        outcomes.stream().filter(Outcome::isFatal).map(Outcome::message).distinct().toList();
    String message =
        reasons.isEmpty()
            ? outcomes.isEmpty() ? "nothing to loop over" : ""
            : String.join("; ", reasons);
    Results.addStatus(result, status, message);
    List<String> hints =
        outcomes.stream()
            .filter(Outcome::isFatal)
            .flatMap(o -> o.hints().stream())
            .distinct()
            .toList();
    return new Outcome(
        status,
        message,
        hints,
        outcomes.stream().flatMap(o -> o.changes().stream()).toList(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        false,
        result,
        false,
        Duration.ZERO);
  }

  /** One item, or the task where it has no loop: condition, then tries. */
  private Outcome once(Map<String, Object> vars) {
    try {
      Scope scope = scope(vars);
      if (!holds(scope)) return skipped();
      return tries(vars);
    } catch (EvaluationFailed e) {
      return failed(e.problem(), e.span());
    } catch (UnknownValue e) {
      return unknown("whether it is done hangs on a result that is not known without doing it");
    } catch (Keywords.Wrong e) {
      return failed(Problem.of("wrong-type", e.getMessage()), e.keyword().span());
    } catch (HostUnreachable e) {
      return unreachable(e.getMessage(), e.hint());
    } catch (AnswerLost e) {
      return unreachable(e.getMessage(), "look on the host before running it again");
    } catch (BecomeFailed e) {
      return Outcome.of(Status.FAILED, e.getMessage()).withHints(List.of(e.hint()));
    }
  }

  private boolean holds(Scope scope) {
    return step.when().isEmpty() || step.when().get().test(scope);
  }

  private Outcome tries(Map<String, Object> vars) {
    Outcome outcome = judged(attempt(vars), vars);
    if (step.until().isEmpty() || outcome.status() == Status.UNREACHABLE) return outcome;
    Step.Until until = step.until().get();
    Scope scope = scope(vars);
    int retries = until.retries().map(t -> Keywords.number(t, scope)).orElse(RETRIES);
    Duration delay = until.delay().map(t -> Keywords.seconds(t, scope)).orElse(DELAY);
    for (int attempt = 1; !done(until, outcome, vars); attempt++) {
      if (outcome.status() == Status.UNKNOWN || outcome.status() == Status.WOULD_CHANGE)
        return outcome;
      if (attempt > retries) {
        return outcome.with(Status.FAILED, "not so after " + attempt + " tries");
      }
      session.tell(
          new Event.Waiting(
              info, host.name(), "try " + attempt + " of " + (retries + 1), elapsed()));
      Keywords.sleep(delay);
      outcome = judged(attempt(vars), vars);
    }
    return outcome;
  }

  private boolean done(Step.Until until, Outcome outcome, Map<String, Object> vars) {
    if (until.done().isEmpty()) return outcome.status() != Status.FAILED;
    try {
      return until.done().get().test(scope(withResult(vars, outcome)));
    } catch (UnknownValue e) {
      return true;
    }
  }

  /** Lets {@code changed_when} and {@code failed_when} say what the outcome counts as. */
  private Outcome judged(Outcome outcome, Map<String, Object> vars) {
    if (outcome.status() == Status.UNREACHABLE || outcome.status() == Status.UNKNOWN)
      return outcome;
    Outcome now = outcome;
    try {
      if (step.changedWhen().isPresent() && now.status() != Status.FAILED) {
        boolean changed = step.changedWhen().get().test(scope(withResult(vars, now)));
        Status yes = now.status() == Status.WOULD_CHANGE ? Status.WOULD_CHANGE : Status.CHANGED;
        now = now.with(changed ? yes : Status.OK, now.message());
      }
      if (step.failedWhen().isPresent()) {
        boolean failed = step.failedWhen().get().test(scope(withResult(vars, now)));
        if (failed && now.status() != Status.FAILED) {
          now = now.with(Status.FAILED, "its `failed_when` holds");
        } else if (!failed && now.status() == Status.FAILED) {
          now = now.with(step.changedWhen().isPresent() ? Status.OK : Status.CHANGED, "");
        }
      }
      return now;
    } catch (UnknownValue e) {
      return unknown("what it counts as hangs on a result that is not known without doing it");
    }
  }

  private Map<String, Object> withResult(Map<String, Object> vars, Outcome outcome) {
    return step.register().map(name -> Session.with(vars, name, outcome.result())).orElse(vars);
  }

  private Outcome attempt(Map<String, Object> vars) {
    return action.run(scope(vars), vars);
  }

  private Outcome act(Scope scope, Map<String, Object> vars) {
    Use use = step.use();
    if (use instanceof Use.OfModule module) {
      delegate = delegate(scope);
      return new ModuleRun(session, step, info, module, host, scope, delegate).run();
    }
    return new EngineRun(batch, step, info, host).run(scope);
  }

  private Optional<String> delegate(Scope scope) {
    Optional<String> name = Keywords.text(step.settings(), Keyword.DELEGATE_TO, scope);
    if (name.filter(String::isBlank).isEmpty()) return name;
    throw new Keywords.Wrong(
        step.settings().value(Keyword.DELEGATE_TO, scope).orElseThrow().from(),
        "`delegate_to` names no host");
  }

  private Scope scope(Map<String, Object> loopVars) {
    return session
        .variables()
        .scope(host.name(), stage, Optional.of(step), outer, loopVars, session::live);
  }

  /** Applies {@code ignore_errors}, {@code ignore_unreachable} and {@code no_log}. */
  private Outcome finished(Outcome outcome, Scope scope) {
    Step.Settings settings = step.settings();
    boolean ignored =
        (outcome.status() == Status.FAILED && Keywords.isOn(settings, Keyword.IGNORE_ERRORS, scope))
            || (outcome.status() == Status.UNREACHABLE
                && Keywords.isOn(settings, Keyword.IGNORE_UNREACHABLE, scope));
    boolean hidden = outcome.hidden() || Keywords.isOn(settings, Keyword.NO_LOG, scope);
    Map<String, Object> result = new LinkedHashMap<>(outcome.result());
    Results.addStatus(result, outcome.status(), outcome.message());
    return outcome.withResult(result).ended(ignored, hidden, elapsed());
  }

  private void register(Outcome outcome) {
    if (step.register().isEmpty()) return;
    boolean later = outcome.status() == Status.UNKNOWN;
    // a task that did not run says nothing about what an earlier one found
    if (outcome.status() == Status.SKIPPED && host.get(step.register().get()) != null) return;
    host.set(step.register().get(), later ? new Unknown.Open(Unknown.ANY) : outcome.result());
  }

  private Duration elapsed() {
    return Duration.between(start, session.clock().instant());
  }

  private static Outcome withItem(Outcome outcome, String var, Object item) {
    return outcome.withResult(Session.with(outcome.result(), var, item));
  }

  private Outcome skipped() {
    return Outcome.of(Status.SKIPPED, "its condition is false");
  }

  private static Outcome unknown(String why) {
    return Outcome.of(Status.UNKNOWN, why);
  }

  private static Outcome unreachable(String message, String hint) {
    return Outcome.of(Status.UNREACHABLE, message).withHints(List.of(hint));
  }

  private static Outcome failed(Problem problem, Span span) {
    return Outcome.of(Status.FAILED, problem.message())
        .withHints(problem.hints())
        .withDetails(List.of("at      " + span));
  }
}
