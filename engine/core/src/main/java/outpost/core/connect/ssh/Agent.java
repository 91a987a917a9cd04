package outpost.core.connect.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;

/**
 * The user's SSH agent (draft-miller-ssh-agent): lists its keys and has it sign. Each request is a
 * connection of its own, so that many hosts may log in at once.
 */
record Agent(Path socket) {
  private static final int LIST = 11;
  private static final int KEYS = 12;
  private static final int SIGN = 13;
  private static final int SIGNED = 14;
  private static final int MAX = 256 * 1024;

  /**
   * Returns its keys.
   *
   * @throws IOException if it does not answer
   */
  List<Signer> keys() throws IOException {
    Buffer.PlainBuffer answer = ask(LIST, new byte[0], KEYS);
    List<Signer> keys = new ArrayList<>();
    long count = answer.readUInt32();
    for (long i = 0; i < count; i++) {
      byte[] blob = answer.readBytes();
      keys.add(new Key(this, blob, answer.readString()));
    }
    return keys;
  }

  private byte[] sign(byte[] blob, byte[] data, int flags) throws IOException {
    byte[] request =
        new Buffer.PlainBuffer().putBytes(blob).putBytes(data).putUInt32(flags).getCompactData();
    return ask(SIGN, request, SIGNED).readBytes();
  }

  private Buffer.PlainBuffer ask(int what, byte[] body, int expected) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer request = ByteBuffer.allocate(5 + body.length);
      request.putInt(1 + body.length).put((byte) what).put(body).flip();
      while (request.hasRemaining()) channel.write(request);
      int length = read(channel, 4).getInt();
      if (length < 1 || length > MAX) throw new IOException("the agent's answer makes no sense");
      ByteBuffer answer = read(channel, length);
      if (answer.get() != expected) throw new IOException("the agent refuses");
      byte[] rest = new byte[answer.remaining()];
      answer.get(rest);
      return new Buffer.PlainBuffer(rest);
    }
  }

  private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) throw new EOFException("the agent closed the connection");
    }
    return bytes.flip();
  }

  /** A key that the agent holds. */
  private record Key(Agent agent, byte[] blob, String comment) implements Signer {
    @Override
    public String name() {
      return "agent key `" + (comment.isBlank() ? type() : comment) + "`";
    }

    @Override
    public List<String> algorithms() {
      return Signer.algorithms(type());
    }

    @Override
    public boolean ready() {
      return false;
    }

    @Override
    public byte[] sign(String algorithm, byte[] data) throws IOException {
      int flags = algorithm.startsWith("rsa-sha2-512") ? 4 : algorithm.startsWith("rsa-") ? 2 : 0;
      try {
        return agent.sign(blob, data, flags);
      } catch (IOException e) {
        throw new IOException("the agent does not sign with " + name(), e);
      }
    }

    private String type() {
      int length = ByteBuffer.wrap(blob).getInt();
      return new String(blob, 4, length, StandardCharsets.US_ASCII);
    }
  }
}
