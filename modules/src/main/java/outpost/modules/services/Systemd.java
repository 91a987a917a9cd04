package outpost.modules.services;

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
import outpost.modules.cluster.Attachment;

/**
 * Brings systemd units to run or stop, now and at boot.
 *
 * <p>Other than Ansible: {@code status} is what holds after the task; unit files that changed are
 * read again without being asked, and only then; a unit that cannot be disabled is told so instead
 * of being disabled anew each time.
 */
@Doc(
    value = "Manages systemd units: whether they run now, start at boot, or are masked.",
    alias = "systemd_service")
public final class Systemd implements Module<Systemd.Args, Systemd.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The unit; `.service` is assumed when it has no suffix.",
              alias = {"service", "unit"})
          Optional<String> name,
      @Arg(
              "Whether it runs now; `restarted` and `reloaded` act each time, and start it if it"
                  + " does not run.")
          Optional<State> state,
      @Arg("Whether it starts at boot.") Optional<Boolean> enabled,
      @Arg(value = "Whether `enabled` takes the place of links to other units.", def = "false")
          boolean force,
      @Arg("Whether it is masked, so that nothing can start it.") Optional<Boolean> masked,
      @Arg(
              value =
                  "Whether systemd reads its unit files again where they have changed; with a unit"
                      + " that is the default, without one all units are looked at.",
              alias = "daemon-reload")
          Optional<Boolean> daemonReload,
      @Arg(
              value = "Whether systemd itself is started again, each time.",
              def = "false",
              alias = "daemon-reexec")
          boolean daemonReexec,
      @Arg(
              value =
                  "Whose unit it is: the system's, that of the user who runs the task, or that of"
                      + " all users (`global`), which can be enabled and masked alone.",
              def = "system")
          Systemctl.Scope scope,
      @Arg(value = "Whether to go on while it is still starting or stopping.", def = "false")
          boolean noBlock) {
    public Args {
      Optional<String> unit = name.map(UnitName::complete);
      if (unit.isEmpty()) {
        if (state.isPresent() || enabled.isPresent() || masked.isPresent()) {
          throw new BadArg("name", "no unit is named", "say which unit with `name`");
        }
        if (!daemonReexec && !daemonReload.orElse(false)) {
          throw new BadArg("name", "nothing is asked for", "say which unit with `name`");
        }
      }
      if (state.isPresent()) unit.ifPresent(UnitName::checkRuns);
      if (masked.orElse(false)) {
        if (enabled.orElse(false)) {
          throw new BadArg("enabled", "a masked unit cannot be enabled", "drop one of the two");
        }
        if (state.isPresent() && state.get() != State.STOPPED) {
          throw new BadArg("state", "a masked unit cannot be started", "drop one of the two");
        }
      }
      if (scope == Systemctl.Scope.GLOBAL) {
        if (state.isPresent() || daemonReload.orElse(false) || daemonReexec) {
          String arg = state.isPresent() ? "state" : daemonReexec ? "daemonReexec" : "daemonReload";
          throw new BadArg(
              arg, "nothing runs for all users at once", "drop it, or use `scope: user`");
        }
      }
      if (force && !enabled.orElse(false)) {
        throw new BadArg("force", "`force` is about `enabled`", "add `enabled: true`, or drop it");
      }
      if (noBlock && state.isEmpty()) {
        throw new BadArg("noBlock", "`no_block` is about `state`", "name one, or drop it");
      }
    }

    /** Returns the unit's whole name. */
    Optional<String> unit() {
      return name.map(UnitName::complete);
    }

    /** Whether it could take pacemaker_remote away from a cluster. */
    boolean detaches() {
      return unit().equals(Optional.of("pacemaker_remote.service"))
          && scope == Systemctl.Scope.SYSTEM
          && (wants(State.STOPPED) || wants(State.RESTARTED) || masked.orElse(false));
    }

    boolean wants(State one) {
      return state.filter(one::equals).isPresent();
    }

    Optional<Boolean> active() {
      return state.map(s -> s != State.STOPPED);
    }

    Systemctl systemctl() {
      return new Systemctl(scope);
    }
  }

  /** What is asked of a unit now. */
  public enum State {
    STARTED,
    STOPPED,
    RESTARTED,
    RELOADED
  }

  /**
   * What {@code systemctl show} says, of the unit and of the manager.
   *
   * @param status the unit's properties; none if no unit is named
   * @param stale units whose files changed after systemd read them
   * @param attachment clusters that use the unit
   */
  public record Found(
      Map<String, String> status, Set<String> stale, Optional<Attachment> attachment) {}

  @Override
  public Probe<Found> probe(Args want) {
    Systemctl systemctl = want.systemctl();
    Script question = want.unit().map(systemctl::question).orElseGet(systemctl::staleness);
    return Probe.of(Found.class, want.detaches() ? question.then(Attachment.question()) : question);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    Systemctl systemctl = want.systemctl();
    Script reload = systemctl.run("daemon-reload");
    Script reexec = systemctl.run("daemon-reexec");
    if (want.name().isEmpty()) {
      return plan.set(
              "unit files loaded", found.stale().isEmpty(), want.daemonReload(), yes -> reload)
          .act("daemon-reexec", want.daemonReexec(), reexec)
          .build();
    }
    Unit is = new Unit(found.status());
    String unit = is.real(want.unit().orElseThrow());
    is.obstacle(want, plan);
    found
        .attachment()
        .filter(cluster -> cluster.holds() && (is.active() || want.masked().orElse(false)))
        .ifPresent(cluster -> cluster.block(plan, deed(want) + " pacemaker_remote"));
    plan.set(
        "unit files loaded",
        !is.stale() && found.stale().isEmpty(),
        want.daemonReload().or(() -> Optional.of(true)).filter(yes -> yes),
        yes -> reload);
    plan.set(
        "masked",
        is.masked(),
        want.masked().filter(yes -> !yes),
        no -> systemctl.run(is.maskedTillBoot() ? "unmask --runtime -- {}" : "unmask -- {}", unit));
    enable(want, is, unit, plan);
    start(want, is, unit, plan);
    plan.set(
        "masked",
        is.masked(),
        want.masked().filter(yes -> yes),
        yes -> systemctl.run("mask -- {}", unit));
    plan.act("daemon-reexec", want.daemonReexec(), reexec)
        .result("name", want.name().get())
        .result("status", found.status());
    want.enabled().ifPresent(yes -> plan.result("enabled", yes));
    want.active().ifPresent(yes -> plan.result("state", yes ? "started" : "stopped"));
    return plan.build();
  }

  /**
   * A unit without a place to be enabled in starts when others need it: that is all one can want.
   */
  private static void enable(Args want, Unit is, String unit, Plan.Builder plan) {
    if (is.fixed() && want.enabled().orElse(false)) {
      plan.note("`" + unit + "` is " + is.fileState() + ": it starts when others need it");
      return;
    }
    String force = want.force() ? "--force " : "";
    plan.set(
        "enabled",
        is.enabled(),
        want.enabled(),
        yes -> want.systemctl().run(yes ? "enable " + force + "-- {}" : "disable -- {}", unit));
  }

  private static void start(Args want, Unit is, String unit, Plan.Builder plan) {
    if (want.state().isEmpty()) return;
    boolean runs = is.active();
    boolean wake = want.active().orElseThrow() && !runs;
    boolean halt = want.wants(State.STOPPED) && (runs || is.stopping());
    // what is not waited for cannot be verified either, and what ends by itself has no state
    if (want.noBlock() || (wake && is.passing())) {
      plan.act("start", wake, call(want, "start", unit));
      plan.act("stop", halt, call(want, "stop", unit));
    } else if (wake || halt) {
      plan.change(
          "active",
          halt ? "yes" : "no",
          halt ? "no" : "yes",
          call(want, halt ? "stop" : "start", unit));
    }
    plan.act("restart", runs && want.wants(State.RESTARTED), call(want, "restart", unit));
    plan.act("reload", runs && want.wants(State.RELOADED), call(want, "reload", unit));
  }

  private static Script call(Args want, String verb, String unit) {
    return want.systemctl().run(verb + (want.noBlock() ? " --no-block" : "") + " -- {}", unit);
  }

  private static String deed(Args want) {
    if (want.wants(State.STOPPED)) return "stopping";
    return want.wants(State.RESTARTED) ? "restarting" : "masking";
  }
}
