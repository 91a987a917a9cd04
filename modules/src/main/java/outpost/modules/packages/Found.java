package outpost.modules.packages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Plan;
import outpost.modules.cluster.Attachment;

/**
 * What a host's package manager says.
 *
 * @param installed packages as {@code name/epoch:version-release}
 * @param missing those asked for that nothing installed answers to
 * @param upgrades newer packages in the repositories, as {@code name/version}
 * @param groups those asked for that are installed
 * @param attachment clusters that use what may be upgraded or removed
 */
record Found(
    Manager manager,
    Set<String> installed,
    Set<String> missing,
    Set<String> upgrades,
    Set<String> groups,
    Optional<Attachment> attachment) {

  /** Who manages packages on a host. */
  enum Manager {
    DNF,
    APT,
    NONE
  }

  boolean has(Name name) {
    if (name.group()) return groups.contains(name.label());
    if (name.condition().isEmpty()) return !missing.contains(name.label());
    return installed.stream()
        .map(one -> one.split("/", 2))
        .anyMatch(one -> one[0].equals(name.label()) && name.condition().get().holds(one[1]));
  }

  /** Returns the version of a package that is installed, if one of that very name is. */
  Optional<String> version(Name name) {
    return installed.stream()
        .map(one -> one.split("/", 2))
        .filter(one -> one[0].equals(name.label()))
        .map(one -> one[1].replaceFirst("^0:", ""))
        .findFirst();
  }

  /** Returns newer versions by package. */
  Map<String, String> newer() {
    Map<String, String> newer = new LinkedHashMap<>();
    for (String one : upgrades) {
      List<String> parts = List.of(one.split("/", 2));
      newer.put(parts.get(0), parts.get(1));
    }
    return newer;
  }

  /**
   * Returns a plan unless it upgrades or removes pacemaker_remote under a cluster: the package
   * stops and starts the daemon.
   */
  Plan guarded(Plan plan) {
    boolean cuts =
        attachment.filter(Attachment::holds).isPresent()
            && plan.changes().stream()
                .filter(change -> !change.from().equals("absent"))
                .anyMatch(change -> change.what().contains("pacemaker"));
    if (!cuts) return plan;
    Plan.Builder refusal = Plan.builder();
    attachment.orElseThrow().block(refusal, "changing the package of pacemaker_remote");
    return refusal.build();
  }
}
