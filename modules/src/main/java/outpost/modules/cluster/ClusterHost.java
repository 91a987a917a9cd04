package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Script;
import outpost.remoted.Questions;

/**
 * What one cluster node answers about itself.
 *
 * @param unreachable why it could not be asked
 * @param node its name in the cluster; empty while Pacemaker is not running there
 * @param key the SHA-256 of its authkey; empty if it has none
 * @param keyLocation where {@code PCMK_authkey_location} says the key is, if it says so
 * @param port what {@code PCMK_remote_port} says, if it says something
 * @param addresses its own addresses
 * @param identity what tells it from any other machine
 * @param resolves the addresses that the servers asked about have there, by their number
 * @param x509 whether its settings name certificates, which count instead of the key
 */
record ClusterHost(
    Optional<String> unreachable,
    Optional<String> node,
    Optional<String> key,
    Optional<String> keyLocation,
    Optional<String> port,
    Set<String> addresses,
    Optional<String> identity,
    Map<String, String> resolves,
    Optional<Boolean> x509) {

  /** Where Pacemaker looks for the key unless it is told otherwise. */
  static final String KEY = Questions.KEY_PLACE;

  /** Defines {@link Questions#SETTING} and more of the kind. */
  static final String SETTING =
      Questions.SETTING
          + """
          x509() {
            for kind in ca cert key; do [ -n "$(setting "$1" "PCMK_${kind}_file")" ] || return 1; done
            case $({ pacemakerd --version || pacemaker-remoted --version; } 2>/dev/null) in
              'Pacemaker 1.'* | 'Pacemaker 2.'*) return 1 ;; # they know nothing of certificates
            esac
          }
          digest() { [ -s "$1" ] && sha256sum < "$1" | cut -d ' ' -f 1; }
          identity() { { uname -n; cat /etc/machine-id /proc/sys/kernel/random/boot_id; } 2>/dev/null | tr '\\n' ' '; }
          addresses() { ip -o addr show | awk '{ sub("/.*", "", $4); print $4 }' | tr '\\n' ' '; }
          """;

  /** Asks a cluster node about itself, and how it resolves names. */
  static Script question(Collection<String> servers) {
    Script question =
        Script.raw( // constant text
            SETTING
                + """
                emit node "$(crm_node -n 2>/dev/null)"
                place=$(setting pacemaker PCMK_authkey_location)
                emit key_location "$place"
                emit key "$(digest "${place:-%s}")"
                emit port "$(setting pacemaker PCMK_remote_port)"
                x509 pacemaker && emit x509 yes
                emit addresses "$(addresses)"
                emit identity "$(identity)"
                """
                    .formatted(KEY));
    int number = 0;
    for (String server : servers) {
      question =
          question.then(
              sh(
                  "emit resolves."
                      + number++
                      + " \"$(getent ahosts {} | awk '{ print $1 }' | sort -u | tr '\\n' ' ')\"",
                  server));
    }
    return question;
  }

  /** Returns the first digits of a key's hash, as messages show it. */
  static String brief(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }
}
