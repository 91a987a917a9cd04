package outpost.modules.services;

import static outpost.api.Script.sh;

import java.util.LinkedHashMap;
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

/** Brings systemd units to run or stop, now and at boot. */
@Doc(
    value = "Manages systemd units: whether they run now, start at boot, or are masked.",
    alias = {"systemd_service", "service"})
public final class Systemd implements Module<Systemd.Args, Systemd.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The unit; `.service` is assumed when it has no suffix.",
              alias = {"service", "unit"})
          Optional<String> name,
      @Arg(
              "Whether it runs now; `restarted` and `reloaded` act each time, and start it if it does"
                  + " not run.")
          Optional<State> state,
      @Arg("Whether it starts at boot.") Optional<Boolean> enabled,
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
          boolean daemonReexec) {
    public Args {
      name = name.map(UnitName::complete);
      if (name.isEmpty()) {
        if (state.isPresent() || enabled.isPresent() || masked.isPresent()) {
          throw new BadArg("name", "no unit is named", "say which unit with `name`");
        }
        if (!daemonReexec && !daemonReload.orElse(false)) {
          throw new BadArg("name", "nothing is asked for", "say which unit with `name`");
        }
      }
      if (masked.orElse(false)) {
        if (enabled.orElse(false)) {
          throw new BadArg("enabled", "a masked unit cannot be enabled", "drop one of the two");
        }
        if (state.isPresent() && state.get() != State.STOPPED) {
          throw new BadArg("state", "a masked unit cannot be started", "drop one of the two");
        }
      }
    }

    /** Whether it could take pacemaker_remote away from a cluster. */
    boolean detaches() {
      return name.equals(Optional.of("pacemaker_remote.service"))
          && (wants(State.STOPPED) || wants(State.RESTARTED) || masked.orElse(false));
    }

    boolean wants(State one) {
      return state.filter(one::equals).isPresent();
    }

    Optional<Boolean> active() {
      return state.map(s -> s != State.STOPPED);
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
   * @param stale units whose files changed after systemd read them
   * @param attachment clusters that use the unit
   */
  public record Found(Optional<Unit> unit, Set<String> stale, Optional<Attachment> attachment) {}

  /** The properties of a unit, named as systemd names them. */
  public record Unit(
      String loadState,
      String activeState,
      String subState,
      Optional<String> unitFileState,
      Optional<String> type,
      Optional<Boolean> remainAfterExit,
      boolean canReload,
      boolean needDaemonReload) {

    private static final Set<String> RUNNING =
        Set.of("active", "activating", "reloading", "refreshing");

    /** States that neither {@code enable} nor {@code disable} changes; see systemctl(1). */
    private static final Set<String> FIXED = Set.of("static", "indirect", "generated", "transient");

    boolean exists() {
      return !loadState.equals("not-found");
    }

    boolean masked() {
      return loadState.equals("masked");
    }

    /** A unit that only waits for its next failing start does not run. */
    boolean active() {
      return RUNNING.contains(activeState) && !subState.equals("auto-restart");
    }

    boolean enabled() {
      return unitFileState.filter("enabled"::equals).isPresent();
    }

    boolean fixed() {
      return unitFileState.filter(FIXED::contains).isPresent();
    }

    /** Whether it runs to its end and is inactive then, so that "started" is no state of it. */
    boolean passing() {
      return type.filter("oneshot"::equals).isPresent() && !remainAfterExit.orElse(false);
    }

    Map<String, String> status() {
      Map<String, String> status = new LinkedHashMap<>();
      status.put("LoadState", loadState);
      status.put("ActiveState", activeState);
      status.put("SubState", subState);
      status.put("UnitFileState", unitFileState.orElse(""));
      return status;
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    Script question =
        want.name()
            .map(
                unit ->
                    sh(
                        """
                        answer=$(systemctl show -p LoadState,ActiveState,SubState,UnitFileState \\
                          -p Type,RemainAfterExit,CanReload,NeedDaemonReload -- {}) || exit
                        printf '%s\\n' "$answer" | sed 's/^/unit./'""",
                        unit))
            .orElse(
                sh(
                    """
                    answer=$(systemctl show -p Id,NeedDaemonReload -- '*') || exit
                    printf '%s\\n' "$answer" | awk -F= '
                      $1 == "Id" { id = $2 }
                      $1 == "NeedDaemonReload" { stale = $2 }
                      $0 == "" { if (stale == "yes") print "stale=" id; stale = "" }
                      END { if (stale == "yes") print "stale=" id }'"""));
    return Probe.of(Found.class, want.detaches() ? question.then(Attachment.question()) : question);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    boolean stale = !found.stale().isEmpty();
    Script reload = sh("systemctl daemon-reload");
    if (found.unit().isEmpty()) {
      return plan.set("unit files loaded", !stale, want.daemonReload(), yes -> reload)
          .act("daemon-reexec", want.daemonReexec(), sh("systemctl daemon-reexec"))
          .build();
    }
    Unit is = found.unit().get();
    String unit = want.name().orElseThrow();
    obstacle(want, is, plan);
    found
        .attachment()
        .filter(cluster -> cluster.holds() && (is.active() || want.masked().orElse(false)))
        .ifPresent(cluster -> cluster.block(plan, deed(want) + " pacemaker_remote"));
    if (want.daemonReload().orElse(true)) {
      plan.set("unit files loaded", !is.needDaemonReload(), Optional.of(true), yes -> reload);
    }
    plan.set(
        "masked",
        is.masked(),
        want.masked().filter(yes -> !yes),
        no -> sh("systemctl unmask -- {}", unit));
    plan.set(
        "enabled",
        is.enabled(),
        want.enabled(),
        yes -> sh("systemctl {} -- {}", yes ? "enable" : "disable", unit));
    start(want, is, unit, plan);
    plan.set(
        "masked",
        is.masked(),
        want.masked().filter(yes -> yes),
        yes -> sh("systemctl mask -- {}", unit));
    return plan.act("daemon-reexec", want.daemonReexec(), sh("systemctl daemon-reexec"))
        .result("name", unit)
        .result("status", is.status())
        .build();
  }

  private static void start(Args want, Unit is, String unit, Plan.Builder plan) {
    boolean once = is.passing() && !is.active();
    if (once && want.active().orElse(false)) {
      plan.act("start", true, sh("systemctl start -- {}", unit));
      return;
    }
    plan.set(
            "active",
            is.active(),
            want.active(),
            yes -> sh("systemctl {} -- {}", yes ? "start" : "stop", unit))
        .act(
            "restart",
            is.active() && want.wants(State.RESTARTED),
            sh("systemctl restart -- {}", unit))
        .act(
            "reload",
            is.active() && want.wants(State.RELOADED),
            sh("systemctl reload -- {}", unit));
  }

  private static void obstacle(Args want, Unit is, Plan.Builder plan) {
    String unit = want.name().orElseThrow();
    if (!is.exists() && want.masked().isEmpty()) {
      plan.block("no unit `" + unit + "` on this host", "install the package that brings it first");
    }
    if (is.masked() && !want.masked().isPresent() && wakes(want)) {
      plan.block("`" + unit + "` is masked on this host", "unmask it with `masked: false`");
    }
    if (is.fixed() && want.enabled().isPresent()) {
      plan.block(
          "`"
              + unit
              + "` is "
              + is.unitFileState().orElseThrow()
              + " and cannot be enabled or disabled",
          "drop `enabled`");
    }
    if (is.active() && !is.canReload() && want.wants(State.RELOADED)) {
      plan.block("`" + unit + "` cannot reload", "use `state: restarted`");
    }
  }

  private static String deed(Args want) {
    if (want.wants(State.STOPPED)) return "stopping";
    return want.wants(State.RESTARTED) ? "restarting" : "masking";
  }

  private static boolean wakes(Args want) {
    return want.active().orElse(false) || want.enabled().orElse(false);
  }
}
