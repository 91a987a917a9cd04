package outpost.modules.system;

import outpost.api.Plan;
import outpost.api.Script;

/**
 * What a host says of SELinux.
 *
 * @param mode what getenforce(8) says: {@code Enforcing}, {@code Permissive}, {@code Disabled}; of
 *     a host that has no SELinux {@code None}
 * @param policy the policy that is configured; its name is that of a directory
 * @param tool whether the tool is there that a task needs
 */
record SelinuxHost(Mode mode, String policy, boolean tool) {

  /** How SELinux runs. */
  enum Mode {
    NONE,
    DISABLED,
    PERMISSIVE,
    ENFORCING
  }

  /** Asks for it; the answers go below {@code host}, and {@code $policy} is set. */
  static Script question(String tool) {
    return Script.sh(
        """
        mode=none; policy=$(sed -n 's/^SELINUXTYPE=//p' /etc/selinux/config 2>/dev/null)
        if command -v getenforce >/dev/null; then mode=$(getenforce); fi
        emit host.mode "$mode"
        emit host.policy "${policy:=targeted}"
        if command -v {} >/dev/null; then emit host.tool yes; else emit host.tool no; fi\
        """,
        tool);
  }

  boolean runs() {
    return mode == Mode.PERMISSIVE || mode == Mode.ENFORCING;
  }

  /** Says what keeps a task from being done; returns whether anything does. */
  boolean obstacle(Plan.Builder plan, boolean anyway, String brings) {
    if (mode == Mode.NONE) {
      plan.block("this host has no SELinux", "leave this task out on hosts without it");
    } else if (!runs() && !anyway) {
      plan.block(
          "SELinux is disabled on this host",
          "enable it with the module selinux and restart the host",
          "or set `ignore_selinux_state: true` to change what holds then");
    } else if (!tool) {
      plan.block("the tool that this needs is not on this host", "install " + brings);
    }
    return plan.build().obstacle().isPresent();
  }
}
