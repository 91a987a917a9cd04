package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * Packages by dnf, read from the RPM database.
 *
 * @param options of dnf for the repositories that are looked at
 * @param solving options of dnf for the transaction alone
 */
record Rpm(List<String> options, List<String> solving) {

  /** Asks for everything in one go; only where something is missing, for each name by itself. */
  Script question(Goal goal) {
    Script script = Script.raw("emit manager dnf"); // two constant words
    if (!goal.labels().isEmpty()) script = script.then(installed(goal));
    for (String group : goal.groups()) {
      script =
          script.then(
              sh(
                  """
                  listed=$(dnf -q {} group list --installed {}) || exit
                  [ -z "$listed" ] || emit groups {}""",
                  options,
                  group,
                  group));
    }
    if (goal.latest()) { // groups do not go with it: without labels it is about all packages
      script =
          script.then(
              sh(
                  "dnf -q {} repoquery --upgrades --qf {} -- {}",
                  options,
                  "upgrades=%{name}/%{evr}\\n",
                  goal.labels()));
    }
    return script;
  }

  private static Script installed(Goal goal) {
    return sh(
        """
        list() { rpm -q --qf {} "$@"; }
        set -- {}
        if all=$(list -- "$@"); then printf '%s\\n' "$all"; else
          for name; do
            if one=$(list -- "$name") || one=$(list --whatprovides -- "$name")
            then printf '%s\\n' "$one"; else emit missing "$name"; fi
          done
        fi""",
        "installed=%{NAME}/%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n", goal.labels());
  }

  Plan plan(Goal goal, Found found) {
    Plan.Builder plan = Plan.builder();
    if (goal.absent()) {
      remove(goal, found, plan);
    } else {
      install(goal, found, plan);
      if (goal.latest()) upgrade(goal, found, plan);
    }
    return plan.build();
  }

  private void remove(Goal goal, Found found, Plan.Builder plan) {
    List<String> there =
        goal.names().stream().filter(found::has).map(Name::written).distinct().toList();
    if (there.isEmpty()) return;
    plan.change(String.join(", ", there), "installed", "absent", dnf("remove", there));
  }

  private void install(Goal goal, Found found, Plan.Builder plan) {
    List<Name> lacking = goal.names().stream().filter(name -> !found.has(name)).distinct().toList();
    if (lacking.isEmpty()) return;
    List<String> names = lacking.stream().map(Name::written).toList();
    String is =
        lacking.stream()
            .map(name -> name.condition().flatMap(c -> found.version(name)).orElse("absent"))
            .distinct()
            .collect(Collectors.joining(", "));
    plan.change(String.join(", ", names), is, "installed", dnf("install", names));
  }

  private void upgrade(Goal goal, Found found, Plan.Builder plan) {
    Map<String, String> newer = found.newer();
    if (newer.isEmpty()) return;
    plan.change(
        String.join(", ", newer.keySet()),
        "outdated",
        String.join(", ", newer.values()),
        dnf("upgrade", goal.everything() ? List.of() : List.copyOf(newer.keySet())));
  }

  private Script dnf(String command, List<String> names) {
    List<String> words = new ArrayList<>(options);
    words.addAll(solving);
    words.add(command);
    if (!names.isEmpty()) words.add("--");
    words.addAll(names);
    return sh("dnf -y -q {} >/dev/null", words);
  }

  /** Says that the host has no dnf, if it has none. */
  static Optional<Plan> obstacle(Found found) {
    return found.manager() == Found.Manager.DNF
        ? Optional.empty()
        : Optional.of(
            Plan.blocked(
                "this host has no dnf", "use the module package, which takes what it has"));
  }
}
