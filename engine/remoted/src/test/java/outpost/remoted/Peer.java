package outpost.remoted;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Something that listens on a port of this machine and behaves in one way. */
final class Peer implements Closeable {

  /** What it does with one connection; the connection is closed afterwards. */
  interface Manner {
    void meet(Socket client) throws IOException;
  }

  private final ServerSocket socket;
  private final Manner manner;
  private final AtomicInteger met = new AtomicInteger();

  private Peer(Manner manner) {
    try {
      this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.manner = manner;
    Thread thread = new Thread(this::listen, "peer");
    thread.setDaemon(true);
    thread.start();
  }

  static Peer that(Manner manner) {
    return new Peer(manner);
  }

  /** Says this, then waits until the client has gone. */
  static Peer says(String text) {
    return that(
        client -> {
          client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
          client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        });
  }

  static Peer silent() {
    return says("");
  }

  /** Reads the client's first message and answers with these bytes, then closes. */
  static Peer answers(int... bytes) {
    return that(
        client -> {
          readRecord(client);
          byte[] answer = new byte[bytes.length];
          for (int i = 0; i < bytes.length; i++) {
            answer[i] = (byte) bytes[i];
          }
          client.getOutputStream().write(answer);
        });
  }

  /** A daemon as far as TLS goes; it reads and forgets what comes after. */
  static Peer daemon(Optional<byte[]> key, boolean tls13) {
    return that(
        client -> {
          Line line = Line.of(client.getInputStream(), client.getOutputStream(), client);
          PskServer.accept(line, () -> key, tls13)
              .getInputStream()
              .transferTo(java.io.OutputStream.nullOutputStream());
        });
  }

  /** A port on which nobody listens. */
  static Endpoint nobody() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Endpoint("127.0.0.1", socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void readRecord(Socket client) throws IOException {
    byte[] header = client.getInputStream().readNBytes(5);
    client.getInputStream().readNBytes((header[3] & 0xff) << 8 | header[4] & 0xff);
  }

  static Dialer dialer() {
    return Dialer.direct(Duration.ofSeconds(5));
  }

  /** Dials, and counts the lines that are still open. */
  static Dialer counting(AtomicInteger open) {
    return to -> {
      Line line = dialer().dial(to);
      open.incrementAndGet();
      AtomicInteger once = new AtomicInteger(1);
      return Line.of(
          line.in(),
          line.out(),
          () -> {
            open.addAndGet(-once.getAndSet(0));
            line.close();
          });
    };
  }

  Endpoint at() {
    return new Endpoint("127.0.0.1", socket.getLocalPort());
  }

  /** How many clients came. */
  int met() {
    return met.get();
  }

  private void listen() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        met.incrementAndGet();
        manner.meet(client);
      } catch (IOException e) {
        // this client's end, or ours
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
