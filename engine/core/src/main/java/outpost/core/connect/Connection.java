package outpost.core.connect;

import java.io.IOException;
import java.time.Duration;
import outpost.api.Reach;

/** Moves bytes to one host. Safe for use by several threads. */
public interface Connection extends AutoCloseable {

  /**
   * Returns the resident shell of a user, started on first use and kept.
   *
   * @throws HostUnreachable if the shell cannot be had
   * @throws BecomeFailed if the host refuses the change of user
   */
  Shell shell(Become become);

  /**
   * Opens a TCP connection as the host itself would.
   *
   * @throws IOException if it cannot be opened in time
   */
  Reach.Line dial(String address, int port, Duration timeout) throws IOException;

  /**
   * Starts a script whose standard input and output are the line. The connection must be nobody
   * else's: it stands still while nobody reads what the script prints.
   *
   * @throws IOException if the connection breaks
   * @throws HostUnreachable if no shell can be had
   * @throws BecomeFailed if the host refuses the change of user
   */
  Reach.Line run(Become become, String script) throws IOException;

  /** Ends every shell and the connection. */
  @Override
  void close();
}
