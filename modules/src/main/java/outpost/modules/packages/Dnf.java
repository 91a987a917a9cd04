package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;

/** Brings RPM packages to be there, or not, all of a task's in one transaction. */
@Doc(
    value = "Installs, upgrades and removes RPM packages and groups with dnf.",
    alias = {"dnf4", "dnf5", "yum"})
public final class Dnf implements Module<Dnf.Args, Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value =
                  "The packages: `pkg`, `pkg-1.2`, `pkg >= 1.2`, `@group`, or a file or capability"
                      + " they provide; `*` with `latest` is all that is installed.",
              alias = "pkg")
          List<String> name,
      @Arg(
              value =
                  "Whether they are there (`present`, `installed`), there in the newest version"
                      + " (`latest`), or not (`absent`, `removed`).",
              def = "present")
          Goal.State state,
      @Arg(value = "Repositories to use although they are disabled.", def = "[]")
          List<String> enablerepo,
      @Arg(value = "Repositories not to use.", def = "[]") List<String> disablerepo,
      @Arg(value = "Packages that no transaction may touch.", def = "[]") List<String> exclude,
      @Arg(
              value = "Whether the repositories' metadata is fetched anew first.",
              def = "false",
              alias = "expire-cache")
          boolean updateCache,
      @Arg(value = "Whether packages without a valid signature are taken.", def = "false")
          boolean disableGpgCheck,
      @Arg(value = "Whether installed packages may be removed to solve conflicts.", def = "false")
          boolean allowerasing,
      @Arg(
              value = "Whether an older version will do where the newest cannot be installed.",
              def = "false")
          boolean nobest,
      @Arg(value = "Whether packages that are only recommended come along.", def = "true")
          boolean installWeakDeps,
      @Arg(
              value = "Whether removing takes along what was installed only as a dependency.",
              def = "false")
          boolean autoremove,
      @Arg("The release of the distribution to take packages of.") Optional<String> releasever) {
    public Args {
      Goal.of(name, state);
    }

    Goal goal() {
      return Goal.of(name, state);
    }

    Rpm rpm() {
      List<String> options = new ArrayList<>();
      enablerepo.forEach(repo -> options.add("--enablerepo=" + repo));
      disablerepo.forEach(repo -> options.add("--disablerepo=" + repo));
      exclude.forEach(name -> options.add("--exclude=" + name));
      releasever.ifPresent(release -> options.add("--releasever=" + release));
      if (updateCache) options.add("--refresh");
      List<String> solving = new ArrayList<>();
      if (disableGpgCheck) solving.add("--nogpgcheck");
      if (allowerasing) solving.add("--allowerasing");
      if (nobest) solving.add("--setopt=best=False");
      if (!installWeakDeps) solving.add("--setopt=install_weak_deps=False");
      // dnf's own default takes along more than the task names
      solving.add("--setopt=clean_requirements_on_remove=" + (autoremove ? "True" : "False"));
      return new Rpm(options, solving);
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        want.goal()
            .attachment()
            .then(sh("command -v dnf >/dev/null || { emit manager none; exit 0; }"))
            .then(want.rpm().question(want.goal())));
  }

  @Override
  public Plan plan(Args want, Found found) {
    return Rpm.obstacle(found).orElseGet(() -> found.guarded(want.rpm().plan(want.goal(), found)));
  }
}
