package outpost.remoted;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends and receives messages over a pair of TLS streams.
 *
 * <p>The header is one TLS record and the payload the next one or more: a daemon up to 2.1.11 that
 * gets both in one record polls the socket for bytes which GnuTLS has already taken, and is frozen
 * for 60 s for all its clients ({@code pcmk__read_remote_message()} in {@code
 * lib/common/remote.c}). So the stream must make one record of one write, and must never be wrapped
 * in a buffer.
 *
 * <p>One thread at a time may send, and one receive.
 */
final class Wire {
  /** The peer said {@code close_notify} and left. */
  static final class Ended extends IOException {
    private static final long serialVersionUID = 1;

    Ended() {
      super("the peer ended the connection");
    }
  }

  private final InputStream in;
  private final OutputStream out;
  private long sent;

  Wire(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  void send(Element message) throws IOException {
    byte[] xml = message.xml().getBytes(StandardCharsets.UTF_8);
    byte[] payload = Arrays.copyOf(xml, xml.length + 1); // with its NUL
    byte[] header = new Header(++sent, payload.length).bytes();
    out.write(header);
    out.write(payload);
    out.flush();
  }

  /**
   * Returns the next message.
   *
   * @throws Ended if the peer ended the connection in an orderly way
   */
  Element receive() throws IOException {
    Header header = Header.parse(read(Header.LENGTH));
    byte[] payload = read(header.size());
    int length = payload[payload.length - 1] == 0 ? payload.length - 1 : payload.length;
    String text = new String(payload, 0, length, StandardCharsets.UTF_8);
    Element message =
        Xml.read(text)
            .or(() -> Salvage.of(text))
            .orElseThrow(() -> new BadFrame(Cause.NOT_PACEMAKER, "a message is no XML"));
    if (!message.name().startsWith("lrmd_")) {
      throw new BadFrame(
          Cause.NOT_PACEMAKER, "a message is called " + Printable.of(message.name()));
    }
    return message;
  }

  private byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new Ended();
    }
    return bytes;
  }
}
