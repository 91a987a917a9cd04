package outpost.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.program.BoundPlay;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.run.Session.Stage;
import outpost.core.schedule.Batches;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.UnknownValue;

/**
 * One play: its batches in order, and in a batch task by task, every host before the next task.
 * Used by the run's own thread.
 */
final class PlayRun {
  private final Session session;
  private final BoundPlay play;
  private final Tally tally;
  private List<HostState> batch = List.of();
  private Stage stage = new Stage(List.of(), Map.of());

  PlayRun(Session session, BoundPlay play, Tally tally) {
    this.session = session;
    this.play = play;
    this.tally = tally;
  }

  /** Runs it; false if no host of a batch was left, so that nothing may follow. */
  boolean run() {
    List<String> hosts =
        play.hosts().stream().filter(host -> !session.state(host).isGone()).toList();
    session.tell(new Event.PlayStarted(play.name(), hosts));
    hosts.forEach(tally::takesPart);
    List<List<String>> batches = Batches.of(hosts, play.serial());
    for (int i = 0; i < batches.size(); i++) {
      if (batches.size() > 1) {
        session.tell(new Event.BatchStarted(i + 1, batches.size(), batches.get(i)));
      }
      batch = batches.get(i).stream().map(session::state).toList();
      runBatch();
      if (active().isEmpty() || tooManyFailed()) {
        abort(hostsAfter(batches, i), "the batch before it failed");
        return false;
      }
    }
    return true;
  }

  private void runBatch() {
    if (play.needsFacts()) {
      List<HostState> hosts = active().stream().filter(host -> !host.gathered()).toList();
      List<Outcome> outcomes =
          hosts.isEmpty() ? List.of() : new FactsRun(session, play).gather(hosts);
      for (int i = 0; i < hosts.size(); i++) count(hosts.get(i), outcomes.get(i));
    }
    for (List<Step> section : play.sections()) {
      for (Step step : section) {
        if (step.use() instanceof Use.FlushHandlers) flush();
        else runStep(step, active());
        if (active().isEmpty()) break;
      }
      flush();
    }
  }

  /** Runs notified handlers in the order in which the play defines them. */
  private void flush() {
    for (Step handler : play.handlers()) {
      List<HostState> notified =
          batch.stream()
              .filter(host -> !host.isGone() || play.forceHandlers())
              .filter(host -> host.take(handler))
              .toList();
      if (!notified.isEmpty()) runStep(handler, notified);
    }
  }

  private void runStep(Step written, List<HostState> hosts) {
    if (hosts.isEmpty()) return;
    stage = stage();
    Step step = named(written, hosts.get(0));
    boolean once = Keywords.truth(step.settings().runOnce(), scope(step, hosts.get(0)));
    List<HostState> takers = once ? hosts.subList(0, 1) : hosts;
    session.tell(new Event.TaskStarted(step.info(), takers.stream().map(HostState::name).toList()));
    Instant start = session.clock().instant();
    List<Callable<Outcome>> jobs = new ArrayList<>();
    for (HostState host : takers) {
      jobs.add(() -> new StepRun(session, step, host, stage).run());
    }
    List<Outcome> outcomes = session.workers().hosts(jobs);
    tally.took(step.info().name(), Duration.between(start, session.clock().instant()));
    for (int i = 0; i < takers.size(); i++) settle(step, takers.get(i), outcomes.get(i));
    if (once) shareResult(step, hosts, outcomes.get(0));
    if (anyErrorsFatal(step, hosts, once)) stopOthers(step, takers, outcomes);
    else if (tooManyFailed()) {
      stopRest(step, "more than " + play.maxFailPercentage().get() + " % of the batch failed");
    }
  }

  /** Names a task as its first host has it; a name that has no value stays as it is written. */
  private Step named(Step step, HostState host) {
    if (step.title().isEmpty()) return step;
    try {
      return step.named(String.valueOf(step.title().get().evaluate(scope(step, host))));
    } catch (EvaluationFailed | UnknownValue e) {
      return step;
    }
  }

  /** Draws the consequences of an outcome for its host. */
  private void settle(Step step, HostState host, Outcome outcome) {
    count(host, outcome);
    boolean changed = outcome.status() == Status.CHANGED || outcome.status() == Status.WOULD_CHANGE;
    if (outcome.status() == Status.WOULD_CHANGE || outcome.status() == Status.UNKNOWN) {
      host.wouldChange();
    }
    if (changed) notifyHandlers(step, host);
  }

  private void count(HostState host, Outcome outcome) {
    tally.count(host.name(), outcome);
    if (outcome.isFatal()) host.leave();
  }

  private void notifyHandlers(Step step, HostState host) {
    for (Template written : step.notifies()) {
      for (String name : notified(written, step, host)) {
        List<Step> named =
            play.handlers().stream()
                .filter(h -> h.info().name().equals(name) || h.listen().contains(name))
                .toList();
        if (named.isEmpty()) {
          session.tell(
              new Event.Warned("no handler is called `" + name + "`: nothing was notified"));
        }
        named.forEach(host::notify);
      }
    }
  }

  private List<String> notified(Template written, Step step, HostState host) {
    try {
      return Keywords.names(written, scope(step, host));
    } catch (EvaluationFailed e) {
      session.tell(
          new Event.Warned(e.problem().message() + " at " + e.span() + ": nothing was notified"));
    } catch (UnknownValue e) {
      session.tell(
          new Event.Warned("which handler `" + step.info().name() + "` notifies is not known"));
    }
    return List.of();
  }

  /** A task that ran once counts for every host: what it registered, and that it failed. */
  private void shareResult(Step step, List<HostState> hosts, Outcome outcome) {
    HostState first = hosts.get(0);
    for (HostState other : hosts.subList(1, hosts.size())) {
      step.register().ifPresent(name -> other.set(name, first.get(name)));
      if (step.use() instanceof Use.SetFact set) {
        set.facts()
            .fields()
            .forEach(
                f -> {
                  String name = String.valueOf(f.key().evaluate(scope(step, first)));
                  other.set(name, first.get(name));
                });
      }
    }
  }

  private boolean anyErrorsFatal(Step step, List<HostState> hosts, boolean once) {
    return once
        || play.anyErrorsFatal()
        || Keywords.truth(step.settings().anyErrorsFatal(), scope(step, hosts.get(0)));
  }

  private void stopOthers(Step step, List<HostState> takers, List<Outcome> outcomes) {
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < takers.size(); i++) {
      if (outcomes.get(i).isFatal()) failed.add(takers.get(i).name());
    }
    if (!failed.isEmpty()) {
      stopRest(step, "`" + step.info().name() + "` failed on " + String.join(", ", failed));
    }
  }

  private void stopRest(Step step, String reason) {
    abort(active().stream().map(HostState::name).toList(), reason);
  }

  private void abort(List<String> hosts, String reason) {
    if (hosts.isEmpty()) return;
    hosts.forEach(host -> session.state(host).leave());
    hosts.forEach(host -> tally.aborted(host, reason));
    session.tell(new Event.Aborted(hosts, reason));
  }

  private boolean tooManyFailed() {
    if (play.maxFailPercentage().isEmpty()) return false;
    long gone = batch.stream().filter(HostState::isGone).count();
    return gone * 100 > (long) play.maxFailPercentage().get() * batch.size();
  }

  private static List<String> hostsAfter(List<List<String>> batches, int index) {
    return batches.subList(index + 1, batches.size()).stream().flatMap(List::stream).toList();
  }

  private List<HostState> active() {
    return batch.stream().filter(host -> !host.isGone()).toList();
  }

  private Scope scope(Step step, HostState host) {
    return session
        .variables()
        .scope(host.name(), stage.layers(), step.vars(), Map.of(), stage.magic(), session::live);
  }

  private Stage stage() {
    Map<String, Object> magic = new LinkedHashMap<>();
    magic.put("ansible_play_name", play.name());
    magic.put("ansible_play_hosts_all", play.hosts());
    magic.put(
        "ansible_play_hosts",
        play.hosts().stream().filter(host -> !session.state(host).isGone()).toList());
    magic.put("ansible_play_batch", active().stream().map(HostState::name).toList());
    return new Stage(play.layers(), magic);
  }
}
