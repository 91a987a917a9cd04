package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import outpost.core.connect.Input;

/** What is packed before it is sent. */
class StreamTest {

  @Test
  void packsTextToWhatGzipUnpacks() throws IOException {
    byte[] text = "a line that comes again\n".repeat(5_000).getBytes(StandardCharsets.UTF_8);
    Input packed = stream(text).packed().orElseThrow();
    assertTrue(packed.length() < text.length / 4, () -> "only to " + packed.length());
    byte[] sent;
    try (InputStream in = packed.open()) {
      sent = in.readAllBytes();
    }
    assertEquals(packed.length(), sent.length);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
      assertArrayEquals(text, in.readAllBytes());
    }
  }

  @Test
  void leavesAloneWhatDoesNotShrink() {
    byte[] random = new byte[200_000];
    new Random(1).nextBytes(random);
    assertEquals(Optional.empty(), stream(random).packed());
  }

  @Test
  void leavesAloneWhatIsShort() {
    assertEquals(Optional.empty(), stream(new byte[1000]).packed());
  }

  private static Stream stream(byte[] bytes) {
    return new Stream(bytes.length, () -> new ByteArrayInputStream(bytes));
  }
}
