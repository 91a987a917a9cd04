package outpost.modules.packages;

import java.util.List;
import java.util.Locale;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** Brings packages to be there, or not, with the package manager that the host has. */
@Doc("Installs, upgrades and removes packages with what the host has: dnf or apt-get.")
public final class Package implements Module<Package.Args, Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "The packages; on hosts with apt-get plain names alone.", alias = "pkg")
          List<String> name,
      @Arg(
              value =
                  "Whether they are there (`present`, `installed`), there in the newest version"
                      + " (`latest`), or not (`absent`, `removed`).",
              def = "present")
          Goal.State state,
      @Arg(value = "The package manager; `auto` takes dnf where there is one.", def = "auto")
          Use use) {
    public Args {
      Goal.of(name, state);
    }

    Goal goal() {
      return Goal.of(name, state);
    }
  }

  /** A package manager by name. */
  public enum Use {
    AUTO,
    DNF,
    DNF5,
    YUM,
    APT
  }

  /** As the module dnf does without further arguments. */
  private static final Rpm RPM =
      new Rpm(List.of(), List.of("--setopt=clean_requirements_on_remove=False"));

  @Override
  public Probe<Found> probe(Args want) {
    boolean dnf = want.use() != Use.APT;
    boolean apt = want.use() == Use.APT || want.use() == Use.AUTO;
    String script =
        (dnf ? branch("dnf", RPM.question(want.goal())) : "")
            + (apt ? branch("apt-get", Apt.question(want.goal())) : "")
            + "emit manager none";
    return Probe.of(
        Found.class,
        want.goal().attachment().then(Script.raw(script))); // its parts are quoted already
  }

  private static String branch(String manager, Script question) {
    return "if command -v " + manager + " >/dev/null; then\n" + question + "\nexit; fi\n";
  }

  @Override
  public Plan plan(Args want, Found found) {
    return switch (found.manager()) {
      case DNF -> found.guarded(RPM.plan(want.goal(), found));
      case APT -> found.guarded(Apt.plan(want.goal(), found));
      case NONE ->
          Plan.blocked(
              want.use() == Use.AUTO
                  ? "this host has neither dnf nor apt-get"
                  : "this host has no " + want.use().name().toLowerCase(Locale.ROOT),
              "other package managers are not supported");
    };
  }
}
