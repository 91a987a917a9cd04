package outpost.core.run;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import outpost.api.Reach;
import outpost.core.connect.Become;
import outpost.core.connect.Connection;
import outpost.core.connect.Connections;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.connect.Shell;

/** One host's connection, opened when it is first needed. Safe for use by several threads. */
final class Link implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Login login;
  private final Connections connections;
  private final Foreseen foreseen;
  private final Map<Become, Shell> shells = new LinkedHashMap<>();
  private Optional<Connection> connection = Optional.empty();

  /** Held by a task that was delegated here, so that such tasks do not interfere. */
  final ReentrantLock delegated = new ReentrantLock();

  Link(Login login, Connections connections, Foreseen foreseen) {
    this.login = login;
    this.connections = connections;
    this.foreseen = foreseen;
  }

  /** What it answered before tasks asked. */
  Foreseen foreseen() {
    return foreseen;
  }

  Login login() {
    return login;
  }

  String host() {
    return login.name();
  }

  /**
   * Returns the resident shell of a user on this host.
   *
   * @throws HostUnreachable if the host cannot be reached
   */
  synchronized Shell shell(Become become) {
    return shells.computeIfAbsent(become, b -> connection().shell(b));
  }

  /** Opens a TCP connection as this host would. */
  Reach.Line dial(String address, int port, Duration timeout) throws IOException {
    return connection().dial(address, port, timeout);
  }

  private synchronized Connection connection() {
    if (connection.isEmpty()) connection = Optional.of(connections.open(login));
    return connection.get();
  }

  /** Returns how long a connection may take to come about. */
  Duration patience() {
    return login.connectTimeout().orElse(PATIENCE);
  }

  /** Opens a connection that nobody else uses. */
  Connection another(Duration timeout) {
    return connections.open(login.within(timeout));
  }

  /** Forgets the connection after it broke: the next use opens a new one. */
  synchronized void reset() {
    shells.clear();
    connection.ifPresent(Connection::close);
    connection = Optional.empty();
  }

  @Override
  public void close() {
    reset();
  }
}
