package outpost.core.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Secret;

/**
 * How to log in on a host: what the inventory and the command line say; whatever is empty comes
 * from {@code ~/.ssh/config} and then from OpenSSH's defaults.
 *
 * @param name the name in the inventory, for messages
 * @param address where to connect, perhaps an alias of {@code ~/.ssh/config}; the name where the
 *     inventory says nothing else
 * @param local whether the host is the control node itself, without SSH
 * @param identities private key files
 * @param hostKeys what to do about a host key
 * @param knownHosts the file to use instead of the user's
 * @param jump hosts to go through, nearest first, as {@code [user@]host[:port]}; {@code none} goes
 *     through none whatever {@code ~/.ssh/config} says
 * @param connectTimeout for TCP, key exchange and login together
 * @param config the file to use instead of {@code ~/.ssh/config}
 * @param options more of ssh_config(5), keywords in lower case; they count before the files
 */
public record Login(
    String name,
    String address,
    boolean local,
    Optional<Integer> port,
    Optional<String> user,
    Optional<Secret> password,
    List<Path> identities,
    Optional<HostKeys> hostKeys,
    Optional<Path> knownHosts,
    List<String> jump,
    Optional<Duration> connectTimeout,
    Optional<Path> config,
    Map<String, List<String>> options) {

  /** How a host key is judged. */
  public enum HostKeys {
    /** Only keys that known_hosts has. */
    STRICT,
    /** Unknown hosts are added to known_hosts; changed keys are refused. */
    ACCEPT_NEW,
    /** Any key is taken. */
    OFF
  }

  public Login {
    identities = List.copyOf(identities);
    jump = List.copyOf(jump);
    options = Map.copyOf(options);
  }

  public Login(
      String name,
      String address,
      boolean local,
      Optional<Integer> port,
      Optional<String> user,
      Optional<Secret> password,
      List<Path> identities,
      Optional<HostKeys> hostKeys,
      Optional<Path> knownHosts,
      List<String> jump,
      Optional<Duration> connectTimeout,
      Optional<Path> config) {
    this(
        name,
        address,
        local,
        port,
        user,
        password,
        identities,
        hostKeys,
        knownHosts,
        jump,
        connectTimeout,
        config,
        Map.of());
  }

  /** Returns it with so much time to connect. */
  public Login within(Duration time) {
    return new Login(
        name,
        address,
        local,
        port,
        user,
        password,
        identities,
        hostKeys,
        knownHosts,
        jump,
        Optional.of(time),
        config,
        options);
  }

  /** A login about which nothing is said. */
  public static Login to(String name) {
    return new Login(
        name,
        name,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
