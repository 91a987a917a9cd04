package outpost.modules.services;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Words;
import outpost.modules.cluster.Attachment;

/**
 * Brings a service to run or stop with what the host has: systemd, or init scripts.
 *
 * <p>Other than Ansible: OpenRC, BSD's and Solaris' services are refused.
 */
@Doc("Manages services with what the host has: systemd, or the scripts of /etc/init.d.")
public final class Service implements Module<Service.Args, Service.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The service.") String name,
      @Arg(
              "Whether it runs now; `restarted` and `reloaded` act each time, and start it if it"
                  + " does not run.")
          Optional<Systemd.State> state,
      @Arg("Whether it starts at boot.") Optional<Boolean> enabled,
      @Arg("Words for the init script, as when it is called by hand; not for systemd.")
          Optional<String> arguments,
      @Arg(
              "Where an init script does not say whether it runs: text in the command line of the"
                  + " running process; systemd knows by itself.")
          Optional<String> pattern,
      @Arg("How many seconds an init script rests between stopping and starting, when restarted.")
          Optional<Integer> sleep,
      @Arg(value = "OpenRC's; no other than `default` is supported.", def = "default")
          String runlevel,
      @Arg(value = "What manages it; `auto` and `service` take what the host has.", def = "auto")
          Use use) {
    public Args {
      if (state.isEmpty() && enabled.isEmpty()) {
        throw new BadArg("name", "nothing is asked for", "add `state` or `enabled`");
      }
      if (!runlevel.equals("default")) {
        throw new BadArg("runlevel", "OpenRC is not supported", "drop `runlevel`");
      }
      if (use == Use.SYSTEMD && arguments.isPresent()) {
        throw new BadArg(
            "arguments", "systemd hands no words to a service", "set them in its unit file");
      }
      if (arguments.isPresent() && Words.of(arguments.get()).isEmpty()) {
        throw new BadArg("arguments", "a quotation mark in `arguments` is not closed", "close it");
      }
      if (pattern.filter(String::isEmpty).isPresent()) {
        throw new BadArg("pattern", "every process matches no text at all", "name some text");
      }
      if (sleep.filter(seconds -> seconds < 0).isPresent()) {
        throw new BadArg("sleep", "no time is shorter than none", "name seconds from 0 on");
      }
      UnitName.checkRuns(UnitName.complete(name));
    }

    Systemd.Args unit() {
      return new Systemd.Args(
          Optional.of(name),
          state,
          enabled,
          false,
          Optional.empty(),
          Optional.empty(),
          false,
          Systemctl.Scope.SYSTEM,
          false);
    }

    List<String> words() {
      return arguments.flatMap(Words::of).orElse(List.of());
    }
  }

  /** What manages services. */
  public enum Use {
    AUTO,
    SERVICE,
    SYSTEMD,
    SYSVINIT
  }

  /** What runs the host's services. */
  public enum Manager {
    SYSTEMD,
    SYSVINIT,
    OPENRC
  }

  /**
   * What the manager says.
   *
   * @param status the unit's properties, from systemd
   * @param stale the unit, where its files changed after systemd read them
   * @param script from init scripts
   */
  public record Found(
      Manager manager,
      Map<String, String> status,
      Set<String> stale,
      Optional<Attachment> attachment,
      Optional<InitScript> script) {}

  @Override
  public Probe<Found> probe(Args want) {
    Systemd.Args unit = want.unit();
    Script systemd =
        Script.raw("emit manager systemd").then(new Systemd().probe(unit).script().orElseThrow());
    Script init =
        Script.raw("emit manager sysvinit").then(InitScript.question(want.name(), want.pattern()));
    return switch (want.use()) {
      case SYSTEMD -> Probe.of(Found.class, systemd);
      case SYSVINIT -> Probe.of(Found.class, init);
      case AUTO, SERVICE ->
          // all of its parts are quoted already
          Probe.of(
              Found.class,
              Script.raw(
                  """
                  if [ -d /run/systemd/system ]; then
                  %s
                  elif command -v openrc >/dev/null; then emit manager openrc
                  else
                  %s
                  fi\
                  """
                      .formatted(systemd.text(), init.text())));
    };
  }

  @Override
  public Plan plan(Args want, Found found) {
    return switch (found.manager()) {
      case SYSTEMD ->
          want.arguments().isPresent()
              ? Plan.blocked(
                  "systemd hands no words to a service, and it runs this host",
                  "set them in the unit file, and drop `arguments`")
              : new Systemd()
                  .plan(
                      want.unit(),
                      new Systemd.Found(found.status(), found.stale(), found.attachment()));
      case SYSVINIT -> found.script().orElseThrow().plan(want);
      case OPENRC ->
          Plan.blocked("OpenRC runs this host, which is not supported", "use `command` instead");
    };
  }
}
