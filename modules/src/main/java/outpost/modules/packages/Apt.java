package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.regex.Pattern;
import outpost.api.Plan;
import outpost.api.Script;

/** Packages by apt-get, read from dpkg's database; plain names only. */
final class Apt {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]+");

  private Apt() {}

  /** dpkg-query fails where it has never heard of a package, and still prints the others. */
  static Script question(Goal goal) {
    Script installed =
        sh(
            """
            emit manager apt
            dpkg-query -W -f {} -- {} 2>/dev/null || [ $? = 1 ]""",
            "${db:Status-Status}=${Package}/0:${Version}\\n",
            goal.labels());
    if (!goal.latest()) return installed;
    return installed.then(
        sh(
            """
            said=$(apt-get -q -s -o Debug::NoLocking=1 {} {}) || exit
            printf '%s\\n' "$said" | awk '$1 == "Inst" && $3 ~ /^\\[/ {
              sub(/^\\(/, "", $4); print "upgrades=" $2 "/" $4 }'""",
            goal.everything() ? "upgrade" : List.of("install", "--only-upgrade", "--"),
            goal.labels()));
  }

  static Plan plan(Goal goal, Found found) {
    Plan.Builder plan = Plan.builder();
    for (Name name : goal.names()) {
      if (!NAME.matcher(name.written()).matches()) {
        return Plan.blocked(
            "`" + name.written() + "` is no name of a Debian package",
            "on hosts with apt-get, name the package alone");
      }
    }
    List<String> there = goal.labels().stream().filter(name -> isInstalled(name, found)).toList();
    if (goal.absent()) {
      if (!there.isEmpty()) {
        plan.change(String.join(", ", there), "installed", "absent", apt("remove", there));
      }
      return plan.build();
    }
    List<String> lacking = goal.labels().stream().filter(name -> !there.contains(name)).toList();
    if (!lacking.isEmpty()) {
      plan.change(String.join(", ", lacking), "absent", "installed", apt("install", lacking));
    }
    if (goal.latest()) upgrade(goal, found, there, plan);
    return plan.build();
  }

  private static void upgrade(Goal goal, Found found, List<String> there, Plan.Builder plan) {
    List<String> outdated =
        found.newer().keySet().stream()
            .filter(n -> goal.everything() || there.contains(n))
            .toList();
    if (outdated.isEmpty()) return;
    List<String> versions = outdated.stream().map(found.newer()::get).toList();
    plan.change(
        String.join(", ", outdated),
        "outdated",
        String.join(", ", versions),
        goal.everything() ? apt("upgrade", List.of()) : apt("install", outdated));
  }

  private static boolean isInstalled(String name, Found found) {
    return found.installed().stream().anyMatch(one -> one.startsWith(name + "/"));
  }

  /** Configuration files that were changed on the host are kept, as without a terminal. */
  private static Script apt(String command, List<String> names) {
    return sh(
        """
        DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Dpkg::Options::=--force-confdef \\
          -o Dpkg::Options::=--force-confold {} -- {} >/dev/null""",
        command,
        names);
  }
}
