package outpost.modules.services;

import java.util.Map;
import java.util.Set;
import outpost.api.Plan;

/** What systemd says of a unit: its properties, under systemd's own names. */
record Unit(Map<String, String> properties) {
  private static final Set<String> RUNNING =
      Set.of("active", "activating", "reloading", "refreshing");

  /** States that neither {@code enable} nor {@code disable} changes; see systemctl(1). */
  private static final Set<String> FIXED = Set.of("static", "generated", "transient");

  /** Load states in which nothing can be started; see systemd's unit-def.c. */
  private static final Set<String> BROKEN = Set.of("error", "bad-setting");

  String property(String name) {
    return properties.getOrDefault(name, "");
  }

  private boolean says(String name) {
    return property(name).equals("yes");
  }

  boolean exists() {
    return !property("LoadState").equals("not-found");
  }

  boolean masked() {
    return property("LoadState").equals("masked");
  }

  /** Whether only {@code --runtime} takes the mask off. */
  boolean maskedTillBoot() {
    return property("UnitFileState").equals("masked-runtime");
  }

  boolean broken() {
    return BROKEN.contains(property("LoadState"));
  }

  /** A unit that only waits for its next failing start does not run. */
  boolean active() {
    return RUNNING.contains(property("ActiveState"))
        && !property("SubState").equals("auto-restart");
  }

  /** Whether it has been told to stop and has not done so yet. */
  boolean stopping() {
    return property("ActiveState").equals("deactivating");
  }

  String fileState() {
    return property("UnitFileState");
  }

  /** An indirect unit is enabled by links of units beside it. */
  boolean enabled() {
    return fileState().startsWith("enabled") || fileState().equals("indirect") && says("Linked");
  }

  boolean fixed() {
    return FIXED.contains(fileState());
  }

  /** Whether it runs to its end and is inactive then, so that "started" is no state of it. */
  boolean passing() {
    return property("Type").equals("oneshot") && !says("RemainAfterExit");
  }

  boolean canReload() {
    return says("CanReload");
  }

  /** Whether its files changed after systemd read them. */
  boolean stale() {
    return says("NeedDaemonReload");
  }

  /** Returns the unit that an alias stands for, else what was asked for. */
  String real(String asked) {
    return properties.getOrDefault("Id", asked);
  }

  /** Says what keeps it from being as a task wants it. */
  void obstacle(Systemd.Args want, Plan.Builder plan) {
    String unit = want.unit().orElseThrow();
    if (!exists() && want.masked().isEmpty()) {
      plan.block("no unit `" + unit + "` on this host", "install the package that brings it first");
    }
    if (broken()) {
      plan.block(
          "systemd cannot load `" + unit + "`: " + property("LoadError"),
          "`systemd-analyze verify " + unit + "` on the host tells more");
    }
    if (masked() && !want.masked().isPresent() && wakes(want)) {
      plan.block("`" + unit + "` is masked on this host", "unmask it with `masked: false`");
    }
    if (fixed() && want.enabled().isPresent() && !want.enabled().get()) {
      plan.block(
          "`" + unit + "` is " + fileState() + " and cannot be disabled",
          "drop `enabled`, or mask it with `masked: true`");
    }
    if (enabled() && !real(unit).equals(unit) && !want.enabled().orElse(true)) {
      plan.block(
          "`" + unit + "` is another name of `" + real(unit) + "`, which goes with it",
          "name `" + real(unit) + "`");
    }
    if (active() && !canReload() && want.wants(Systemd.State.RELOADED)) {
      plan.block("`" + unit + "` cannot reload", "use `state: restarted`");
    }
  }

  private static boolean wakes(Systemd.Args want) {
    return want.active().orElse(false) || want.enabled().orElse(false);
  }
}
