package outpost.core.connect.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;

/**
 * One logged-in SSH connection.
 *
 * @param wire what it runs over: closing that ends whatever waits on it
 */
record Link(SSHClient client, Closeable wire, ScheduledExecutorService timer)
    implements AutoCloseable {
  private static final Duration STALL = Duration.ofSeconds(60);

  Connection connection() {
    return client.getConnection();
  }

  boolean isUp() {
    return client.getTransport().isRunning() && client.isAuthenticated();
  }

  /** A wait in which the host takes no byte ends with the connection. */
  Deadline deadline() {
    return new Deadline(timer, STALL, () -> die("it took no bytes for a minute"));
  }

  /** Ends the connection; its channels hear why. */
  void die(String why) {
    shut(wire);
    client.getTransport().die(new ConnectionException(why));
  }

  @Override
  public void close() {
    // closing the wire ends sshj's reader, which ends the channels
    Deadline stalled = deadline();
    client.getTransport().disconnect();
    stalled.close();
    shut(wire);
  }

  static void shut(Closeable wire) {
    try {
      wire.close();
    } catch (IOException e) {
      // it is shut then
    }
  }
}
