package outpost.lab;

/** A way to break a host, and the way back. */
public enum Fault {
  /** The daemon is stopped. */
  DAEMON_STOPPED("systemctl stop pacemaker_remote", "systemctl start pacemaker_remote"),

  /** The daemon's unit cannot be started by anyone. */
  UNIT_MASKED(
      "systemctl stop pacemaker_remote 2>/dev/null; systemctl mask pacemaker_remote",
      "systemctl unmask pacemaker_remote"),

  /** Another key than the cluster's. */
  OTHER_KEY(
      "mkdir -p /etc/pacemaker && head -c 4096 /dev/urandom > /etc/pacemaker/authkey"
          + " && { systemctl -q is-active pacemaker_remote"
          + " && systemctl restart pacemaker_remote || :; }",
      "rm -f /etc/pacemaker/authkey"),

  /** firewalld lets neither the service nor the ports in. */
  PORTS_CLOSED(
      "for scope in '' --permanent; do firewall-cmd -q $scope --remove-service=high-availability;"
          + " firewall-cmd -q $scope --remove-port=3121/tcp --remove-port=2224/tcp; done; :",
      "firewall-cmd -q --permanent --add-service=high-availability && firewall-cmd -q --reload"),

  /** Packets to port 3121 vanish on their way, whatever firewalld allows. */
  PORT_DROPPED(dropped(3121), "nft delete table inet lab_fault"),

  /** The same of the port of pcsd. */
  PCSD_DROPPED(dropped(2224), "nft delete table inet lab_fault"),

  /** The daemon is told to take its key from elsewhere. */
  KEY_ELSEWHERE(
      setting("PCMK_authkey_location=/etc/elsewhere/authkey"), noSetting("PCMK_authkey_location")),

  /** The daemon is told to listen on another port. */
  PORT_ELSEWHERE(setting("PCMK_remote_port=3999"), noSetting("PCMK_remote_port")),

  /** Another program has port 3121. */
  OTHER_PROGRAM(
      "systemctl stop pacemaker_remote 2>/dev/null;"
          + " systemd-run -q --collect --unit=lab-other-program nc -lk 3121",
      "systemctl stop lab-other-program");

  private final String breaks;
  private final String mends;

  Fault(String breaks, String mends) {
    this.breaks = breaks;
    this.mends = mends;
  }

  public void on(Host host) {
    host.must(breaks);
  }

  public void mend(Host host) {
    host.must(mends);
  }

  private static String dropped(int port) {
    return "nft add table inet lab_fault"
        + " && nft 'add chain inet lab_fault in { type filter hook prerouting priority -310; }'"
        + " && nft add rule inet lab_fault in tcp dport "
        + port
        + " drop";
  }

  private static String setting(String line) {
    return "mkdir -p /etc/sysconfig && echo "
        + line
        + " >> /etc/sysconfig/pacemaker && "
        + RESTARTED;
  }

  private static String noSetting(String name) {
    return "sed -i '/^" + name + "=/d' /etc/sysconfig/pacemaker && " + RESTARTED;
  }

  // A running daemon reads its settings at its start. systemd refuses the sixth start in ten
  // seconds
  // unless the count is reset.
  private static final String RESTARTED =
      "{ systemctl reset-failed pacemaker_remote; systemctl try-restart pacemaker_remote; }"
          + " 2>/dev/null || :";
}
