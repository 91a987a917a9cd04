package outpost.core.connect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the beginning and the end of a stream of any length. One thread at a time. */
final class Kept {
  private final int half;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private byte[] ring = new byte[0];
  private long passed;

  /** Keeps twice {@code half} bytes. */
  Kept(int half) {
    this.half = half;
  }

  void add(byte[] bytes, int from, int length) {
    int first = Math.min(length, half - head.size());
    head.write(bytes, from, first);
    int at = from + first;
    int left = length - first;
    while (left > 0) {
      int place = (int) (passed % half);
      int piece = Math.min(left, half - place);
      if (ring.length < place + piece) {
        ring = Arrays.copyOf(ring, Math.min(half, Math.max(place + piece, 2 * ring.length)));
      }
      System.arraycopy(bytes, at, ring, place, piece);
      passed += piece;
      at += piece;
      left -= piece;
    }
  }

  long dropped() {
    return Math.max(0, passed - half);
  }

  /** Returns what was kept; where something is missing a line says how much. */
  byte[] bytes() {
    if (passed == 0) return head.toByteArray();
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.size() + ring.length);
    all.writeBytes(head.toByteArray());
    if (dropped() > 0) {
      all.writeBytes(
          ("\n[" + dropped() + " bytes left out here]\n").getBytes(StandardCharsets.UTF_8));
    }
    int oldest = dropped() > 0 ? (int) (passed % half) : 0;
    int used = (int) Math.min(passed, half);
    all.write(ring, oldest, used - oldest);
    all.write(ring, 0, oldest);
    return all.toByteArray();
  }
}
