package outpost.core.connect.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.transport.TransportException;
import outpost.api.Reach;
import outpost.core.connect.NetworkTrouble;

/**
 * A TCP connection that a host made for us (direct-tcpip). Reads end after a time, and it can be
 * given up without a wait for the host: sshj's own can do neither.
 */
final class Tunnel extends DirectConnection {
  private final In in;
  private final Queue<byte[]> arrived = new ArrayDeque<>();
  private boolean ended;
  private boolean abandoned;

  private Tunnel(Link link, String address, int port, Duration patience) {
    super(link.connection(), address, port);
    this.in = new In(patience);
  }

  /**
   * Opens one.
   *
   * @param patience how long a read may take; zero is for ever
   * @throws OpenFailException if the host cannot make the connection
   * @throws SocketTimeoutException if that takes too long
   */
  static Tunnel open(Link link, String address, int port, Duration time, Duration patience)
      throws IOException {
    Tunnel tunnel = new Tunnel(link, address, port, patience);
    tunnel.open(time);
    return tunnel;
  }

  /** Returns it as modules see it, and its failures in the host's words. */
  static Reach.Line line(Link link, String address, int port, Duration time) throws IOException {
    try {
      Tunnel tunnel = open(link, address, port, time, time);
      return tunnel.new Line();
    } catch (OpenFailException e) {
      throw Failure.tunnel(e, address, port).exception();
    } catch (SSHException e) {
      throw new IOException("the connection to the host broke: " + NetworkTrouble.plain(e));
    }
  }

  private void open(Duration time) throws IOException {
    trans.write(buildOpenReq());
    try {
      openEvent.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ConnectionException e) {
      if (!(e.getCause() instanceof TimeoutException)) throw e;
      // sshd may still answer, and sshj takes an answer on an unknown channel for a broken protocol
      abandoned = true;
      throw new SocketTimeoutException(
          "`" + getRemoteHost() + "` port " + getRemotePort() + " does not answer: timed out");
    }
  }

  /** Closes it without a wait for the host. */
  void hangUp() {
    end();
    try {
      if (isOpen()) sendClose();
    } catch (TransportException e) {
      // it is closed then
    }
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public void handle(Message message, SSHPacket packet) throws SSHException {
    super.handle(message, packet);
    if (abandoned && message == Message.CHANNEL_OPEN_CONFIRMATION) sendClose();
  }

  @Override
  protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
    byte[] bytes;
    try {
      bytes = packet.readBytes();
    } catch (Buffer.BufferException e) {
      throw new ConnectionException(e);
    }
    lwin.consume(bytes.length);
    synchronized (arrived) {
      arrived.add(bytes);
      arrived.notifyAll();
    }
  }

  @Override
  protected void eofInputStreams() {
    super.eofInputStreams();
    end();
  }

  @Override
  protected void closeAllStreams() {
    super.closeAllStreams();
    end();
  }

  @Override
  public void notifyError(SSHException error) {
    super.notifyError(error);
    end();
  }

  private void end() {
    synchronized (arrived) {
      ended = true;
      arrived.notifyAll();
    }
  }

  /** What has arrived; the host may send more as it is read. */
  private final class In extends InputStream {
    private final Duration patience;
    private byte[] piece = {};
    private int at;

    private In(Duration patience) {
      this.patience = patience;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (length == 0) return 0;
      if (at == piece.length) {
        Optional<byte[]> next = next();
        if (next.isEmpty()) return -1;
        piece = next.get();
        at = 0;
      }
      int taken = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, bytes, from, taken);
      at += taken;
      return taken;
    }

    private Optional<byte[]> next() throws IOException {
      long deadline = System.nanoTime() + patience.toNanos();
      synchronized (arrived) {
        while (arrived.isEmpty()) {
          if (ended) return Optional.empty();
          long left = patience.isZero() ? 0 : (deadline - System.nanoTime()) / 1_000_000;
          if (left <= 0 && !patience.isZero()) throw new SocketTimeoutException("read timed out");
          try {
            arrived.wait(left);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
          }
        }
      }
      widen();
      synchronized (arrived) {
        return Optional.of(arrived.remove());
      }
    }

    private void widen() throws IOException {
      long adjustment = lwin.neededAdjustment();
      if (adjustment <= 0 || !isOpen()) return;
      lwin.expand(adjustment);
      trans.write(newBuffer(Message.CHANNEL_WINDOW_ADJUST).putUInt32(adjustment));
    }
  }

  /** What {@link Reach#dial} gives. */
  private final class Line implements Reach.Line {
    @Override
    public InputStream in() {
      return in;
    }

    @Override
    public OutputStream out() {
      return getOutputStream();
    }

    @Override
    public void close() {
      hangUp();
    }
  }
}
