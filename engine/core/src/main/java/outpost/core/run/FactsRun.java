package outpost.core.run;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import outpost.core.event.Event;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.facts.Group;
import outpost.core.program.Gathering;
import outpost.core.program.Stage;
import outpost.core.program.Step;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.UnknownValue;

/**
 * Reads facts that a play refers to: what is not known of a host yet, all that a host needs in one
 * trip, and nothing where the play may not.
 */
final class FactsRun {
  private final Session session;
  private final Batch batch;
  private final Gathering gathering;

  FactsRun(Batch batch) {
    this.session = batch.session();
    this.batch = batch;
    this.gathering = batch.play().gathering();
  }

  /** Reads what the play's own tasks refer to. */
  void atStart() {
    Map<HostState, Set<Group>> wanted = new LinkedHashMap<>();
    for (HostState host : batch.active()) missing(host, true, Set.of(), wanted);
    read(wanted, false);
  }

  /**
   * Reads what these references need that came up along the way.
   *
   * @param rescued whether something takes failures there
   */
  void also(Set<String> references, List<HostState> hosts, boolean rescued) {
    Map<HostState, Set<Group>> wanted = new LinkedHashMap<>();
    for (HostState host : hosts) missing(host, false, references, wanted);
    read(wanted, rescued);
  }

  /** Reads what these references need in the middle of a task, which gets the outcome. */
  Outcome here(Set<String> references, HostState host) {
    Map<HostState, Set<Group>> wanted = new LinkedHashMap<>();
    missing(host, false, references, wanted);
    return wanted.isEmpty()
        ? Outcome.of(Status.OK, "")
        : setup(host, scope(host)).read(wanted.get(host));
  }

  private void missing(
      HostState host, boolean start, Set<String> references, Map<HostState, Set<Group>> wanted) {
    if (gathering.step().isEmpty()) return;
    Set<Group> groups;
    try {
      SetupRun run = setup(host, scope(host));
      groups = start ? gathering.groups(run.subset()) : gathering.wanted(references, run.subset());
    } catch (EvaluationFailed | UnknownValue e) {
      wanted.put(host, EnumSet.noneOf(Group.class)); // the task will tell
      return;
    }
    // asked for in so many words they are read again, as the play before may have changed the host
    boolean anew = start && gathering.explicit() && session.cache().isEmpty();
    if (!anew) groups.removeAll(host.groups());
    if (!groups.isEmpty()) wanted.put(host, groups);
  }

  private void read(Map<HostState, Set<Group>> wanted, boolean rescued) {
    if (wanted.isEmpty()) return;
    List<HostState> hosts = List.copyOf(wanted.keySet());
    session.tell(
        new Event.TaskStarted(step().info(), hosts.stream().map(HostState::name).toList()));
    Stage stage = batch.stage();
    List<Callable<Outcome>> jobs = new ArrayList<>();
    for (HostState host : hosts) {
      StepRun.Action action = (scope, loop, delegate) -> setup(host, scope).read(wanted.get(host));
      StepRun run =
          new StepRun(
              session, step(), step().info(), host, stage, Map.of(), Optional.empty(), action);
      jobs.add(run::run);
    }
    List<Outcome> outcomes = session.workers().hosts(jobs);
    for (int i = 0; i < hosts.size(); i++) {
      batch.settle(step().info(), hosts.get(i), outcomes.get(i), rescued);
    }
  }

  private SetupRun setup(HostState host, Scope scope) {
    return new SetupRun(session, step(), host, Optional.empty(), host, scope);
  }

  private Step step() {
    return gathering.step().orElseThrow();
  }

  private Scope scope(HostState host) {
    return session
        .variables()
        .scope(host.name(), batch.stage(), Optional.of(step()), Map.of(), Map.of(), session::live);
  }
}
