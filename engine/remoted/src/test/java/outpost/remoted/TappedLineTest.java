package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TappedLineTest {

  private static TappedLine hearing(String text) {
    return new TappedLine(
        Line.of(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)),
            OutputStream.nullOutputStream(),
            () -> {}));
  }

  private static String head(TappedLine line) {
    return new String(line.head(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void passesOnEveryByteAndKeepsTheFirst64() throws IOException {
    String text = "0123456789".repeat(10);
    TappedLine line = hearing(text);
    byte[] first = line.in().readNBytes(60);
    assertEquals(text.substring(0, 60), new String(first, StandardCharsets.ISO_8859_1));
    assertEquals(text.substring(0, 60), head(line));
    byte[] rest = line.in().readAllBytes();
    assertEquals(text.substring(60), new String(rest, StandardCharsets.ISO_8859_1));
    assertEquals(text.substring(0, 64), head(line));
  }

  @Test
  void readsSingleBytesAsUnsigned() throws IOException {
    TappedLine line = hearing("\u00ffa");
    assertEquals(0xff, line.in().read());
    assertEquals('a', line.in().read());
    assertEquals(-1, line.in().read());
    assertEquals("\u00ffa", head(line));
  }

  @Test
  void hearsOutOneLineAndNoMore() throws IOException {
    TappedLine line = hearing("220\0mail\nsecond");
    line.hearOut();
    assertEquals("220\0mail\n", head(line));
    line.hearOut();
    assertEquals("220\0mail\n", head(line));
  }

  @Test
  void hearsOutNoMoreThanItKeepsAndNoMoreThanThereIs() throws IOException {
    TappedLine longer = hearing("x".repeat(100));
    longer.hearOut();
    assertEquals(64, longer.head().length);
    assertEquals(36, longer.in().readAllBytes().length);
    TappedLine shorter = hearing("abc");
    shorter.hearOut();
    assertEquals("abc", head(shorter));
  }

  @Test
  void closingAStreamLeavesTheLineOpen() throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int[] closed = {0};
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            sent.write(b);
          }

          @Override
          public void close() {
            closed[0]++;
          }
        };
    TappedLine line =
        new TappedLine(Line.of(InputStream.nullInputStream(), out, () -> closed[0] += 10));
    line.out().write(1);
    line.out().write(new byte[] {2, 3, 4}, 1, 2);
    line.out().close();
    assertArrayEquals(new byte[] {1, 3, 4}, sent.toByteArray());
    assertEquals(0, closed[0]);
    line.close();
    assertEquals(10, closed[0]);
  }

  @Test
  void writesABlockAsABlock() throws IOException {
    int[] writes = {0, 0};
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("a byte on its own");
          }

          @Override
          public void write(byte[] bytes, int offset, int count) {
            writes[0]++;
          }

          @Override
          public void flush() {
            writes[1]++;
          }
        };
    TappedLine line = new TappedLine(Line.of(InputStream.nullInputStream(), out, () -> {}));
    line.out().write(new byte[10]);
    line.out().flush();
    assertEquals("[1, 1]", Arrays.toString(writes));
  }

  @Test
  void waitsThroughReadLimitsUntilItIsClosed() throws IOException {
    int[] reads = {0};
    TappedLine[] self = new TappedLine[1];
    InputStream impatient =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("reads blocks only");
          }

          @Override
          public int read(byte[] bytes, int offset, int count) throws IOException {
            if (++reads[0] == 3) {
              self[0].close();
            }
            throw new SocketTimeoutException("Read timed out");
          }
        };
    self[0] = new TappedLine(Line.of(impatient, OutputStream.nullOutputStream(), () -> {}));
    assertThrows(SocketTimeoutException.class, () -> self[0].in().read());
    assertEquals(3, reads[0]);
  }
}
