package outpost.core.run;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import outpost.core.connect.Login;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.facts.FactCache;
import outpost.core.facts.Group;
import outpost.core.facts.HostFacts;
import outpost.core.program.RoleUse;
import outpost.core.program.Step;

/**
 * What a run knows of one host. Written by the host's own task or between tasks; read by all, so
 * every access is guarded by this.
 */
final class HostState {
  private final String name;
  private final Set<Step> notified = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> rolesRun = new HashSet<>();
  private Map<String, Object> included = Map.of();
  private Map<String, Object> magic = Map.of();
  private Map<String, Object> set = Map.of();
  private HostFacts facts = HostFacts.NONE;
  private Set<Group> groups = Set.of();
  private Optional<Failure> failure = Optional.empty();
  private Optional<RoleUse> endedRole = Optional.empty();
  private boolean ended;
  private boolean gone;
  private int forgiven;
  private int tasksDone;
  private boolean wouldChange;

  /**
   * Why a host does not go on.
   *
   * @param outcome of the task on this host; of another host's where {@code others} says so
   * @param others what happened elsewhere that stops this host
   */
  record Failure(TaskInfo task, Outcome outcome, Optional<String> others) {
    boolean isUnreachable() {
      return others.isEmpty() && outcome.status() == Status.UNREACHABLE;
    }
  }

  /** How it was reached by the task before, and the login that this made. */
  private record Reached(HostAccess access, Login login) {}

  private Optional<Reached> reached = Optional.empty();

  /** Counts round trips to the host. */
  final AtomicInteger trips = new AtomicInteger();

  HostState(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Returns the login to reach it by: for most tasks that of the one before. */
  synchronized Login login(HostAccess access, Function<HostAccess, Login> made) {
    if (reached.filter(last -> last.access().equals(access)).isEmpty()) {
      reached = Optional.of(new Reached(access, made.apply(access)));
    }
    return reached.get().login();
  }

  /** Gives it a variable for the rest of the run: a registered result, or a fact that was set. */
  synchronized void set(String variable, Object value) {
    set = Session.with(set, variable, value);
  }

  /** Returns the variables that were set, as they are now. */
  synchronized Map<String, Object> set() {
    return set;
  }

  synchronized Object get(String variable) {
    return set.get(variable);
  }

  /** Gives it variables of a file. */
  synchronized void include(Map<String, Object> vars) {
    included = together(included, vars);
  }

  /** Returns a map of both; the second one wins. Readers keep what they got. */
  private static Map<String, Object> together(Map<String, Object> some, Map<String, Object> more) {
    Map<String, Object> all = new LinkedHashMap<>(some);
    all.putAll(more);
    return Collections.unmodifiableMap(all);
  }

  synchronized Map<String, Object> included() {
    return included;
  }

  synchronized Map<String, Object> magic() {
    return magic;
  }

  /** Takes what an earlier run knew of it. */
  synchronized void know(FactCache.Kept kept) {
    facts = new HostFacts(kept.facts(), kept.set());
    groups = kept.groups();
  }

  /**
   * Gives it facts.
   *
   * @param whole the groups that these are all the facts of
   */
  synchronized void facts(Map<String, Object> found, Set<Group> whole) {
    facts = new HostFacts(together(facts.read(), found), facts.set());
    Set<Group> all = EnumSet.noneOf(Group.class);
    all.addAll(groups);
    all.addAll(whole);
    groups = Collections.unmodifiableSet(all);
  }

  /** Gives it variables that count as facts as well. */
  synchronized void keep(Map<String, Object> variables) {
    facts = new HostFacts(facts.read(), together(facts.set(), variables));
  }

  /** Forgets what was read from it. */
  synchronized void clearFacts() {
    facts = HostFacts.NONE;
    groups = Set.of();
  }

  synchronized HostFacts facts() {
    return facts;
  }

  /** Returns the groups of facts that are known. */
  synchronized Set<Group> groups() {
    return groups;
  }

  synchronized void notify(Step handler) {
    notified.add(handler);
  }

  synchronized boolean isNotified(Step handler) {
    return notified.contains(handler);
  }

  /** Takes a handler off the notified ones; false if it was not there. */
  synchronized boolean take(Step handler) {
    return notified.remove(handler);
  }

  /** Stops it until a rescue takes the failure, or the section of its play is over. */
  synchronized void fail(Failure why) {
    if (failure.isEmpty()) failure = Optional.of(why);
  }

  synchronized Optional<Failure> failure() {
    return failure;
  }

  /** Lets it go on after a failure: a rescue sees what failed, or {@code always} is to run. */
  synchronized void resume() {
    failure.ifPresent(
        why -> {
          magic =
              Map.of(
                  "ansible_failed_task",
                  Map.of("name", why.task().name(), "action", why.task().module()),
                  "ansible_failed_result",
                  why.outcome().result());
        });
    failure = Optional.empty();
  }

  /** Forgives what failed, also what is put off while {@code always} runs. */
  synchronized void forgive() {
    failure = Optional.empty();
    gone = false;
    forgiven++;
  }

  /** Counts how often its failures were forgiven. */
  synchronized int forgiven() {
    return forgiven;
  }

  /** Takes it out of the rest of the play, without any failure. */
  synchronized void end() {
    ended = true;
  }

  /** Takes it out of the rest of a role. */
  synchronized void endRole(RoleUse role) {
    endedRole = Optional.of(role);
  }

  /** Takes it in again after the role that it left. */
  synchronized void roleIsOver(RoleUse role) {
    if (endedRole.isPresent() && endedRole.get() == role) endedRole = Optional.empty();
  }

  /** Takes part in a play anew. */
  synchronized void beginPlay() {
    ended = false;
    endedRole = Optional.empty();
    rolesRun.clear();
    magic = Map.of();
  }

  /** Takes it out of the rest of the run. */
  synchronized void leave() {
    gone = true;
  }

  synchronized boolean isGone() {
    return gone;
  }

  /** Whether the next task is for it. */
  synchronized boolean isActive() {
    return !gone && !ended && failure.isEmpty() && endedRole.isEmpty();
  }

  /** Whether it takes part in the play: it may be out of a role. */
  synchronized boolean isActiveInPlay() {
    return !gone && !ended && failure.isEmpty();
  }

  /** Whether it waits in the play with a failure. */
  synchronized boolean isFailing() {
    return isPresent() && failure.isPresent();
  }

  /** Whether it has neither left the play nor the run; a failure may be pending. */
  synchronized boolean isPresent() {
    return !gone && !ended;
  }

  /** Counts a task that did something on it. */
  synchronized void did() {
    tasksDone++;
  }

  synchronized int tasksDone() {
    return tasksDone;
  }

  synchronized void hasRun(RoleUse role) {
    rolesRun.add(role.key());
  }

  synchronized boolean ran(RoleUse role) {
    return rolesRun.contains(role.key());
  }

  /** Remembers that in check mode something on it would have been changed. */
  synchronized void wouldChange() {
    wouldChange = true;
  }

  synchronized boolean isDoubtful() {
    return wouldChange;
  }
}
