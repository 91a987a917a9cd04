package outpost.modules.net;

import static outpost.api.Script.sh;

import outpost.api.Script;

/**
 * A command that changes one configuration of firewalld.
 *
 * @param scope the configuration: {@code permanent} or {@code runtime}
 * @param command the command, with what selects the configuration
 * @param timeout after how many seconds what is added ends; 0 is never
 */
record FirewallTool(String scope, String command, int timeout) {
  static final Script RELOAD = sh("firewall-cmd --reload >/dev/null");

  static FirewallTool permanent(boolean running) {
    String command = running ? "firewall-cmd --permanent" : "firewall-offline-cmd";
    return new FirewallTool("permanent", command, 0);
  }

  static FirewallTool runtime(int timeout) {
    return new FirewallTool("runtime", "firewall-cmd", timeout);
  }

  Script put(String zone, FirewallItem item) {
    String option = option(item.kind(), item.there());
    if (!item.text().isEmpty()) option += "=" + item.text();
    boolean ends = timeout > 0 && item.there() && item.kind().ends();
    return ends
        ? sh(command + " --zone={} {} {} >/dev/null", zone, option, "--timeout=" + timeout)
        : sh(command + " --zone={} {} >/dev/null", zone, option);
  }

  Script target(String zone, String target) {
    return sh(command + " --zone={} {} >/dev/null", zone, "--set-target=" + target);
  }

  Script zone(String zone, boolean there) {
    return sh(command + " {} >/dev/null", (there ? "--new-zone=" : "--delete-zone=") + zone);
  }

  /** firewall-offline-cmd keeps {@code --remove-service} for its oldest use; see its manual. */
  private String option(FirewallItem.Kind kind, boolean there) {
    if (there) return (kind.binds() ? "--change-" : "--add-") + kind.word();
    return command.startsWith("firewall-offline") && kind == FirewallItem.Kind.SERVICE
        ? "--remove-service-from-zone"
        : "--remove-" + kind.word();
  }
}
