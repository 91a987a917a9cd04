package outpost.modules.net;

import java.util.Optional;
import java.util.function.IntPredicate;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.modules.cluster.Attachment;

/**
 * Keeps open what a cluster comes in by: a connection that is open stays so, but the cluster could
 * not make it again.
 */
final class FirewallGuard {
  private FirewallGuard() {}

  /**
   * Returns a question together with that for clusters, which comes first: others may end early.
   */
  static Script asked(boolean closing, Script question) {
    return closing ? Attachment.question().then(question) : question;
  }

  /**
   * Blocks a plan that closes a port by which a cluster is connected.
   *
   * @param shut whether the plan closes a port that is open
   */
  static void hold(Plan.Builder plan, Optional<Attachment> found, IntPredicate shut) {
    found.filter(Attachment::holds).stream()
        .flatMap(a -> a.ports().stream())
        .filter(shut::test)
        .findFirst()
        .ifPresent(port -> found.get().block(plan, "closing port " + port));
  }
}
