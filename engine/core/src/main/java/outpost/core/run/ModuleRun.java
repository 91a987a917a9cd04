package outpost.core.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Probe;
import outpost.api.Problem;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.language.Keyword;
import outpost.core.program.GivenReader;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;
import outpost.core.source.Span;
import outpost.core.template.Scope;

/** Binds a module's arguments for one host, finds where it runs and as whom, and runs it there. */
final class ModuleRun {
  private static final Duration POLL = Duration.ofSeconds(15);

  private final Session session;
  private final Step step;
  private final TaskInfo info;
  private final Use.OfModule module;
  private final HostState host;
  private final Scope scope;
  private final Optional<String> delegate;
  private final Lookahead ahead;

  ModuleRun(
      Session session,
      Step step,
      TaskInfo info,
      Use.OfModule module,
      HostState host,
      Scope scope,
      Optional<String> delegate,
      Lookahead ahead) {
    this.session = session;
    this.step = step;
    this.module = module;
    this.host = host;
    this.scope = scope;
    this.delegate = delegate;
    this.info = info;
    this.ahead = ahead;
  }

  Outcome run() {
    Problems problems = new Problems();
    Optional<? extends Record> want =
        new Binding(session, step, module, scope).read(reader(session, step, scope), problems);
    if (problems.hasErrors()) return refused(problems);
    if (want.isEmpty()) {
      return Outcome.of(
          Status.UNKNOWN, "its arguments hang on a result that is not known without doing it");
    }
    return on(want.get());
  }

  /** Returns how a step's arguments are read: in a check no lookup may do anything either. */
  static GivenReader reader(Session session, Step step, Scope scope) {
    return isCheck(session, step, scope) ? GivenReader.AHEAD : GivenReader.RUN;
  }

  private static boolean isCheck(Session session, Step step, Scope scope) {
    return Keywords.truth(step.settings(), Keyword.CHECK_MODE, scope).orElse(session.check());
  }

  private Outcome on(Record want) {
    boolean check = isCheck(session, step, scope);
    Step.Settings settings = step.settings();
    boolean diff = isDiff(session, step, scope);
    Targets targets = new StepTargets(session, settings, scope);
    Target here = targets.of(delegate.orElse(host.name()));
    Probe<?> probe = probe(session, step, module, want, scope);
    Prober prober = new Prober(host.name(), here, targets, session.workers(), ahead);
    TaskRun.Waiting waiting =
        (what, since) -> session.tell(new Event.Waiting(info, host.name(), what, since));
    Applier applier =
        new Applier(here, targets, prober, ahead, session.masker(), detached(waiting));
    boolean doubtful = check && doubtful(probe);
    TaskRun run =
        new TaskRun(
            module.spec(),
            want,
            probe,
            here,
            prober,
            applier,
            new TaskRun.Mode(check, diff, doubtful),
            waiting,
            session.clock());
    if (delegate.isEmpty()) return taken(run.run());
    here.link().delegated.lock();
    try {
      return taken(run.run());
    } finally {
      here.link().delegated.unlock();
    }
  }

  /** Returns what a module asks for a host. */
  static Probe<?> probe(Session session, Step step, Use.OfModule module, Record want, Scope scope) {
    Probe<?> asked = module.spec().probe(want);
    return isDiff(session, step, scope) ? asked.showing() : asked;
  }

  private static boolean isDiff(Session session, Step step, Scope scope) {
    return Keywords.truth(step.settings(), Keyword.DIFF, scope).orElse(session.diff());
  }

  /** Gives the host, or its delegate where the task says so, the facts that were found. */
  private Outcome taken(Outcome outcome) {
    Map<String, Object> facts = outcome.isFatal() ? Map.of() : Results.facts(outcome);
    if (facts.isEmpty()) return outcome;
    boolean handed = Keywords.isOn(step.settings(), Keyword.DELEGATE_FACTS, () -> scope);
    (handed ? delegate.map(session::state).orElse(host) : host).keep(facts);
    return outcome;
  }

  private Optional<Detached> detached(TaskRun.Waiting waiting) {
    if (step.async().isEmpty()) return Optional.empty();
    Duration limit = Keywords.seconds(step.async().get().limit(), scope);
    if (limit.isZero() || limit.isNegative()) return Optional.empty();
    Duration poll = step.async().get().poll().map(p -> Keywords.seconds(p, scope)).orElse(POLL);
    return Optional.of(new Detached(limit, poll, waiting, session.clock()));
  }

  /** Whether a change that check mode held back may be why something is not as it will be. */
  private boolean doubtful(Probe<?> probe) {
    boolean beyond =
        delegate.isPresent() || !probe.elsewhere().isEmpty() || !probe.local().isEmpty();
    return beyond ? session.isDoubtful() : host.isDoubtful();
  }

  private static Outcome refused(Problems problems) {
    List<Diagnostic> all = problems.all();
    Problem first = all.get(0).problem();
    return Outcome.of(Status.FAILED, first.message())
        .withHints(first.hints())
        .withDetails(
            all.get(0).span().map(Span::toString).map(at -> "at      " + at).stream().toList());
  }
}
