package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.util.Optional;
import java.util.Set;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Problem;
import outpost.api.Script;

/**
 * The file of the authkey on a host, and how it changes: a new one is put into its place at once,
 * or all is left as it was. The daemon keeps an old key in memory, for a minute or for good, so it
 * is restarted when one is replaced.
 */
final class KeyFile {
  private KeyFile() {}

  private static final String MODE = "hacluster:haclient 400";

  /** How pcs leaves it, and how others do: Pacemaker's user and group can read both. */
  private static final Set<String> LAWFUL = Set.of(MODE, "root:haclient 640");

  private static final String ADD =
      """
      ln -- "$new" "$key" 2>/dev/null || [ -s "$key" ] || { echo 'it cannot be put there' >&2; exit 1; }
      command -v restorecon > /dev/null && restorecon "$key"
      exit 0\
      """;

  private static final String EXCHANGE =
      """
      mv -f -- "$new" "$key" || exit
      if command -v restorecon > /dev/null; then restorecon "$key"; fi\
      """;

  private static final String REPLACE = EXCHANGE + "\nsystemctl try-restart pacemaker_remote";

  /** Asks a host for what the file needs there: {@code ready}. */
  static Script question() {
    return Script.raw( // constant text
        """
        if getent passwd hacluster > /dev/null && getent group haclient > /dev/null; then
          emit ready yes
        else
          emit ready no
        fi\
        """);
  }

  /** Says that the user and group that own it do not exist. */
  static Optional<Problem> obstacle(String name, boolean ready) {
    return ready
        ? Optional.empty()
        : Optional.of(
            Preflight.problem(
                "the user hacluster and the group haclient are not there on " + name,
                "install the package pacemaker-remote first"));
  }

  /** Gives a host's file, whose content is right, an owner and mode that Pacemaker can read. */
  static Plan owned(RemoteHost host) {
    Plan.Builder plan = Plan.builder();
    String mode = host.keyMode().orElse("");
    if (!LAWFUL.contains(mode)) {
      plan.change(
          "authkey's owner and mode",
          mode,
          MODE,
          sh("chown hacluster:haclient {} && chmod 0400 {}", ClusterHost.KEY, ClusterHost.KEY));
    }
    return plan.build();
  }

  static Script remove() {
    return sh("rm -f -- {}", ClusterHost.KEY);
  }

  /** Makes a key; one that another run has put there meanwhile is left. */
  static Script make() {
    return put(ADD, "head -c 256 /dev/urandom");
  }

  /** Brings a host its first key; one that another run has put there meanwhile is left. */
  static Script add(String from) {
    return put(ADD, "cat").stdin(new Payload.Fetched(from, sh("cat {}", ClusterHost.KEY)));
  }

  /** Brings a host another key, and has its daemon forget the old one. */
  static Script replace(String from) {
    return put(REPLACE, "cat").stdin(new Payload.Fetched(from, sh("cat {}", ClusterHost.KEY)));
  }

  /** Brings a host the new key of a rotation, which its daemon comes to use by itself. */
  static Script exchange(String from) {
    return put(EXCHANGE, "cat").stdin(new Payload.Fetched(from, sh("cat {}", NewKey.PLACE)));
  }

  private static Script put(String put, String command) {
    return sh(
        """
        umask 077
        key={}
        [ -d /etc/pacemaker ] || install -d -o root -g haclient -m 0750 /etc/pacemaker || exit
        new=$(mktemp /etc/pacemaker/.authkey.XXXXXX) || exit
        trap 'rm -f -- "$new"' EXIT
        trap 'exit 1' HUP INT TERM
        """
            + command
            + " > \"$new\" && [ -s \"$new\" ] || exit 1\n"
            + "chown hacluster:haclient \"$new\" && chmod 0400 \"$new\" || exit\n"
            + put,
        ClusterHost.KEY);
  }
}
