package outpost.remoted;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * Remembers how the peer's side of a line began, and waits through the line's own read limits.
 *
 * <p>What it remembers may be read from another thread than the one that reads the line.
 */
final class TappedLine implements Line {

  /** Enough for a banner, and for the random of a ServerHello (RFC 5246, 7.4.1.3). */
  private static final int KEPT = 64;

  private final Line line;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] head = new byte[KEPT];
  private int length;
  private volatile boolean hungUp;

  TappedLine(Line line) {
    this.line = line;
    this.in = new Ear(line.in());
    this.out = new Mouth(line.out());
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  /** The first bytes the peer sent. */
  synchronized byte[] head() {
    return Arrays.copyOf(head, length);
  }

  /** Reads on to the end of the peer's first line, or as much of it as is kept. */
  void hearOut() throws IOException {
    while (!wholeLine() && in.read() >= 0) {
      // kept by the ear
    }
  }

  private synchronized boolean wholeLine() {
    return length == KEPT || length > 0 && head[length - 1] == '\n';
  }

  @Override
  public void close() throws IOException {
    hungUp = true;
    line.close();
  }

  private synchronized void heard(byte[] bytes, int offset, int count) {
    int kept = Math.min(count, KEPT - length);
    System.arraycopy(bytes, offset, head, length, kept);
    length += kept;
  }

  private final class Ear extends InputStream {
    private final InputStream source;

    Ear(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      while (true) {
        try {
          int got = source.read(bytes, offset, count);
          if (got > 0) {
            heard(bytes, offset, got);
          }
          return got;
        } catch (SocketTimeoutException e) {
          if (hungUp) {
            throw e;
          }
        }
      }
    }
  }

  /** Leaves the line open when Bouncy Castle closes its streams: there may be more to hear. */
  private static final class Mouth extends FilterOutputStream {
    Mouth(OutputStream sink) {
      super(sink);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
    }

    @Override
    public void close() {
      // whoever opened the line closes it
    }
  }
}
