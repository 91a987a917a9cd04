package outpost.modules.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import outpost.api.Plan;

/**
 * How tasks that change the configuration go about it: nothing while something is in the way, each
 * edit when what must come first has come about, and then until the cluster has settled.
 *
 * @param decision what the task makes of the configuration
 * @param rehearsed what the cluster would do with its next edit
 * @param allow what of that is accepted
 * @param time how long each edit may take to settle; none to wait for nothing
 */
record Course(View view, Decision decision, Rehearsed rehearsed, List<Harm> allow, Duration time) {
  /** What is stopped before it is deleted is waited for in any case. */
  private static final Duration AT_LEAST = Duration.ofSeconds(60);

  /**
   * @param missing says what is still missing once the configuration is as wanted
   */
  Plan.Builder plan(Function<CrmMon, Optional<String>> missing) {
    Plan.Builder plan = Plan.builder().staged().within(time.isZero() ? AT_LEAST : time);
    CrmMon state = view.state();
    if (decision.obstacle().isPresent()) {
      var problem = decision.obstacle().get();
      return plan.block(problem.message(), problem.hints().toArray(String[]::new));
    }
    Optional<String> first = decision.awaited(state);
    if (first.isPresent()) return plan.await(first.get());
    Optional<Amendment> amendment = decision.amendment();
    if (amendment.isPresent()) return amendment.get().add(plan, rehearsed, allow);
    if (!time.isZero()) missing.apply(state).or(this::busy).ifPresent(plan::await);
    return plan;
  }

  private Optional<String> busy() {
    return view.idle().filter(idle -> !idle).map(no -> "the cluster is still at work");
  }
}
