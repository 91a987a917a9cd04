package outpost.remoted;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Opens lines to an endpoint; a diagnosis may need more than one. */
@FunctionalInterface
public interface Dialer {

  /**
   * Opens a new connection.
   *
   * @throws IOException if it cannot be opened in time; its type or its message says why, as the
   *     system reported it ({@code Connection refused}, {@code No route to host}…)
   */
  Line dial(Endpoint to) throws IOException;

  /** Dials from this machine. */
  static Dialer direct(Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    return to -> {
      Socket socket = new Socket();
      try {
        // header and payload go out as two small writes: without it each request waits for an ACK
        socket.setTcpNoDelay(true);
        InetSocketAddress address = new InetSocketAddress(to.host(), to.port());
        if (address.isUnresolved()) {
          throw new java.net.UnknownHostException(to.host());
        }
        socket.connect(address, millis);
        return Line.of(socket.getInputStream(), socket.getOutputStream(), socket);
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    };
  }
}
