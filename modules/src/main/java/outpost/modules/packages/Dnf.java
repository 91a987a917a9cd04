package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Shared;

/**
 * Brings RPM packages to be there, or not, all of a task's in one transaction.
 *
 * <p>Other than Ansible's it needs no Python on the host; it refuses a version that is older than
 * the installed one, where Ansible leaves that alone and says ok; and a transaction that fails on
 * its way is taken back.
 */
@Doc(
    value = "Installs, upgrades and removes RPM packages, groups and module streams with dnf.",
    alias = {"dnf4", "dnf5", "yum"})
public final class Dnf implements Module<Dnf.Args, Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "The packages: `pkg`, `pkg-1.2`, `pkg >= 1.2`, `@group`, `@module:stream`, a file"
                      + " or URL of one, a file or capability they provide, or a pattern, which is"
                      + " there when anything it matches is; `*` with `latest` is all that is"
                      + " installed.",
              def = "[]",
              alias = "pkg")
          List<String> name,
      @Arg(
              "Whether they are there (`present`, `installed`), there in the newest version"
                  + " (`latest`), or not (`absent`, `removed`); `present` if nobody says, `absent`"
                  + " with `autoremove`.")
          Optional<Goal.State> state,
      @Arg("Packages to tell of: `installed`, `updates`, `available`, `repos`, or a pattern.")
          Optional<String> list,
      @Arg(value = "Whether only packages that are there are upgraded.", def = "no")
          boolean updateOnly,
      @Arg(
              value = "Whether what was installed only as a dependency of others goes with them.",
              def = "no")
          boolean autoremove,
      @Shared DnfSources sources,
      @Shared DnfSolving solving) {
    public Args {
      Goal goal = Goal.of(name, state.orElse(Goal.State.PRESENT));
      boolean nothing = name.isEmpty();
      if (list.isPresent() ? !nothing : nothing && !autoremove && !sources.updateCache()) {
        throw list.isPresent()
            ? new BadArg("list", "`list` does not go with `name`", "drop one")
            : new BadArg("name", "no package is named", "name at least one package");
      }
      if (autoremove && state.isPresent() && !goal.absent()) {
        throw new BadArg("autoremove", "`autoremove` removes packages", "use `state: absent`");
      }
      if (updateOnly && !goal.latest()) {
        throw new BadArg("update_only", "`update_only` upgrades packages", "use `state: latest`");
      }
    }

    Goal goal() {
      return Goal.of(name, state.orElse(autoremove ? Goal.State.ABSENT : Goal.State.PRESENT));
    }

    Rpm rpm() {
      return new Rpm(sources, solving, autoremove, updateOnly);
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh("command -v dnf >/dev/null || { emit manager none; emit rc 0; exit 0; }")
            .then(
                want.list()
                    .map(what -> RpmList.question(want.sources(), what))
                    .orElseGet(() -> want.rpm().question(want.goal()))));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Optional<Plan> obstacle = Rpm.obstacle(found);
    if (obstacle.isPresent()) return obstacle.get();
    if (want.list().isEmpty()) return want.rpm().plan(found);
    List<Map<String, Object>> packages = RpmList.read(found.listed().orElse(""));
    return Plan.builder().result("results", packages).build();
  }
}
