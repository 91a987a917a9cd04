package outpost.core.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Account;
import outpost.api.Action;
import outpost.api.Change;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.core.catalog.Answers;
import outpost.core.connect.Reply;
import outpost.core.connect.Request;
import outpost.core.event.Masker;

/** Brings a plan about in one trip, which carries the probe that shows what came of it. */
final class Applier {
  private final Target here;
  private final Prober prober;
  private final Payloads payloads;
  private final Lookahead ahead;
  private final Optional<Detached> detached;

  /**
   * @param detached how to wait for actions that are to go on by themselves
   */
  Applier(
      Target here,
      Targets targets,
      Prober prober,
      Lookahead ahead,
      Masker masker,
      Optional<Detached> detached) {
    this.here = here;
    this.prober = prober;
    this.ahead = ahead;
    this.detached = detached;
    this.payloads = new Payloads(targets, masker::add);
  }

  /**
   * What came of a plan.
   *
   * @param output of the last action that ran
   * @param found what the host answers now; empty if a change or action failed
   * @param results further values that {@code register} gets
   */
  record Applied(Optional<Reply> output, Optional<Answers> found, Map<String, Object> results) {}

  /** Runs what the control node does itself. */
  private void runErrands(Plan plan) {
    for (Change change : plan.changes()) {
      try {
        if (change.errand().isEmpty()) continue;
        change.errand().get().run(prober.reach());
        ahead.didHere();
      } catch (IOException e) {
        throw new ScriptFailed("making " + change, String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Runs changes and actions in order, then the probe.
   *
   * @throws ScriptFailed if a change fails; a failing action is an output like any other
   */
  Applied apply(Plan plan, Probe<?> probe) {
    if (detached.isPresent()) return detach(plan.actions().get(0));
    runErrands(plan);
    List<Request> fixes = new ArrayList<>();
    for (Change change : plan.changes()) fixes.add(request(change.fix()));
    for (Action action : plan.actions()) fixes.add(request(action.script()));
    List<Request> question = plan.changes().isEmpty() ? List.of() : prober.request(probe);
    List<List<Reply>> replies =
        here.change(
            question.isEmpty() ? List.of(fixes) : List.of(fixes, question),
            ahead.after(here, plan));
    List<Reply> done = replies.get(0);
    for (int i = 0; i < plan.changes().size(); i++) {
      if (!done.get(i).ok()) {
        Change change = plan.changes().get(i);
        throw new ScriptFailed("making " + change, change.fix().text(), done.get(i));
      }
    }
    Optional<Reply> output = Optional.empty();
    for (Reply reply : done.subList(plan.changes().size(), done.size())) {
      if (reply.fate() != Reply.Fate.NOT_RUN) output = Optional.of(reply);
    }
    if (plan.changes().isEmpty()) return new Applied(output, Optional.empty(), Map.of());
    Answers own = prober.answers(probe, question.isEmpty() ? List.of() : replies.get(1));
    return new Applied(output, Optional.of(prober.complete(probe, own)), Map.of());
  }

  /** What goes on by itself is one action and nothing else: modules that do more refuse it. */
  private Applied detach(Action action) {
    Detached.Ended ended = detached.orElseThrow().run(here, request(action.script()));
    return new Applied(ended.output(), Optional.empty(), ended.results());
  }

  /** Returns how long a script of a plan may take. */
  Duration limit() {
    return detached.map(Detached::limit).orElse(here.timeout());
  }

  /** Returns what stands for the results of actions that check mode does not run. */
  Map<String, Object> unknownResults(Plan plan) {
    Optional<Account> account =
        plan.actions().stream().flatMap(a -> a.account().stream()).findAny();
    return account
        .map(reader -> Results.unknown(reader.names()))
        .orElseGet(() -> Results.unknownOutput(detached.isPresent()));
  }

  /** Runs one script whose outcome changes nothing about the task's. */
  void run(Script script) {
    here.change(List.of(List.of(request(script))), List.of());
  }

  private Request request(Script script) {
    return here.request(script, payloads.of(script));
  }
}
