package outpost.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import outpost.core.connect.Connections;
import outpost.core.connect.Login;

/** The connections of a run, one per host and login. Safe for use by several threads. */
final class Fleet implements AutoCloseable {
  private final Connections connections;
  private final Map<Login, Link> links = new LinkedHashMap<>();

  Fleet(Connections connections) {
    this.connections = connections;
  }

  synchronized Link link(Login login) {
    return links.computeIfAbsent(login, l -> new Link(l, connections));
  }

  @Override
  public synchronized void close() {
    links.values().forEach(Link::close);
    connections.close();
  }
}
