package outpost.remoted;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.remoted.RemotedServer.Fault;

/** Nodes for tests: servers on this machine, and the evidence that nobody uses them. */
final class Nodes {
  static final Limits PATIENT = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(30));

  private Nodes() {}

  static Limits limits(int replyMillis) {
    return new Limits(Duration.ofSeconds(30), Duration.ofMillis(replyMillis));
  }

  static RemotedServer server(Fault... faults) throws IOException {
    return server(RemotedServer.dummies(), faults);
  }

  static RemotedServer server(Agents agents, Fault... faults) throws IOException {
    return RemotedServer.listen(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        () -> Optional.of(Keys.RIGHT.clone()),
        agents,
        faults);
  }

  static UnusedNode unused(Endpoint at) {
    Instant now = Instant.now();
    try {
      return UnusedNode.from(
          new NodeView(at, Set.of(at.host()), List.of(), now),
          new ClusterView("c1", List.of(), now),
          now);
    } catch (NodeInUse e) {
      throw new AssertionError(e);
    }
  }

  static RemoteSession open(RemotedServer server) throws RemoteFailure {
    return open(server, PATIENT);
  }

  static RemoteSession open(RemotedServer server, Limits limits) throws RemoteFailure {
    return RemoteSession.open(
        unused(server.endpoint()),
        Peer.dialer(),
        Credential.of(Keys.RIGHT),
        limits,
        Clock.systemUTC());
  }
}
