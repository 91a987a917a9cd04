package outpost.remoted;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * An open connection to a port: a socket, or a tunnel through another host.
 *
 * <p>Time limits are kept by who uses the line: when one is over the line is closed. A line may
 * also have its own limit for one read; a {@link java.net.SocketTimeoutException} from it is waited
 * out.
 */
public interface Line extends Closeable {
  InputStream in();

  /** Where bytes go at once: what buffers here breaks the protocol's record rule. */
  OutputStream out();

  static Line of(InputStream in, OutputStream out, Closeable end) {
    return new Streams(in, out, end);
  }
}
