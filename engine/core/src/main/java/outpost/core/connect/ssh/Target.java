package outpost.core.connect.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.connect.Login.HostKeys;

/**
 * An SSH server and how to log in there, with nothing left open.
 *
 * @param name for messages
 * @param knownAs the name in known_hosts
 * @param identities key files that were asked for
 * @param fallback key files to try where they exist
 * @param agent the agent's socket
 * @param hashNames whether names are hashed in known_hosts
 * @param hops servers to go through, nearest first
 */
record Target(
    String name,
    String address,
    int port,
    String knownAs,
    String user,
    Optional<Secret> password,
    List<Path> identities,
    List<Path> fallback,
    Optional<Path> agent,
    HostKeys hostKeys,
    List<Path> knownHosts,
    boolean hashNames,
    List<Target> hops,
    Duration timeout) {}
