package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HeaderTest {

  private static byte[] header(ByteOrder order, int... sizes) {
    return ByteBuffer.allocate(40)
        .order(order)
        .putInt(0xBADADBBD)
        .putInt(1)
        .putLong(7)
        .putLong(0)
        .putInt(sizes[0])
        .putInt(sizes[1])
        .putInt(sizes[2])
        .putInt(sizes[3])
        .array();
  }

  private static Diagnosis refusal(byte[] header) {
    return assertThrows(BadFrame.class, () -> Header.parse(header)).at(Endpoint.of("db1"));
  }

  private static Diagnosis refusal(int... sizes) {
    return refusal(header(ByteOrder.LITTLE_ENDIAN, sizes));
  }

  /** Captured from Pacemaker 2.1.5: its client's registration. */
  @Test
  void isWhatPacemakerSends() {
    assertEquals(
        "bddbdaba"
            + "01000000"
            + "0100000000000000"
            + "0000000000000000"
            + "c3000000"
            + "28000000"
            + "00000000"
            + "9b000000",
        HexFormat.of().formatHex(new Header(1, 155).bytes()));
  }

  @Test
  void readsBothByteOrders() throws BadFrame {
    assertEquals(
        new Header(7, 155), Header.parse(header(ByteOrder.LITTLE_ENDIAN, 195, 40, 0, 155)));
    assertEquals(new Header(7, 155), Header.parse(header(ByteOrder.BIG_ENDIAN, 195, 40, 0, 155)));
  }

  @Test
  void doesNotMindVersionAndFlags() throws BadFrame {
    byte[] header = header(ByteOrder.LITTLE_ENDIAN, 195, 40, 0, 155);
    header[4] = 9;
    header[16] = 1;
    assertEquals(new Header(7, 155), Header.parse(header));
  }

  @Test
  void refusesAnotherMagic() {
    Diagnosis diagnosis = refusal("+OK ready, and then much more text than that".getBytes());
    assertEquals(Cause.NOT_PACEMAKER, diagnosis.cause());
    assertEquals("a message begins with 204b4f2b", diagnosis.detail());
  }

  @Test
  void refusesSizesThatDoNotAddUp() {
    assertEquals(
        "a message's sizes do not add up (196, 40, 155)", refusal(196, 40, 0, 155).detail());
    assertEquals(
        "a message's sizes do not add up (195, 44, 155)", refusal(195, 44, 0, 155).detail());
    assertEquals("a message's sizes do not add up (40, 40, 0)", refusal(40, 40, 0, 0).detail());
    assertEquals(Cause.NOT_PACEMAKER, refusal(40, 40, 0, 0).cause());
  }

  @Test
  void refusesCompression() {
    assertEquals(
        new Diagnosis(Endpoint.of("db1"), Cause.NOT_PACEMAKER, "a message is compressed"),
        refusal(100, 40, 60, 155));
  }

  @Test
  void takesTheLargestMessageAndNoLarger() throws BadFrame {
    int largest = 20 * 1024 * 1024;
    assertEquals(
        largest,
        Header.parse(header(ByteOrder.LITTLE_ENDIAN, largest + 40, 40, 0, largest)).size());
    assertEquals(
        new Diagnosis(Endpoint.of("db1"), Cause.TOO_LARGE, "20971521 bytes"),
        refusal(largest + 41, 40, 0, largest + 1));
    assertEquals("4294967295 bytes", refusal(39, 40, 0, -1).detail());
  }

  @Test
  void announcesNoMessageThatItWouldNotTake() {
    assertEquals(1, new Header(1, 1).size());
    assertEquals(Header.LARGEST, new Header(1, Header.LARGEST).size());
    assertThrows(IllegalArgumentException.class, () -> new Header(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Header(1, Header.LARGEST + 1));
  }
}
