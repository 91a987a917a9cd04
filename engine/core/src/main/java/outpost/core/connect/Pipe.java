package outpost.core.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import outpost.api.Reach;

/**
 * A program on a host, whose standard input and output are a line. What nobody reads here stops the
 * connection that brings it, and with that the program.
 */
final class Pipe implements Reach.Line, Channel.Ear {
  private static final int UNREAD = 4 << 20;
  private static final int SAID = 8 << 10;
  private static final long SILENCE = Duration.ofSeconds(15).toMillis();

  private final Channel channel;
  private final Queue<byte[]> pieces = new ArrayDeque<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private long unread;
  private int taken;
  private boolean room = true;
  private boolean closed;
  private boolean ended;
  private boolean lost;
  private String why = "";

  Pipe(Channel channel) {
    this.channel = channel;
  }

  @Override
  public synchronized void out(byte[] bytes, int from, int length) {
    try {
      while (unread > UNREAD && !closed) wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
    pieces.add(Arrays.copyOfRange(bytes, from, from + length));
    unread += length;
    notifyAll();
  }

  @Override
  public synchronized void err(byte[] bytes, int from, int length) {
    said.write(bytes, from, length);
    if (said.size() <= 2 * SAID) return;
    byte[] all = said.toByteArray();
    said.reset();
    said.write(all, all.length - SAID, SAID);
  }

  @Override
  public synchronized void room() {
    room = true;
    notifyAll();
  }

  @Override
  public synchronized void ended(String why, boolean lost) {
    if (ended) return;
    ended = true;
    this.why = why;
    this.lost = lost;
    notifyAll();
  }

  @Override
  public synchronized String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Override
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return length == 0 ? 0 : take(into, from, length);
      }
    };
  }

  private int take(byte[] into, int from, int length) throws IOException {
    while (true) {
      synchronized (this) {
        if (pieces.isEmpty() && !ended && !closed) pause(SILENCE);
        if (!pieces.isEmpty()) return taken(into, from, length);
        if (lost) throw new IOException(why);
        if (ended || closed) return -1;
      }
      channel.nudge();
    }
  }

  private int taken(byte[] into, int from, int length) {
    byte[] piece = pieces.element();
    int count = Math.min(length, piece.length - taken);
    System.arraycopy(piece, taken, into, from, count);
    taken += count;
    if (taken == piece.length) {
      pieces.remove();
      taken = 0;
    }
    unread -= count;
    notifyAll();
    return count;
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one});
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        for (int sent = 0; sent < length; ) sent += send(bytes, from + sent, length - sent);
      }

      @Override
      public void close() throws IOException {
        synchronized (Pipe.this) {
          if (ended || closed) return;
        }
        channel.end();
      }
    };
  }

  private int send(byte[] bytes, int from, int length) throws IOException {
    synchronized (this) {
      while (!room && !ended && !closed) pause(0);
      if (ended || closed) throw new IOException(why.isEmpty() ? "it was closed here" : why);
      room = false;
    }
    int sent = channel.send(bytes, from, length);
    synchronized (this) {
      if (sent > 0) room = true;
    }
    return sent;
  }

  private void pause(long millis) throws InterruptedIOException {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the run was interrupted");
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    channel.close();
  }
}
