package outpost.modules.packages;

import java.util.List;
import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.modules.cluster.Attachment;

/**
 * What a host's package manager says.
 *
 * @param rc always 0, for those who look at it
 * @param results what was done, in words; nothing so far
 * @param solved what dnf would do
 * @param deb what apt would do
 * @param listed packages, as far as they were only asked for
 * @param attachment clusters that use what may be upgraded or removed
 */
record Found(
    Manager manager,
    int rc,
    List<String> results,
    Optional<Solved> solved,
    Optional<Deb> deb,
    Optional<String> listed,
    Optional<Attachment> attachment) {

  /** Who manages packages on a host. */
  enum Manager {
    DNF,
    APT,
    NONE
  }

  /** Asks for clusters where what a package manager would do, in {@code $t/out}, is about them. */
  static Script cluster() {
    return Script.raw( // constant text
        "if grep -q pacemaker \"$t/out\" 2>/dev/null; then\n"
            + Attachment.question().text()
            + "\nfi");
  }

  /**
   * Refuses to upgrade or remove pacemaker_remote under a cluster: the package stops and starts the
   * daemon.
   */
  void guard(Transaction transaction, Plan.Builder plan) {
    if (!transaction.touches("pacemaker")) return;
    attachment
        .filter(Attachment::holds)
        .ifPresent(cluster -> cluster.block(plan, "changing the package of pacemaker_remote"));
  }
}
