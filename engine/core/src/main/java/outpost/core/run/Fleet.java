package outpost.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import outpost.core.connect.Connections;
import outpost.core.connect.Login;

/** The connections of a run, one per host and login. Safe for use by several threads. */
final class Fleet implements AutoCloseable {
  private static final String HERE = "localhost";
  private static final Set<String> LOOPBACK = Set.of(HERE, "127.0.0.1", "::1");

  private final Connections connections;
  private final Map<Login, Link> links = new LinkedHashMap<>();
  private final Map<String, AtomicLong> changes = new LinkedHashMap<>();

  Fleet(Connections connections) {
    this.connections = connections;
  }

  synchronized Link link(Login login) {
    return links.computeIfAbsent(
        login, l -> new Link(l, connections, new Foreseen(changes(machine(l)))));
  }

  /** Makes all answers void that were asked for ahead, for time has passed. */
  synchronized void outdate() {
    changes.values().forEach(AtomicLong::incrementAndGet);
  }

  /** The same for those of the control node, since something was done there. */
  synchronized void outdateHere() {
    changes(HERE).incrementAndGet();
  }

  private AtomicLong changes(String machine) {
    return changes.computeIfAbsent(machine, m -> new AtomicLong());
  }

  /** Returns what several names of one machine have in common. */
  private static String machine(Login login) {
    boolean here = login.local() || LOOPBACK.contains(login.address());
    return here ? HERE : login.address();
  }

  @Override
  public synchronized void close() {
    links.values().forEach(Link::close);
    connections.close();
  }
}
