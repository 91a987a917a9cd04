package outpost.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import outpost.api.Problem;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.program.BoundPlay;
import outpost.core.program.Stage;
import outpost.core.program.Step;
import outpost.core.run.HostState.Failure;
import outpost.core.source.Span;

/** The hosts that go through a play together, and what one means for the others. */
final class Batch {
  private final PlayState state;
  private final Tally tally;
  private final List<HostState> hosts;
  private final Map<List<Object>, CompletableFuture<Walk.Once>> once = new ConcurrentHashMap<>();
  private final Map<TaskInfo, Semaphore> throttles = new ConcurrentHashMap<>();

  Batch(PlayState state, Tally tally, List<HostState> hosts) {
    this.state = state;
    this.tally = tally;
    this.hosts = hosts;
  }

  PlayState state() {
    return state;
  }

  Session session() {
    return state.session();
  }

  BoundPlay play() {
    return state.play();
  }

  Tally tally() {
    return tally;
  }

  List<HostState> hosts() {
    return hosts;
  }

  List<HostState> active() {
    return hosts.stream().filter(HostState::isActive).toList();
  }

  Stage stage() {
    return state.stage(this);
  }

  /**
   * Takes on what is to run once, for hosts that go apart: the first one to ask gets nothing and
   * runs it, the others get who does.
   *
   * @param task the task, and which time it is that a host comes by
   */
  Optional<CompletableFuture<Walk.Once>> claim(List<Object> task) {
    return Optional.ofNullable(once.putIfAbsent(task, new CompletableFuture<>()));
  }

  /** Lets the others go on who wait for a task that runs once. */
  void did(List<Object> task, Walk.Once done) {
    once.get(task).complete(done);
  }

  /** Returns what lets only so many hosts through a task at a time. */
  Semaphore throttle(Step step, int limit) {
    return throttles.computeIfAbsent(step.info(), info -> new Semaphore(limit));
  }

  /** Counts an outcome, and stops its host if it is a failure. */
  void settle(TaskInfo task, HostState host, Outcome outcome, boolean rescued) {
    tally.count(host.name(), outcome, rescued);
    if (outcome.status() != Status.SKIPPED && outcome.status() != Status.UNREACHABLE) host.did();
    if (outcome.isFatal()) host.fail(new Failure(task, outcome, Optional.empty()));
  }

  /** Stops a host for what is wrong before any of its tasks. */
  void fail(HostState host, String what, Span place, Problem problem) {
    TaskInfo task = new TaskInfo(what, what, false, place);
    Outcome outcome =
        Outcome.of(Status.FAILED, problem.message())
            .withHints(problem.hints())
            .withDetails(List.of("at      " + place));
    session().tell(new Event.TaskStarted(task, List.of(host.name())));
    session().tell(new Event.TaskEnded(task, host.name(), Optional.empty(), outcome, 0));
    settle(task, host, outcome, false);
  }

  /** Lets hosts go on whatever failed on them, also what is put off while {@code always} runs. */
  void forgive() {
    for (HostState host : hosts) {
      host.forgive();
      tally.forgive(host.name());
    }
  }

  /** Stops some hosts for a failure on another one. */
  void stop(List<HostState> some, TaskInfo task, Outcome outcome, String reason) {
    some.stream()
        .filter(HostState::isActive)
        .forEach(host -> host.fail(new Failure(task, outcome, Optional.of(reason))));
  }

  boolean tooManyFailed() {
    if (play().maxFailPercentage().isEmpty()) return false;
    long lost = hosts.stream().filter(h -> h.isGone() || h.failure().isPresent()).count();
    return lost * 100 > (long) play().maxFailPercentage().get() * hosts.size();
  }

  /** Whether so many of its hosts are lost that nothing may follow it. */
  boolean isLost() {
    return hosts.stream().allMatch(HostState::isGone) || tooManyFailed();
  }

  /**
   * Ends a section: handlers run; hosts with failures leave the run, after the handlers that were
   * notified on them unless the play says otherwise.
   */
  void endSection() {
    session().fleet().outdate();
    List<HostState> failing = hosts.stream().filter(HostState::isFailing).toList();
    Map<HostState, Failure> failures = new LinkedHashMap<>();
    failing.forEach(host -> failures.put(host, host.failure().get()));
    List<HostState> flushing = new ArrayList<>(active());
    if (play().forceHandlers()) {
      for (HostState host : failing) {
        if (failures.get(host).isUnreachable()) continue;
        host.resume();
        flushing.add(host);
      }
    }
    List<HostState> inOrder = hosts.stream().filter(flushing::contains).toList();
    Walk.together(this, inOrder).flush(inOrder);
    Map<String, List<String>> stopped = new LinkedHashMap<>();
    for (HostState host : hosts) {
      if (host.isGone()) continue;
      Optional<Failure> failure = Optional.ofNullable(failures.get(host)).or(host::failure);
      if (failure.isEmpty()) continue;
      tellLostHandlers(host);
      failure
          .get()
          .others()
          .ifPresent(why -> stopped.computeIfAbsent(why, w -> new ArrayList<>()).add(host.name()));
      host.leave();
    }
    stopped.forEach((reason, names) -> abort(names, reason));
  }

  private void tellLostHandlers(HostState host) {
    List<String> lost =
        state.handlers().all().stream()
            .filter(host::take)
            .map(handler -> "`" + handler.info().name() + "`")
            .toList();
    if (lost.isEmpty()) return;
    session()
        .tell(
            new Event.Warned(
                host.name()
                    + " was to run "
                    + String.join(", ", lost)
                    + ", and did not: what it changed is not in force yet"));
  }

  /** Takes hosts out of the run because of others. */
  void abort(List<String> names, String reason) {
    if (names.isEmpty()) return;
    names.forEach(host -> session().state(host).leave());
    names.forEach(host -> tally.aborted(host, reason));
    session().tell(new Event.Aborted(names, reason));
  }
}
