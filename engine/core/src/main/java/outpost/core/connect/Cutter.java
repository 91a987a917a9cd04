package outpost.core.connect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream wherever {@code MARK NOTE} and an end byte, mostly a newline, come. One thread at a
 * time.
 */
final class Cutter {

  /** Hears of a mark. */
  interface Heard {
    /**
     * @param note what stands behind the mark
     * @return whether the piece before it is complete, so that the next one begins
     */
    boolean mark(String note, Kept piece);
  }

  private final byte[] mark;
  private final char last;
  private final int half;
  private final Heard heard;
  private Kept piece;
  private byte[] held = new byte[0];

  Cutter(String mark, char last, int half, Heard heard) {
    this.mark = mark.getBytes(StandardCharsets.US_ASCII);
    this.last = last;
    this.half = half;
    this.heard = heard;
    this.piece = new Kept(half);
  }

  void take(byte[] bytes, int from, int length) {
    byte[] all = Arrays.copyOf(held, held.length + length);
    System.arraycopy(bytes, from, all, held.length, length);
    int at = 0;
    while (true) {
      int found = find(all, at);
      piece.add(all, at, found - at);
      int end = found + mark.length;
      while (end < all.length && all[end] != last) end++;
      if (end >= all.length) {
        held = Arrays.copyOfRange(all, found, all.length);
        return;
      }
      int note = found + mark.length;
      String text = new String(all, note, end - note, StandardCharsets.US_ASCII).strip();
      if (heard.mark(text, piece)) piece = new Kept(half);
      at = end + 1;
    }
  }

  /** Returns what came since the last piece. */
  Kept rest() {
    piece.add(held, 0, held.length);
    held = new byte[0];
    return piece;
  }

  /** Returns where a mark begins, or where one that is not whole yet may begin, or the end. */
  private int find(byte[] all, int from) {
    for (int i = from; i < all.length; i++) {
      if (all[i] != mark[0]) continue;
      int same = 1;
      while (same < mark.length && i + same < all.length && all[i + same] == mark[same]) same++;
      if (same == mark.length || i + same == all.length) return i;
    }
    return all.length;
  }
}
