package outpost.remoted;

import java.util.Locale;

/**
 * Why talking to a pacemaker_remoted ended as it did: one true sentence and one piece of advice
 * each.
 *
 * <p>In the texts {@code {host}}, {@code {port}} and {@code {detail}} stand for what is known only
 * then.
 */
public enum Cause {
  /** The half handshake was verified: no statement about anything behind TLS. */
  KEY_RIGHT("{host} has this authkey", "nothing to do"),

  /** Full connection, registered, and it answered. */
  REGISTERED("{host} lets us in and accepts executor protocol {detail}", "nothing to do"),

  /** The half handshake with certificates: what it shows, and who may connect as far as it says. */
  CERTIFICATE_TRUSTED(
      "{host} shows a certificate that one of our authorities vouches for; whether it takes ours:"
          + " {detail}",
      "nothing to do"),

  CERTIFICATE_DISTRUSTED(
      "{host} shows a certificate that is not to be trusted: {detail}",
      "compare PCMK_ca_file, PCMK_cert_file and PCMK_crl_file on both sides"),

  CERTIFICATE_UNWELCOME(
      "{host} shows a good certificate, but takes only certificates of {detail}: ours is of"
          + " another authority",
      "PCMK_ca_file there must have the authority of the certificate that the cluster's nodes"
          + " have"),

  /** Told of a full connection only: the half handshake never shows our certificate. */
  CERTIFICATE_REFUSED(
      "{host} ended the connection when it saw our certificate",
      "it may have expired, have been revoked, or be of an authority that PCMK_ca_file there does"
          + " not have: /var/log/pacemaker/pacemaker.log on the host says which"),

  SHARED_KEY(
      "{host} takes the authkey, not certificates: it is not set to X.509",
      "set PCMK_ca_file, PCMK_cert_file and PCMK_key_file on the host and restart"
          + " pacemaker_remote, or use the authkey"),

  NO_CERTIFICATE_SUITE(
      "{host} takes no certificates over TLS 1.3: the TLS policy there forbids it, or it cannot"
          + " read its certificates",
      "look at PCMK_tls_priorities and at /var/log/pacemaker/pacemaker.log on the host"),

  NO_KEY(
      "the authkey to connect to {host} with is empty",
      "an empty key file counts as none: take the key of the cluster's nodes"),

  NAME_UNKNOWN(
      "the name {host} does not resolve",
      "use an address, or make the name known wherever it is connected from"),

  REFUSED(
      "port {port} on {host} refuses connections: pacemaker_remote is not running, or listens on"
          + " another port or address",
      "look at `systemctl status pacemaker_remote` and `ss -ltnp`, and at PCMK_remote_port and"
          + " PCMK_remote_address in /etc/sysconfig/pacemaker or /etc/default/pacemaker"),

  NO_ROUTE(
      "port {port} on {host} cannot be reached: a firewall rejects it, or the host is down or"
          + " without a route",
      "open the port in the host's firewall (firewalld's service `high-availability`), and ping"
          + " the host"),

  DROPPED(
      "nothing answers on port {port} of {host}: a firewall drops it, or the host is down",
      "open the port on the host and on the path to it, and ping the host"),

  TUNNEL_PROHIBITED(
      "the host in between does not let connections through to {host}",
      "set `AllowTcpForwarding` in its sshd_config, or connect from elsewhere"),

  INTERRUPTED("the attempt to connect to {host} was interrupted", "try again"),

  NOT_DIALLED("no connection to port {port} on {host}: {detail}", "mend that first"),

  SPEAKS_SSH(
      "what listens on port {port} of {host} is not pacemaker_remote: it speaks SSH",
      "give pacemaker_remote's port, or move the SSH server away from it"),

  SPEAKS_HTTP(
      "what listens on port {port} of {host} is not pacemaker_remote: it speaks HTTP",
      "give pacemaker_remote's port, or move the web server away from it"),

  NOT_TLS(
      "what listens on port {port} of {host} is not pacemaker_remote: it speaks no TLS and begins"
          + " with {detail}",
      "`ss -ltnp` on the host names the program that holds the port"),

  CLOSED_SILENTLY(
      "what listens on port {port} of {host} closes without a word, which pacemaker_remote does"
          + " not: another program, or a proxy with nothing behind it",
      "`ss -ltnp` on the host names the program that holds the port"),

  OTHER_TLS(
      "what listens on port {port} of {host} speaks TLS, but not with a shared key: another"
          + " program ({detail})",
      "`ss -ltnp` on the host names the program that holds the port"),

  CERTIFICATES(
      "{host} shows a certificate on port {port}: Pacemaker 3 set to X.509 there, or another TLS"
          + " program",
      "for a shared key unset PCMK_ca_file, PCMK_cert_file and PCMK_key_file on the host and"
          + " restart pacemaker_remote"),

  KEY_DIFFERS(
      "the authkey on {host} differs from this one, or is missing there",
      "compare the hash of /etc/pacemaker/authkey (or of what PCMK_authkey_location names) on"
          + " both sides; a changed key counts after 60 s or a restart, from Pacemaker 3.0.2 only"
          + " after a restart"),

  /** The same, seen as a cut connection: the daemon closed while we were still writing. */
  CUT_OFF(
      "{host} cut the connection in the middle of the handshake, as it does when its authkey"
          + " differs from this one or is missing",
      "compare the hash of /etc/pacemaker/authkey (or of what PCMK_authkey_location names) on"
          + " both sides"),

  KEY_UNPROVABLE(
      "{host} speaks TLS 1.2 at most, so its authkey cannot be proven without connecting in full",
      "compare the hash of the key files instead"),

  NO_COMMON_SUITE(
      "{host} accepts no cipher suite with a shared key: the TLS policy there forbids them",
      "look at PCMK_tls_priorities on the host, and at its system-wide crypto policy"),

  TOO_SLOW(
      "{host} gave up waiting for this side: the handshake took longer than its 10 s",
      "look at the load here and at the path to the host"),

  SILENT(
      "port {port} on {host} accepts connections and says nothing: pacemaker_remote is frozen"
          + " there, or another program listens",
      "try again in 60 s, the longest that a broken client can block the daemon; then look at"
          + " `ss -ltnp`"),

  EVIDENCE_STALE(
      "what was read to see that no cluster uses {host} is too old to connect by it",
      "read it again, immediately before"),

  NO_REGISTER_REPLY(
      "{host} has this authkey but does not answer the registration: its pacemaker_remote is"
          + " blocked, or refuses protocol version 1.1",
      "read /var/log/pacemaker/pacemaker.log on the host"),

  VERSION_REFUSED(
      "pacemaker_remote on {host} refuses protocol version 1.1",
      "its Pacemaker is 1.1.14 or older, or newer than any we know: compare `pacemaker_remoted"
          + " --version` there with the cluster's"),

  REGISTRATION_REFUSED(
      "pacemaker_remote on {host} refuses the registration: {detail}",
      "read /var/log/pacemaker/pacemaker.log on the host"),

  NOT_PACEMAKER(
      "{host} has this authkey but does not speak pacemaker_remote's protocol: {detail}",
      "Pacemaker up to 1.1.10 speaks an older one; else see which program listens with `ss -ltnp`"),

  TOO_LARGE(
      "{host} announced a message of {detail}, more than the 20 MiB allowed",
      "read /var/log/pacemaker/pacemaker.log on the host"),

  NO_REPLY(
      "pacemaker_remote on {host} did not answer in time: {detail}",
      "it is blocked or overloaded: look at the load there, and try again in 60 s"),

  OPERATION_UNKNOWN(
      "pacemaker_remote on {host} does not know this operation: {detail}",
      "its Pacemaker is too old for it"),

  OPERATION_REFUSED(
      "pacemaker_remote on {host} refuses: {detail}",
      "read /var/log/pacemaker/pacemaker.log on the host"),

  DAEMON_GONE(
      "pacemaker_remote on {host} was stopped, was restarted or crashed",
      "look at `systemctl status pacemaker_remote` there"),

  LINE_CLOSED("{host} ended the connection", "read /var/log/pacemaker/pacemaker.log on the host"),

  CLUSTER_CONNECTED(
      "a cluster, or another tool, has just connected to {host}: this side left at once",
      "find out which cluster uses the node before trying again");

  private final String sentence;
  private final String hint;

  Cause(String sentence, String hint) {
    this.sentence = sentence;
    this.hint = hint;
  }

  /** The stable name for journals and machine-readable output: {@code key-differs}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String sentence() {
    return sentence;
  }

  String hint() {
    return hint;
  }
}
