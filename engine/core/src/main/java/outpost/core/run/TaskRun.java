package outpost.core.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Absence;
import outpost.api.Account;
import outpost.api.Action;
import outpost.api.Change;
import outpost.api.Pending;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Problem;
import outpost.api.Reach;
import outpost.core.catalog.Answers;
import outpost.core.catalog.FoundReader;
import outpost.core.catalog.ModuleSpec;
import outpost.core.connect.AnswerLost;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Reply;
import outpost.core.event.Outcome;
import outpost.core.event.Outcome.Changed;
import outpost.core.event.Status;

/**
 * One module on one host: reads it, plans, stops there in check mode, applies, and reads again to
 * see that nothing is left to do.
 */
final class TaskRun {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** How often a staged plan may ask for the very same change before it counts as stuck. */
  private static final int SAME_CHANGE = 4;

  /** How often a change is begun that the connection breaks under while it is fed. */
  private static final int UNFED = 4;

  /** How a task runs, beside what it does. */
  record Mode(boolean check, boolean diff, boolean doubtful) {}

  /** Is told what a task still waits for. */
  @FunctionalInterface
  interface Waiting {
    void on(String what, Duration since);
  }

  private final ModuleSpec spec;
  private final Record want;
  private final Probe<?> probe;
  private final Target here;
  private final Prober prober;
  private final Applier applier;
  private final Mode mode;
  private final Waiting waiting;
  private final Clock clock;

  private final Instant start;
  private final List<Change> made = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Integer> times = new LinkedHashMap<>();
  private final Map<String, Object> results = new LinkedHashMap<>();
  private Optional<Reply> output = Optional.empty();
  private Optional<Account.Told> told = Optional.empty();
  private int unfed;
  private boolean again;
  private boolean stripped = true;
  private Optional<Record> found = Optional.empty();

  TaskRun(
      ModuleSpec spec,
      Record want,
      Probe<?> probe,
      Target here,
      Prober prober,
      Applier applier,
      Mode mode,
      Waiting waiting,
      Clock clock) {
    this.spec = spec;
    this.want = want;
    this.probe = probe;
    this.here = here;
    this.prober = prober;
    this.applier = applier;
    this.mode = mode;
    this.waiting = waiting;
    this.clock = clock;
    this.start = clock.instant();
  }

  /**
   * Runs it.
   *
   * @throws HostUnreachable if the host cannot be reached, also after trying again
   */
  Outcome run() {
    try {
      if (!mode.check()) probe.pace().ifPresent(pace -> Keywords.sleep(pace.delay()));
      Plan plan = plan(prober.first(probe));
      if (plan.obstacle().isPresent()) return blocked(plan);
      if (plan.isEmpty()) return outcome(Status.OK, "");
      if (absence(plan).isPresent() && here.link().login().local()) return staysHere();
      if (mode.check()) return wouldChange(plan);
      return bringAbout(plan);
    } catch (Detached.JobLost e) {
      return failed(e.getMessage(), List.of("look on the host before running it again"), List.of());
    } catch (ScriptFailed e) {
      if (mode.doubtful() && made.isEmpty()) {
        return outcome(Status.UNKNOWN, "cannot be read before what comes first is done");
      }
      return failed(why(e), List.of(), e.details());
    } catch (FoundReader.Unanswered e) {
      return mode.doubtful() && made.isEmpty()
          ? outcome(Status.UNKNOWN, "cannot be read before what comes first is done")
          : failed("the host's answer is not whole: " + e.getMessage(), List.of(), List.of());
    }
  }

  /** Applies the plan, then what re-probes find left, until nothing is or time is over. */
  private Outcome bringAbout(Plan first) {
    Plan plan = first;
    boolean acted = false;
    while (true) {
      boolean apply = !plan.changes().isEmpty() && (made.isEmpty() || plan.staged() || again);
      if (apply || (!acted && asksToAct(plan))) {
        Optional<Answers> answers = apply(acted ? withoutActions(plan) : plan);
        if (!plan.actions().isEmpty()) acted = true;
        if (failedAction()) return failedCommand(plan);
        tell(plan);
        Optional<Problem> problem = told.flatMap(Account.Told::problem);
        if (problem.isPresent()) {
          return failed(problem.get().message(), problem.get().hints(), List.of());
        }
        Optional<Absence> absence = absence(plan);
        if (absence.isPresent()) return away(absence.get());
        if (answers.isEmpty()) return outcome(ended(acted), "");
        plan = plan(answers.get());
        if (again) forget(plan);
      } else {
        if (overdue(plan)) return timeIsOver(plan);
        plan.pending().ifPresent(p -> waiting.on(p.what(), elapsed()));
        Keywords.sleep(probe.pace().map(Probe.Pace::pause).orElse(POLL));
        plan = plan(prober.read(probe));
        results.computeIfPresent("elapsed", (key, none) -> elapsed().toSeconds());
      }
      if (plan.obstacle().isPresent()) return blocked(plan);
      boolean left = !plan.changes().isEmpty() || plan.pending().isPresent();
      if (!left && (acted || !asksToAct(plan))) {
        return outcome(ended(acted), "");
      }
      if (again) continue;
      if (stuck(plan) || (overdue(plan) && !plan.changes().isEmpty())) return timeIsOver(plan);
    }
  }

  /** What the connection broke under is not made: it has not had all of its input. */
  private void forget(Plan left) {
    List<String> open = left.changes().stream().map(Change::toString).toList();
    made.removeIf(change -> open.contains(change.toString()));
    again = !open.isEmpty();
  }

  /** Has the output of an action read, where it is read by an account. */
  private void tell(Plan plan) {
    if (output.isEmpty() || plan.actions().isEmpty()) return;
    Reply reply = output.get();
    told =
        plan.actions()
            .get(plan.actions().size() - 1)
            .account()
            .map(
                account ->
                    account
                        .reader()
                        .apply(new Reach.Reply(reply.status(), reply.stdout(), reply.err())));
    told.ifPresent(one -> results.putAll(one.results()));
  }

  private Status ended(boolean acted) {
    boolean changed = acted && told.map(Account.Told::changed).orElse(true);
    return made.isEmpty() && !changed ? Status.OK : Status.CHANGED;
  }

  /** What was asked for at the start is done once; a staged plan may come to ask for it later. */
  private boolean asksToAct(Plan plan) {
    return !plan.actions().isEmpty() && (made.isEmpty() || plan.staged());
  }

  private Optional<Answers> apply(Plan plan) {
    again = false;
    Instant begun = clock.instant();
    try {
      Applier.Applied applied = applier.apply(plan, probe);
      made.addAll(plan.changes());
      if (applied.output().isPresent()) {
        output = applied.output();
        stripped = plan.actions().stream().allMatch(Action::stripped);
        if (plan.actions().stream().allMatch(action -> action.account().isEmpty())) {
          Results.addTimes(results, begun, clock.instant(), clock.getZone());
        }
      }
      results.putAll(applied.results());
      return applied.found();
    } catch (AnswerLost e) {
      if (absence(plan).isPresent()) return Optional.empty(); // that is what was asked for
      if (!plan.actions().isEmpty()) {
        throw new HostUnreachable(
            e.getMessage() + "; whether `" + plan.actions().get(0).what() + "` was done is unknown",
            "look on the host before running it again");
      }
      if (e.isUnfed() && ++unfed == UNFED)
        throw new HostUnreachable(e.getMessage(), "run it again");
      again = e.isUnfed();
      made.addAll(plan.changes());
      here.link().reset();
      return Optional.of(prober.read(probe));
    }
  }

  private Plan plan(Answers answers) {
    Record now = spec.found().apply(answers);
    Plan plan = spec.plan(want, now);
    if (found.isEmpty()) results.putAll(plan.origins());
    found = Optional.of(now);
    plan.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    results.putAll(plan.results());
    plan.changes().forEach(change -> times.merge(change.toString(), 1, Integer::sum));
    return plan;
  }

  private static Optional<Absence> absence(Plan plan) {
    return plan.actions().stream().flatMap(action -> action.absence().stream()).findFirst();
  }

  private Outcome staysHere() {
    return failed(
        "`" + here.link().host() + "` is the control node, which runs this play",
        List.of("leave it out, or run the play from another machine"),
        List.of());
  }

  /** Waits until the host is back. */
  private Outcome away(Absence absence) {
    here.link().reset();
    Keywords.sleep(absence.pause());
    Instant end = clock.instant().plus(absence.within());
    while (true) {
      Duration left = Duration.between(clock.instant(), end);
      Optional<String> silence = here.silence(absence.back(), absence.connect(), left);
      results.put("elapsed", elapsed().toSeconds());
      if (silence.isEmpty()) return outcome(Status.CHANGED, "");
      if (!clock.instant().plus(POLL).isBefore(end)) {
        return failed(
            "not back after " + elapsed().toSeconds() + " s: " + silence.get(),
            List.of(),
            List.of());
      }
      waiting.on(silence.get(), elapsed());
      Keywords.sleep(POLL);
    }
  }

  private static Plan withoutActions(Plan plan) {
    return new Plan(
        plan.changes(),
        List.of(),
        plan.obstacle(),
        plan.mend(),
        plan.pending(),
        plan.within(),
        plan.staged(),
        plan.notes(),
        plan.results(),
        plan.origins());
  }

  private boolean stuck(Plan plan) {
    return plan.staged()
        && plan.changes().stream().anyMatch(c -> times.get(c.toString()) > SAME_CHANGE);
  }

  private boolean overdue(Plan plan) {
    return elapsed().compareTo(plan.within()) >= 0;
  }

  private Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  private boolean failedAction() {
    return output.isPresent() && !output.get().ok();
  }

  private Outcome blocked(Plan plan) {
    if (mode.doubtful() && made.isEmpty()) {
      return outcome(Status.UNKNOWN, "for now: " + plan.obstacle().get().message());
    }
    if (!mode.check()) plan.mend().ifPresent(applier::run);
    return failed(plan.obstacle().get().message(), plan.obstacle().get().hints(), List.of());
  }

  private Outcome wouldChange(Plan plan) {
    made.addAll(plan.changes());
    if (plan.changes().isEmpty() && plan.actions().isEmpty()) {
      return outcome(Status.UNKNOWN, plan.pending().map(p -> "would wait: " + p.what()).orElse(""));
    }
    plan.actions().forEach(action -> notes.add("would run: " + action.what()));
    if (!plan.actions().isEmpty()) results.putAll(applier.unknownResults(plan));
    return outcome(Status.WOULD_CHANGE, "");
  }

  private Outcome timeIsOver(Plan plan) {
    plan.pending().flatMap(Pending::giveUp).ifPresent(applier::run);
    if (plan.pending().isPresent()) {
      String waited = " (waited " + elapsed().toSeconds() + " s)";
      return failed(plan.pending().get().what() + waited, List.of(), List.of());
    }
    List<String> left = plan.changes().stream().map(c -> "still    " + c).toList();
    return failed(
        "did not converge: what was changed is not as wanted when read again",
        List.of(
            "something on the host changes it back, or the module `" + spec.name() + "` is wrong"),
        left);
  }

  private Outcome failedCommand(Plan plan) {
    Reply reply = output.orElseThrow();
    String what = plan.actions().isEmpty() ? "" : plan.actions().get(0).what();
    ScriptFailed failure = ScriptFailed.of(what.replaceFirst("^run ", ""), reply);
    return failed(why(failure), List.of(), failure.details());
  }

  private String why(ScriptFailed failure) {
    if (!failure.timedOut()) return failure.getMessage();
    return Results.addTimeout(results, applier.limit());
  }

  private Outcome failed(String message, List<String> hints, List<String> details) {
    return outcome(Status.FAILED, message).withHints(hints).withDetails(details);
  }

  private Outcome outcome(Status status, String message) {
    Map<String, Object> result = new LinkedHashMap<>();
    found.ifPresent(record -> result.putAll(Results.of(record)));
    result.putAll(results);
    probe.pace().ifPresent(pace -> result.put("elapsed", elapsed().toSeconds()));
    Optional<Reply> shown = told.isPresent() ? Optional.empty() : output;
    shown.ifPresent(reply -> Results.addOutput(result, reply, stripped));
    Results.addStatus(result, status, message);
    return new Outcome(
        status,
        message,
        List.of(),
        made.stream().map(c -> new Changed(c.what(), c.from(), c.to())).toList(),
        mode.diff() ? made.stream().flatMap(c -> c.diff().stream()).toList() : List.of(),
        notes,
        shown.map(r -> new Outcome.Output(r.status(), r.out(), r.err())),
        List.of(),
        false,
        result,
        false,
        elapsed());
  }
}
