package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  /** Notes what would become one TLS record each. */
  private static final class Recorded extends OutputStream {
    private final List<byte[]> writes = new ArrayList<>();
    private int flushedAfter;

    @Override
    public void write(int b) {
      writes.add(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      writes.add(java.util.Arrays.copyOfRange(bytes, offset, offset + count));
    }

    @Override
    public void flush() {
      flushedAfter = writes.size();
    }
  }

  /** Hands out bytes in chunks of random size, as records and segments happen to arrive. */
  private static final class Chunked extends InputStream {
    private final InputStream in;
    private final Random random;

    Chunked(byte[] bytes, long seed) {
      this.in = new ByteArrayInputStream(bytes);
      this.random = new Random(seed);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      return count == 0 ? 0 : in.read(bytes, offset, 1 + random.nextInt(count));
    }
  }

  private static Wire reading(byte[] bytes) {
    return new Wire(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
  }

  private static byte[] frame(String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new Header(1, bytes.length).bytes());
    all.writeBytes(bytes);
    return all.toByteArray();
  }

  @Test
  void writesHeaderAndPayloadAsOneRecordEachAndThenFlushes() throws IOException {
    Recorded out = new Recorded();
    Wire wire = new Wire(InputStream.nullInputStream(), out);
    wire.send(Element.named("lrmd_command").with("t", "é"));
    wire.send(Element.named("lrmd_command"));
    assertEquals(4, out.writes.size());
    assertEquals(4, out.flushedAfter);
    byte[] payload = "<lrmd_command t=\"é\"/>\0".getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(new Header(1, payload.length).bytes(), out.writes.get(0));
    assertArrayEquals(payload, out.writes.get(1));
    assertArrayEquals(new Header(2, "<lrmd_command/>".length() + 1).bytes(), out.writes.get(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void readsMessagesHoweverTheyAreChunked(long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    Wire sender = new Wire(InputStream.nullInputStream(), stream);
    List<Element> messages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Element message =
          Element.named("lrmd_notify")
              .with("text", "ü<\"&\n".repeat(random.nextInt(2000)))
              .with(Element.named("lrmd_rsc").with("n", i));
      messages.add(message);
      sender.send(message);
    }
    Wire receiver =
        new Wire(new Chunked(stream.toByteArray(), seed), OutputStream.nullOutputStream());
    for (Element message : messages) {
      assertEquals(message, receiver.receive());
    }
    assertThrows(Wire.Ended.class, receiver::receive);
  }

  @Test
  void anEndWithinAMessageIsAnEnd() {
    byte[] whole = frame("<lrmd_reply/>\0");
    for (int length = 0; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThrows(Wire.Ended.class, () -> reading(part).receive());
    }
  }

  @Test
  void takesAPayloadWithoutItsNul() throws IOException {
    assertEquals(Element.named("lrmd_reply"), reading(frame("<lrmd_reply/>")).receive());
    assertEquals(Element.named("lrmd_reply"), reading(frame("<lrmd_reply/>\0")).receive());
  }

  @Test
  void takesWhatCanBeSavedOfBrokenXml() throws IOException {
    assertEquals(
        Element.named("lrmd_notify").with("lrmd_rc", 0),
        reading(frame("<lrmd_notify lrmd_rc=\"0\" text=\"é < \"/>\0")).receive());
  }

  @Test
  void refusesADoctype() {
    BadFrame refusal =
        assertThrows(
            BadFrame.class,
            () ->
                reading(frame("<!DOCTYPE lrmd_reply [<!ENTITY a \"b\">]><lrmd_reply/>\0"))
                    .receive());
    assertEquals("a message is no XML", refusal.getMessage());
  }

  @Test
  void refusesAnotherProtocolsMessages() {
    BadFrame refusal =
        assertThrows(BadFrame.class, () -> reading(frame("<cib_command/>\0")).receive());
    assertEquals("a message is called cib_command", refusal.getMessage());
  }
}
