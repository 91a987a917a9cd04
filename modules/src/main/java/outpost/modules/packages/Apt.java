package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;

/**
 * Brings Debian packages to be there, or not, all of a task's in one transaction.
 *
 * <p>The lists of packages are a cache to it: where a task asks for new ones they are fetched while
 * the host is read, in check mode too, and only if anything has to be looked up in them. On their
 * own they are fetched by an action.
 */
@Doc("Installs, upgrades and removes Debian packages with apt-get.")
public final class Apt implements Module<Apt.Args, Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The packages: `pkg`, `pkg=1.2`, `pkg=1.2*`, `pkg:arch` or a pattern.",
              def = "[]",
              alias = {"package", "pkg"})
          List<String> name,
      @Arg(
              value =
                  "Whether they are there (`present`), there in the newest version (`latest`), or"
                      + " not (`absent`); `build-dep` brings what is needed to build them, `fixed`"
                      + " mends broken dependencies.",
              def = "present")
          State state,
      @Arg(value = "Upgrades all that is installed.", def = "no") Upgrade upgrade,
      @Arg("A file of the host, or a URL, that is a package to install.") Optional<String> deb,
      @Arg(
              value = "Whether the lists of packages are fetched anew first.",
              def = "no",
              alias = "update-cache")
          boolean updateCache,
      @Arg(value = "For how many seconds such lists are new; asks for new ones as well.", def = "0")
          int cacheValidTime,
      @Arg(
              value = "Whether what was installed only as a dependency of others goes with them.",
              def = "no")
          boolean autoremove,
      @Arg(value = "Whether settings go with packages that are removed.", def = "no") boolean purge,
      @Arg(value = "Whether files of packages that are no longer offered are deleted.", def = "no")
          boolean autoclean,
      @Arg(value = "Whether all files of packages that were fetched are deleted.", def = "no")
          boolean clean,
      @Shared AptOptions how) {
    public Args {
      int asked =
          (name.isEmpty() ? 0 : 1) + (upgrade == Upgrade.NO ? 0 : 1) + (deb.isPresent() ? 1 : 0);
      if (asked > 1) {
        throw new BadArg(
            "name", "`name`, `upgrade` and `deb` do not go together", "write two tasks");
      }
      boolean rest = autoremove || autoclean || clean || updateCache || cacheValidTime > 0;
      if (asked == 0 && !rest && state != State.FIXED) {
        throw new BadArg("name", "no package is named", "name at least one package");
      }
      if (state == State.BUILD_DEP && name.isEmpty()) {
        throw new BadArg("name", "no package is named", "name what is to be built");
      }
      for (String one : name) {
        if (!one.matches("[a-z0-9*?\\[][^\\s\\p{Cntrl}]*") && !one.equals("*")) {
          throw new BadArg(
              "name", "`" + one + "` is no name of a Debian package", "write pkg or pkg=1.2");
        }
      }
      if (name.contains("*") && (state != State.LATEST || name.size() > 1)) {
        throw new BadArg(
            "name", "`*` stands for all packages", "use it alone, with `state: latest`");
      }
      if (deb.isPresent() && state != State.PRESENT && state != State.LATEST) {
        throw new BadArg("deb", "`deb` is installed", "remove packages by `name`");
      }
      if (deb.filter(d -> !d.matches("/[^\\p{Cntrl}]+|https?://[^\\s\\p{Cntrl}]+")).isPresent()) {
        throw new BadArg(
            "deb", "`" + deb.get() + "` is no path on the host", "begin with / or https://");
      }
    }

    private boolean refreshes() {
      return updateCache || cacheValidTime > 0;
    }

    /** Returns what is wanted of packages; empty where it is only about what is kept of them. */
    private Optional<DebGoal> goal() {
      String verb = state.name().toLowerCase(Locale.ROOT).replace('_', '-');
      List<String> names = name;
      if (name.contains("*") || upgrade != Upgrade.NO) {
        verb = upgrade == Upgrade.DIST || upgrade == Upgrade.FULL ? "dist-upgrade" : "upgrade";
        names = List.of();
      } else if (state == State.FIXED) {
        verb = "-f";
        names = List.of("install");
      } else if (deb.isPresent()) {
        verb = "present";
        names = deb.filter(file -> file.startsWith("/")).stream().toList();
      } else if (names.isEmpty()) {
        if (!autoremove) return Optional.empty();
        verb = "autoremove";
      }
      Optional<Integer> fresh = refreshes() ? Optional.of(cacheValidTime) : Optional.empty();
      return Optional.of(
          new DebGoal(
              verb, names, purge, autoremove, deb.filter(d -> d.contains("://")), how, fresh));
    }
  }

  /** The state of packages. */
  public enum State {
    PRESENT,
    LATEST,
    ABSENT,
    BUILD_DEP,
    FIXED
  }

  /** How all that is installed is upgraded. */
  public enum Upgrade {
    NO,
    YES,
    SAFE,
    FULL,
    DIST
  }

  @Override
  public Probe<Found> probe(Args want) {
    Script question =
        sh("command -v apt-get >/dev/null || { emit manager none; emit rc 0; exit 0; }");
    Script begin = question.then(kept(want));
    return Probe.of(
        Found.class,
        want.goal()
            .map(goal -> begin.then(goal.question()))
            .orElse(begin.then(sh("emit manager apt; emit rc 0"))));
  }

  /** Asks for the lists' age, and for files that could be deleted. */
  private static Script kept(Args want) {
    Script age =
        sh(
            """
            at=$(stat -c %Y /var/lib/apt/lists 2>/dev/null || echo 0)
            emit deb.updated "$at"
            [ $(($(date +%s) - at)) -le {} ] || emit deb.stale yes\
            """,
            want.cacheValidTime());
    if (want.clean()) {
      return age.then(
          sh("emit deb.cached \"$(find /var/cache/apt/archives -name '*.deb' | wc -l)\""));
    }
    return want.autoclean()
        ? age.then(
            sh(
                "emit deb.cached \"$(apt-get -s -o Debug::NoLocking=1 autoclean | grep -c"
                    + " '^Del')\""))
        : age;
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (found.manager() != Found.Manager.APT) {
      return Plan.blocked(
          "this host has no apt-get", "use the module package, which takes what it has");
    }
    Plan.Builder plan = Plan.builder();
    Deb deb = found.deb().orElseThrow();
    want.goal().ifPresent(goal -> goal.plan(found, plan));
    int cached = deb.cached().orElse(0);
    if (cached > 0) {
      String what = want.clean() ? "clean" : "autoclean";
      plan.change(
          "fetched packages", cached + " files", "deleted", sh("apt-get -q {} >/dev/null", what));
    }
    boolean only = want.goal().isEmpty() && want.refreshes() && deb.stale().orElse(false);
    return plan.act(
            "fetch the lists of packages",
            only,
            AptLists.FETCH.then(sh("fetch -o DPkg::Lock::Timeout={}", want.how().lockTimeout())))
        .result("cache_updated", only)
        .result("cache_update_time", deb.updated().orElse(0L))
        .build();
  }
}
