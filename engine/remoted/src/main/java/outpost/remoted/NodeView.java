package outpost.remoted;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a node itself says, read on that node (over SSH): one half of the proof that no cluster uses
 * it.
 *
 * @param endpoint where its pacemaker_remoted is to be connected to
 * @param names every name and address the node goes by, the endpoint's host among them: a cluster
 *     may know it by another one
 * @param peers who is connected to the endpoint's port right now: the remote addresses of all
 *     established connections with that local port
 * @param readAt when, by this machine's clock, the reading began
 */
public record NodeView(Endpoint endpoint, Set<String> names, List<String> peers, Instant readAt) {

  public NodeView {
    names = Set.copyOf(names);
    peers = List.copyOf(peers);
  }

  /** Reads what a node answered to {@link Questions#node}. */
  public static NodeView in(String answer, Endpoint endpoint, Instant readAt) {
    Set<String> names = new HashSet<>(said("name ", answer));
    names.add(endpoint.host());
    String peers = String.join("\n", said("peer ", answer));
    return new NodeView(endpoint, names, peersIn(peers), readAt);
  }

  private static List<String> said(String what, String answer) {
    return answer
        .lines()
        .filter(line -> line.startsWith(what))
        .map(line -> line.substring(what.length()))
        .toList();
  }

  /**
   * The peers in what {@code ss -Htn state established '( sport = :PORT )'} printed: the last of
   * four columns, an address and a port ({@code ss(8)}).
   */
  public static List<String> peersIn(String ss) {
    return ss.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }
}
