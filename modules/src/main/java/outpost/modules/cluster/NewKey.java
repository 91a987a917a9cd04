package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Script;

/**
 * How far a host is in a rotation of the authkey.
 *
 * @param unreachable why it could not be asked
 * @param version of its Pacemaker, or of its pacemaker_remote
 * @param key the SHA-256 of the key it uses
 * @param age how many seconds ago that key was put there
 * @param next the SHA-256 of the key that all hosts are to use; only the first cluster node has it
 */
record NewKey(
    Optional<String> unreachable,
    Optional<String> version,
    Optional<String> key,
    Optional<Long> age,
    Optional<String> next) {

  /** Where the new key is until all hosts use it. */
  static final String PLACE = ClusterHost.KEY + ".next";

  /** Pacemaker keeps a key in memory for a minute, on both sides of a connection. */
  private static final int REMEMBERED = 61;

  static final String UNSETTLED = "Pacemaker remembers the old authkey for a minute";

  /**
   * Asks a host.
   *
   * @param prefix of the answers' keys
   */
  static Script question(String prefix) {
    return Script.raw( // constant text but for the prefix
        ClusterHost.SETTING
            + """
            emit %1$sversion "$({ pacemakerd --version || pacemaker-remoted --version; } 2>/dev/null |
              sed -n 's/^Pacemaker \\([0-9.]*\\).*/\\1/p' | head -n 1)"
            emit %1$skey "$(digest %2$s)"
            put=$(stat -c %%Z %2$s 2>/dev/null) && emit %1$sage "$(($(date +%%s) - put))"
            emit %1$snext "$(digest %3$s)\"\
            """
                .formatted(prefix, ClusterHost.KEY, PLACE));
  }

  /** Makes the new key, unless another run does so at this moment. */
  static Script make() {
    return sh(
        """
        umask 077
        next={}
        new=$(mktemp /etc/pacemaker/.authkey.XXXXXX) || exit
        trap 'rm -f -- "$new"' EXIT
        trap 'exit 1' HUP INT TERM
        head -c 256 /dev/urandom > "$new" || exit
        ln -- "$new" "$next" 2>/dev/null || [ -s "$next" ]\
        """,
        PLACE);
  }

  static Script forget() {
    return sh("rm -f -- {}", PLACE);
  }

  /** Whether no process of the host remembers an earlier key. */
  boolean settled() {
    return age.filter(seconds -> seconds >= REMEMBERED).isPresent();
  }

  /** Whether its processes keep their key for as long as they live: 3.0.2 and later. */
  boolean keepsKey() {
    String[] parts = version.orElse("0").split("\\.");
    int[] since = {3, 0, 2};
    for (int i = 0; i < since.length; i++) {
      int part = i < parts.length && !parts[i].isEmpty() ? Integer.parseInt(parts[i]) : 0;
      if (part != since[i]) return part > since[i];
    }
    return true;
  }
}
