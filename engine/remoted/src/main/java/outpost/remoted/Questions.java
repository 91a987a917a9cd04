package outpost.remoted;

/**
 * What hosts are asked before anything is connected to, as POSIX sh for whoever reaches them: this
 * package runs nothing itself.
 */
public final class Questions {
  private Questions() {}

  /**
   * Defines {@code setting UNIT NAME}: the last value that a unit's environment files give a
   * variable, without its quotes.
   */
  public static final String SETTING =
      """
      setting() {
        systemctl show -p EnvironmentFiles "$1" | sed 's/^EnvironmentFiles=//; s/ (ignore_errors=.*//' |
          while IFS= read -r file; do
            [ -f "$file" ] && sed -n "s/^[[:space:]]*$2=//p" "$file"
          done | tail -n 1 | sed "s/[[:space:]]*$//; s/^[\\"']\\\\(.*\\\\)[\\"']$/\\\\1/"
      }
      """;

  /** Where Pacemaker looks for the key unless it is told otherwise. */
  public static final String KEY_PLACE = "/etc/pacemaker/authkey";

  /** Prints the authkey of a cluster node. */
  public static final String KEY =
      SETTING
          + "place=$(setting pacemaker PCMK_authkey_location)\n"
          + "cat \"${place:-"
          + KEY_PLACE
          + "}\"";

  /** Prints the port that a connection without one means to a cluster node; nothing for 3121. */
  public static final String USUAL_PORT = SETTING + "setting pacemaker PCMK_remote_port";

  /** Prints the configuration of a cluster node's cluster. */
  public static final String CIB = "cibadmin -Q";

  /** Prints who a node is, and who is connected to its port: for {@link NodeView#in}. */
  public static String node(int port) {
    return """
    peers=$(ss -Htn state established '( sport = :%d )') || exit
    printf '%%s\\n' "$peers" | sed -n 's/^./peer &/p'
    uname -n | sed 's/^/name /'
    ip -o addr show | awk '{ sub("/.*", "", $4); print "name", $4 }'\
    """
        .formatted(port);
  }
}
