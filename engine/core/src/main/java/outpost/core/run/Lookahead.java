package outpost.core.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.core.connect.Input;
import outpost.core.connect.Reply;
import outpost.core.connect.Request;
import outpost.core.language.Keyword;
import outpost.core.program.GivenReader;
import outpost.core.program.Loops;
import outpost.core.program.Stage;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.source.Problems;
import outpost.core.template.Condition;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.UnknownValue;

/**
 * Works out what a host's coming tasks will ask, as far as that can be told now: up to the first
 * that does something, waits, goes elsewhere, or hangs on a result that is not there yet.
 */
final class Lookahead {
  /** A question that takes longer is asked again when its task is due. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Session session;
  private final HostState host;
  private final Stage stage;
  private final Step step;
  private final Map<String, Object> outer;
  private final Coming coming;
  private List<?> items = List.of();
  private int next;

  /**
   * @param step that the host is at
   * @param coming what comes after it
   */
  Lookahead(
      Session session,
      HostState host,
      Stage stage,
      Step step,
      Map<String, Object> outer,
      Coming coming) {
    this.session = session;
    this.host = host;
    this.stage = stage;
    this.step = step;
    this.outer = outer;
    this.coming = coming;
  }

  /** Tells which item of its own step's loop the host is at. */
  void at(List<?> items, int item) {
    this.items = items;
    this.next = item + 1;
  }

  /**
   * Answers a question of the step: as it was foreseen, or by a trip that takes the questions of
   * coming tasks along.
   *
   * @param waits whether it is asked until something has come about
   */
  Reply answer(Target here, Request question, boolean waits) {
    if (waits || !isForeseeable(step)) {
      here.link().foreseen().drop(); // by then it may be old
      return here.ask(question, List.of());
    }
    return here.link()
        .foreseen()
        .take(here.become(), new Foreseen.Question(step.info().place(), question))
        .orElseGet(() -> here.ask(question, acts(step) ? List.of() : questions(here)));
  }

  /** Returns what coming tasks will ask once a plan is brought about. */
  List<Foreseen.Question> after(Target here, Plan plan) {
    if (!plan.changes().isEmpty()) here.link().foreseen().narrow();
    return plan.staged() || !isForeseeable(step) ? List.of() : questions(here);
  }

  /** Says that something was done on the control node. */
  void didHere() {
    session.fleet().outdateHere();
  }

  /** Returns what will be asked as this target's user, the nearest first. */
  private List<Foreseen.Question> questions(Target here) {
    Asking asking = new Asking(here, here.link().foreseen().width());
    if (asking.items(step, outer, items, next)) coming.show(host, asking::step);
    return asking.questions;
  }

  /** Whether a step may be answered from what was asked before it was due, and what follows it. */
  private boolean isForeseeable(Step step) {
    return session.ahead()
        && !session.consent().isNeeded()
        && step.until().isEmpty()
        && step.async().isEmpty()
        && step.loop().flatMap(Step.Loop::pause).isEmpty()
        && step.loop().flatMap(Step.Loop::breakWhen).isEmpty()
        && !step.settings().says(Keyword.DELEGATE_TO)
        && !step.settings().says(Keyword.RUN_ONCE)
        && !step.settings().says(Keyword.THROTTLE);
  }

  /** Collects questions. */
  private final class Asking {
    private final Target here;
    private final int most;
    private final List<Foreseen.Question> questions = new ArrayList<>();

    Asking(Target here, int most) {
      this.here = here;
      this.most = most;
    }

    /** Takes in a step; false if nothing after it can be foreseen. */
    boolean step(Step step, Map<String, Object> outer) {
      Use use = step.use();
      if (!(use instanceof Use.OfModule)) return isPassedOver(use);
      if (!isForeseeable(step)) return false;
      try {
        if (step.loop().isEmpty()) return one(step, outer, Map.of());
        Object items = Loops.preview(step.loop().get(), scope(step, outer, Map.of()));
        return items instanceof List<?> list && items(step, outer, list, 0);
      } catch (EvaluationFailed | UnknownValue | Keywords.Wrong e) {
        return false; // it is told when the task is due
      }
    }

    boolean items(Step step, Map<String, Object> outer, List<?> items, int from) {
      for (int i = from; i < items.size(); i++) {
        Map<String, Object> vars = Loops.vars(step.loop().orElseThrow(), items, i, false);
        try {
          if (!one(step, outer, vars)) return false;
        } catch (EvaluationFailed | UnknownValue | Keywords.Wrong e) {
          return false;
        }
      }
      return true;
    }

    private boolean one(Step step, Map<String, Object> outer, Map<String, Object> loop) {
      if (questions.size() >= most) return false;
      Scope scope = scope(step, outer, loop);
      Optional<Boolean> meant = meant(step.when(), scope);
      if (meant.isEmpty()) return false;
      if (!meant.get()) return true;
      Use.OfModule module = (Use.OfModule) step.use();
      Problems problems = new Problems();
      Optional<? extends Record> want =
          new Binding(session, step, module, scope).read(GivenReader.AHEAD, problems);
      if (want.isEmpty() || problems.hasErrors()) return false;
      Probe<?> probe = ModuleRun.probe(session, step, module, want.get(), scope);
      if (probe.pace().isPresent()) return false;
      probe.script().ifPresent(script -> ask(step, script, scope));
      return !acts(step);
    }

    private void ask(Step step, Script script, Scope scope) {
      if (script.stdin().isPresent()) return;
      Target target = new StepTargets(session, step.settings(), scope).of(host.name());
      if (target.link() != here.link() || !target.become().equals(here.become())) return;
      Request request = target.request(script, Input.of(new byte[0]));
      Duration limit =
          request.timeout().isZero() || request.timeout().compareTo(PATIENCE) > 0
              ? PATIENCE
              : request.timeout();
      questions.add(new Foreseen.Question(step.info().place(), request.within(limit)));
    }
  }

  /** Whether it does something whenever it runs, after which all is to be asked anew. */
  private static boolean acts(Step step) {
    return step.use() instanceof Use.OfModule module && module.spec().canDetach();
  }

  /** Whether a step asks no host anything, and no time passes in it. */
  static boolean isPassedOver(Use use) {
    return use instanceof Use.Debug
        || use instanceof Use.Assert
        || use instanceof Use.Fail
        || use instanceof Use.SetFact
        || use instanceof Use.SetStats
        || use instanceof Use.ValidateArguments
        || use instanceof Use.Meta meta && meta.kind() == Use.Meta.Kind.NOOP;
  }

  private static Optional<Boolean> meant(Optional<Condition> when, Scope scope) {
    return when.isEmpty() ? Optional.of(true) : when.get().check(scope, new Problems(), false);
  }

  private Scope scope(Step step, Map<String, Object> outer, Map<String, Object> loop) {
    return session
        .variables()
        .scope(host.name(), stage, Optional.of(step), outer, loop, session::live);
  }
}
