package outpost.modules.cluster;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * Which clusters are connected to a host's pacemaker_remote, and whether they may lose it: a
 * cluster that loses a node unexpectedly has it fenced.
 *
 * <p>Every module whose task could cut the connection asks for it, and refuses the task unless
 * {@link PacemakerMaintenance} has opened a window on the host. A node whose connection is disabled
 * has no peer, and needs no window.
 *
 * @param peers the connections that the daemon has, as {@code LOCAL=PEER}, with their ports
 * @param window the node that a window is open for, by its name in the cluster
 */
public record Attachment(Set<String> peers, Optional<String> window) {

  /** What says that a window is open: in memory, so that a restart of the host closes it. */
  static final String WINDOW = "/run/outpost/pacemaker-maintenance";

  /** Asks a host; the answers go into a component called {@code attachment}. */
  public static Script question() {
    return Script.raw( // constant text
        """
        due
        pid=$(systemctl show -p MainPID pacemaker_remote 2>/dev/null | sed 's/^MainPID=//')
        emit attachment.peers "$([ "${pid:-0}" = 0 ] || ss -Htnp state established 2>/dev/null |
          awk -v pid="pid=$pid," 'index($0, pid) { print $3 "=" $4 }' | tr '\\n' ' ')"
        emit attachment.window "$(cat %s 2>/dev/null)\""""
            .formatted(WINDOW));
  }

  /** Whether a cluster is connected that must not be cut off. */
  public boolean holds() {
    return !peers.isEmpty() && window.isEmpty();
  }

  /** Whether that is so, and by one of the host's own ports. */
  public boolean holds(int port) {
    return holds()
        && peers.stream().anyMatch(p -> p.substring(0, p.indexOf('=')).endsWith(":" + port));
  }

  /** Returns the ports of the host that are connected. */
  public Set<Integer> ports() {
    return peers.stream()
        .map(p -> p.substring(0, p.indexOf('=')))
        .map(local -> Integer.valueOf(local.substring(local.lastIndexOf(':') + 1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> addresses() {
    return peers.stream()
        .map(p -> RemoteHost.address(p.substring(p.indexOf('=') + 1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Says what a task would do to the cluster that is connected. */
  public void block(Plan.Builder plan, String deed) {
    plan.block(
        deed
            + " would cut the connection of the cluster at "
            + String.join(", ", addresses())
            + ", which may fence this node for it",
        "disable the node's connection first, or hold the node in maintenance and open a window"
            + " with the module pacemaker_maintenance");
  }
}
