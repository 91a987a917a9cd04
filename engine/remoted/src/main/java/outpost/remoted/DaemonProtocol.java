package outpost.remoted;

import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.tls.TlsServerProtocol;

/** Says goodbye in plain text where Bouncy Castle would send a fatal alert. */
final class DaemonProtocol extends TlsServerProtocol {

  /** What the daemon says before it closes, whatever is wrong: a warning {@code close_notify}. */
  private static final byte[] GOODBYE = {0x15, 3, 3, 0, 2, 1, 0};

  private final OutputStream raw;

  DaemonProtocol(Line line) {
    super(line.in(), line.out());
    this.raw = line.out();
  }

  @Override
  protected void raiseAlertFatal(short alert, String message, Throwable cause) throws IOException {
    raw.write(GOODBYE);
    raw.flush();
  }
}
