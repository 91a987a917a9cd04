package outpost.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import outpost.api.Problem;
import outpost.core.connect.AnswerLost;
import outpost.core.connect.BecomeFailed;
import outpost.core.connect.HostUnreachable;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.language.Keyword;
import outpost.core.program.Step;
import outpost.core.source.Span;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.UnknownValue;

/** One item of a task's loop on one host, or the task where it has none. */
final class ItemRun {
  private static final int RETRIES = 3;
  private static final Duration DELAY = Duration.ofSeconds(5);

  private final Session session;
  private final Step step;
  private final TaskInfo info;
  private final HostState host;
  private final Function<Map<String, Object>, Scope> scopes;
  private final StepRun.Action action;
  private Optional<String> delegate = Optional.empty();

  /**
   * @param scopes what the task sees with the variables of an item
   */
  ItemRun(
      Session session,
      Step step,
      TaskInfo info,
      HostState host,
      Function<Map<String, Object>, Scope> scopes,
      StepRun.Action action) {
    this.session = session;
    this.step = step;
    this.info = info;
    this.host = host;
    this.scopes = scopes;
    this.action = action;
  }

  /** Returns the host that the last item was delegated to, if any. */
  Optional<String> delegate() {
    return delegate;
  }

  /** Runs one item: condition, tries, and what counts as changed and failed. */
  Outcome run(Map<String, Object> vars) {
    Instant start = session.clock().instant();
    Outcome outcome = guarded(vars);
    Step.Settings settings = step.settings();
    Supplier<Scope> scope = () -> scopes.apply(vars);
    boolean ignored =
        (outcome.status() == Status.FAILED && Keywords.isOn(settings, Keyword.IGNORE_ERRORS, scope))
            || (outcome.status() == Status.UNREACHABLE
                && Keywords.isOn(settings, Keyword.IGNORE_UNREACHABLE, scope));
    boolean hidden = outcome.hidden() || Keywords.isOn(settings, Keyword.NO_LOG, scope);
    Duration took = Duration.between(start, session.clock().instant());
    return outcome.withResult(result(outcome)).ended(ignored, hidden, took);
  }

  private Outcome guarded(Map<String, Object> vars) {
    try {
      Scope scope = scopes.apply(vars);
      Optional<String> no =
          step.when().isEmpty() ? Optional.empty() : step.when().get().firstFalse(scope);
      if (no.isPresent()) {
        return skipped().withResult(Map.of("false_condition", no.get()));
      }
      delegate = delegate(scope);
      return tries(vars, scope);
    } catch (EvaluationFailed e) {
      return failed(e);
    } catch (UnknownValue e) {
      return unknown("whether it is done hangs on a result that is not known without doing it");
    } catch (Keywords.Wrong e) {
      return failed(e.problem(), e.span());
    } catch (HostUnreachable e) {
      return unreachable(e.getMessage(), e.hint());
    } catch (AnswerLost e) {
      return unreachable(e.getMessage(), "look on the host before running it again");
    } catch (BecomeFailed e) {
      return Outcome.of(Status.FAILED, e.getMessage()).withHints(List.of(e.hint()));
    }
  }

  private Optional<String> delegate(Scope scope) {
    Optional<Step.Given> given = step.settings().value(Keyword.DELEGATE_TO, scope);
    Optional<String> name = given.map(g -> g.from().named(g.value()));
    if (name.filter(String::isBlank).isEmpty()) return name;
    throw new Keywords.Wrong(given.orElseThrow().from(), "`delegate_to` names no host");
  }

  private Outcome tries(Map<String, Object> vars, Scope first) {
    Outcome outcome = attempt(vars, first);
    if (step.until().isEmpty()) return outcome;
    Step.Until until = step.until().get();
    Scope scope = scopes.apply(vars);
    int retries = until.retries().map(t -> Keywords.number(t, scope)).orElse(RETRIES);
    Duration delay = until.delay().map(t -> Keywords.seconds(t, scope)).orElse(DELAY);
    for (int attempt = 1; ; attempt++) {
      if (isOpen(outcome) || done(until, outcome, vars)) return tried(outcome, attempt);
      if (attempt > retries) {
        return tried(outcome, retries)
            .with(Status.FAILED, "not so after " + attempt + " tries" + because(outcome));
      }
      String now = "try " + attempt + " of " + (retries + 1);
      Duration since = Duration.ofSeconds(delay.toSeconds() * attempt);
      session.tell(new Event.Waiting(info, host.name(), now, since));
      Keywords.sleep(delay.isNegative() ? Duration.ofSeconds(1) : delay);
      outcome = attempt(vars, scopes.apply(vars));
    }
  }

  /** Trying again would not tell more. */
  private static boolean isOpen(Outcome outcome) {
    return switch (outcome.status()) {
      case UNREACHABLE, UNKNOWN, WOULD_CHANGE -> true;
      default -> false;
    };
  }

  private static String because(Outcome outcome) {
    return outcome.message().isEmpty() ? "" : ": " + outcome.message();
  }

  private static Outcome tried(Outcome outcome, int attempts) {
    return outcome.withResult(Session.with(outcome.result(), "attempts", attempts));
  }

  private boolean done(Step.Until until, Outcome outcome, Map<String, Object> vars) {
    if (until.done().isEmpty()) return outcome.status() != Status.FAILED;
    try {
      return until.done().get().test(seeing(vars, outcome));
    } catch (UnknownValue e) {
      return true;
    }
  }

  private Outcome attempt(Map<String, Object> vars, Scope scope) {
    Outcome outcome = action.run(scope, vars, delegate);
    return outcome.status() == Status.UNREACHABLE || outcome.status() == Status.UNKNOWN
        ? outcome
        : judged(outcome, vars);
  }

  /** Lets {@code changed_when} and {@code failed_when} say what the outcome counts as. */
  private Outcome judged(Outcome outcome, Map<String, Object> vars) {
    Outcome now = outcome;
    try {
      boolean changed = hasChanged(now);
      if (step.changedWhen().isPresent()) {
        changed = step.changedWhen().get().test(seeing(vars, now));
        if (now.status() != Status.FAILED) now = now.with(changes(changed, now), now.message());
      }
      now = now.withResult(Session.with(now.result(), "changed", changed));
      if (step.failedWhen().isEmpty()) return now;
      Optional<String> not = step.failedWhen().get().firstFalse(seeing(vars, now));
      Outcome judged =
          now.withResult(Session.with(now.result(), "failed_when_result", not.isEmpty()));
      if (not.isEmpty()) {
        String why = now.status() == Status.FAILED ? now.message() : "its `failed_when` holds";
        return judged.with(Status.FAILED, why);
      }
      return now.status() == Status.FAILED ? judged.with(changes(changed, now), "") : judged;
    } catch (EvaluationFailed e) {
      Outcome failed = failed(e);
      Map<String, Object> result = new LinkedHashMap<>(now.result());
      result.put("failed_when_result", e.problem().message());
      return failed.withResult(result);
    } catch (UnknownValue e) {
      return unknown("what it counts as hangs on a result that is not known without doing it");
    }
  }

  private static Status changes(boolean changed, Outcome outcome) {
    if (!changed) return Status.OK;
    return outcome.status() == Status.WOULD_CHANGE ? Status.WOULD_CHANGE : Status.CHANGED;
  }

  /** A command that fails may well have changed something. */
  private static boolean hasChanged(Outcome outcome) {
    return switch (outcome.status()) {
      case CHANGED, WOULD_CHANGE -> true;
      case FAILED -> outcome.output().isPresent();
      default -> false;
    };
  }

  private Scope seeing(Map<String, Object> vars, Outcome outcome) {
    return scopes.apply(
        step.register().map(name -> Session.with(vars, name, result(outcome))).orElse(vars));
  }

  private static Map<String, Object> result(Outcome outcome) {
    Map<String, Object> result = new LinkedHashMap<>(outcome.result());
    Results.addStatus(result, outcome.status(), outcome.message());
    return result;
  }

  static Outcome skipped() {
    return Outcome.of(Status.SKIPPED, "its condition is false");
  }

  private static Outcome unknown(String why) {
    return Outcome.of(Status.UNKNOWN, why);
  }

  private static Outcome unreachable(String message, String hint) {
    return Outcome.of(Status.UNREACHABLE, message).withHints(List.of(hint));
  }

  static Outcome failed(EvaluationFailed failure) {
    return failed(failure.problem(), failure.span());
  }

  static Outcome failed(Problem problem, Span span) {
    return Outcome.of(Status.FAILED, problem.message())
        .withHints(problem.hints())
        .withDetails(List.of("at      " + span));
  }
}
