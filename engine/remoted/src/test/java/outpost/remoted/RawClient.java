package outpost.remoted;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A client that says exactly what it is told to, and hears everything. */
final class RawClient implements Closeable {
  private final Handshake handshake;
  private final Wire wire;
  private int asked;

  private RawClient(Handshake handshake) {
    this.handshake = handshake;
    this.wire =
        new Wire(handshake.protocol().getInputStream(), handshake.protocol().getOutputStream());
  }

  static RawClient nameless(RemotedServer server) throws IOException {
    Handshake handshake =
        Handshake.full(
            Peer.dialer().dial(server.endpoint()),
            Credential.of(Keys.RIGHT),
            Nodes.PATIENT.handshake());
    if (!handshake.complete()) {
      throw new AssertionError("no handshake");
    }
    return new RawClient(handshake);
  }

  static RawClient registered(RemotedServer server) throws IOException {
    RawClient client = nameless(server);
    client.send(
        client
            .request(Lrmd.REGISTER)
            .with(Lrmd.CLIENT_NAME, "raw")
            .with(Lrmd.PROTOCOL_VERSION, "1.1"));
    client.hear();
    return client;
  }

  Element request(String operation) {
    return Element.named(Lrmd.COMMAND)
        .with(Lrmd.MESSAGE_ID, ++asked)
        .with(Lrmd.OPERATION, operation);
  }

  void send(Element message) throws IOException {
    wire.send(message);
  }

  Element ask(String operation, int options, Element data) throws IOException {
    send(
        request(operation)
            .with(Lrmd.CALL_OPTIONS, options)
            .with(Element.named(Lrmd.CALLDATA).with(data)));
    return hear();
  }

  Element ask(String operation, Element data) throws IOException {
    return ask(operation, 0, data);
  }

  Element hear() throws IOException {
    return wire.receive();
  }

  static Optional<String> rc(Element reply) {
    return reply.get(Lrmd.RC);
  }

  @Override
  public void close() {
    Deadline.close(handshake.line());
  }
}
