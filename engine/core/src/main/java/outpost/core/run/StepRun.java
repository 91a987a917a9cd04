package outpost.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Problem;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.language.Keyword;
import outpost.core.program.Loops;
import outpost.core.program.Stage;
import outpost.core.program.Step;
import outpost.core.template.Condition;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Unknown;
import outpost.core.template.UnknownValue;

/** One task on one host: its loop, and what is registered and told. */
final class StepRun {
  private final Session session;
  private final Step step;
  private final TaskInfo info;
  private final HostState host;
  private final Stage stage;
  private final Map<String, Object> outer;
  private final Optional<Lookahead> ahead;
  private final ItemRun items;
  private final Instant start;

  /** What a step does for one host and item. */
  @FunctionalInterface
  interface Action {
    Outcome run(Scope scope, Map<String, Object> loop, Optional<String> delegate);
  }

  /**
   * @param outer loop variables of the includes around the step
   * @param ahead is told where the step is
   */
  StepRun(
      Session session,
      Step step,
      TaskInfo info,
      HostState host,
      Stage stage,
      Map<String, Object> outer,
      Optional<Lookahead> ahead,
      Action action) {
    this.session = session;
    this.step = step;
    this.info = info;
    this.host = host;
    this.stage = stage;
    this.outer = outer;
    this.ahead = ahead;
    this.items = new ItemRun(session, step, info, host, this::scope, action);
    this.start = session.clock().instant();
  }

  /** Runs it and tells what became of it. */
  Outcome run() {
    Optional<Object> before = step.register().map(host::get);
    int made = host.trips.get();
    Outcome outcome = step.loop().isPresent() ? loop(step.loop().get()) : items.run(Map.of());
    outcome = outcome.ended(outcome.ignored(), outcome.hidden(), elapsed());
    // a task that did not run says nothing about what an earlier one found
    if (outcome.status() == Status.SKIPPED && before.isPresent()) {
      host.set(step.register().get(), before.get());
    } else {
      register(outcome);
    }
    Outcome told = outcome.withResult(Results.told(outcome.result()));
    int trips = host.trips.get() - made;
    session.tell(new Event.TaskEnded(info, host.name(), items.delegate(), told, trips));
    return outcome;
  }

  private Outcome loop(Step.Loop loop) {
    Object items;
    boolean extended;
    Duration pause;
    try {
      items = Loops.items(loop, scope(Map.of()));
      extended = isExtended(loop);
      pause = loop.pause().map(t -> Keywords.seconds(t, scope(Map.of()))).orElse(Duration.ZERO);
    } catch (Keywords.Wrong e) {
      return ignorable(ItemRun.failed(e.problem(), e.span()));
    } catch (EvaluationFailed e) {
      return skippedAnyway() ? ItemRun.skipped() : ignorable(ItemRun.failed(e));
    } catch (UnknownValue e) {
      return Outcome.of(
          Status.UNKNOWN, "its loop hangs on a result that is not known without doing it");
    }
    if (!(items instanceof List<?> list)) {
      return ignorable(
          ItemRun.failed(
              Problem.of("wrong-type", "`loop` takes a list, not `" + items + "`"),
              loop.items().span()));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (i > 0 && !pause.isZero()) Keywords.sleep(pause);
      if (ahead.isPresent()) ahead.get().at(list, i);
      Map<String, Object> vars = Loops.vars(loop, list, i, extended);
      Outcome outcome = this.items.run(vars);
      register(outcome);
      Map<String, Object> result = new LinkedHashMap<>(outcome.result());
      result.putAll(vars);
      outcome = outcome.withResult(result);
      String label = label(loop, vars, list.get(i));
      Outcome told = outcome.withResult(Results.told(result));
      session.tell(new Event.ItemEnded(info, host.name(), label, told));
      outcomes.add(outcome);
      if (isOver(loop, vars, outcome)) break;
    }
    return Results.together(outcomes);
  }

  private Outcome ignorable(Outcome failure) {
    boolean ignored = Keywords.isOn(step.settings(), Keyword.IGNORE_ERRORS, () -> scope(Map.of()));
    boolean hidden = Keywords.isOn(step.settings(), Keyword.NO_LOG, () -> scope(Map.of()));
    return failure.ended(ignored, hidden, Duration.ZERO);
  }

  private boolean isExtended(Step.Loop loop) {
    return loop.extended().isPresent()
        && Keywords.truth(loop.extended().get().evaluate(scope(Map.of()))).orElse(false);
  }

  private boolean isOver(Step.Loop loop, Map<String, Object> vars, Outcome outcome) {
    if (loop.breakWhen().isEmpty()) return false;
    Map<String, Object> seen = new LinkedHashMap<>(vars);
    step.register().ifPresent(name -> seen.put(name, outcome.result()));
    try {
      return loop.breakWhen().get().test(scope(seen));
    } catch (EvaluationFailed | UnknownValue e) {
      return false;
    }
  }

  /** A loop that cannot be evaluated does not matter where the condition is false anyway. */
  private boolean skippedAnyway() {
    Optional<Condition> when = step.when();
    try {
      return when.isPresent() && !when.get().test(scope(Map.of()));
    } catch (EvaluationFailed | UnknownValue e) {
      return false;
    }
  }

  private String label(Step.Loop loop, Map<String, Object> vars, Object item) {
    try {
      return loop.label()
          .map(label -> Shown.line(label.evaluate(scope(vars))))
          .orElseGet(() -> Shown.line(item));
    } catch (EvaluationFailed | UnknownValue e) {
      return Shown.line(item);
    }
  }

  private void register(Outcome outcome) {
    if (step.register().isEmpty()) return;
    String name = step.register().get();
    boolean later = outcome.status() == Status.UNKNOWN;
    host.set(name, later ? new Unknown.Open(Unknown.ANY) : outcome.result());
  }

  private Scope scope(Map<String, Object> loopVars) {
    return session
        .variables()
        .scope(host.name(), stage, Optional.of(step), outer, loopVars, session::live);
  }

  private Duration elapsed() {
    return Duration.between(start, session.clock().instant());
  }
}
