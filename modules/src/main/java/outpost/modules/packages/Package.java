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
      @Arg(
              value = "The packages, as the module of the host's package manager takes them.",
              alias = "pkg")
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
      Goal.some(name, state);
    }

    Goal goal() {
      return Goal.some(name, state);
    }
  }

  /** A package manager by name. */
  public enum Use {
    AUTO,
    DNF,
    DNF4,
    DNF5,
    YUM,
    APT
  }

  @Override
  public Probe<Found> probe(Args want) {
    boolean dnf = want.use() != Use.APT;
    boolean apt = want.use() == Use.APT || want.use() == Use.AUTO;
    String script =
        (dnf ? branch("dnf", Rpm.PLAIN.question(want.goal())) : "")
            + (apt ? branch("apt-get", DebGoal.of(want.goal()).question()) : "")
            + "emit manager none; emit rc 0";
    return Probe.of(Found.class, Script.raw(script)); // its parts are quoted already
  }

  private static String branch(String manager, Script question) {
    return "if command -v " + manager + " >/dev/null; then\n" + question + "\nexit; fi\n";
  }

  @Override
  public Plan plan(Args want, Found found) {
    return switch (found.manager()) {
      case DNF -> Rpm.PLAIN.plan(found);
      case APT -> {
        Plan.Builder plan = Plan.builder();
        DebGoal.of(want.goal()).plan(found, plan);
        yield plan.build();
      }
      case NONE ->
          Plan.blocked(
              want.use() == Use.AUTO
                  ? "this host has neither dnf nor apt-get"
                  : "this host has no " + want.use().name().toLowerCase(Locale.ROOT),
              "other package managers are not supported");
    };
  }
}
