package outpost.remoted;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 40 bytes before each message ({@code struct remote_header_v0} in {@code
 * lib/common/remote.c}).
 *
 * @param size the payload's bytes, its closing NUL included
 */
record Header(long id, int size) {
  static final int LENGTH = 40;

  /** The limit that Pacemaker has from 2.1.11 on; ours for both directions. */
  static final int LARGEST = 20 * 1024 * 1024;

  private static final int MAGIC = 0xBADADBBD;
  private static final int VERSION = 1;

  Header {
    if (size < 1 || size > LARGEST) {
      throw new IllegalArgumentException("a message of " + size + " bytes");
    }
  }

  byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN) // the sender's order, which the magic shows
        .putInt(MAGIC)
        .putInt(VERSION)
        .putLong(id)
        .putLong(0) // flags
        .putInt(LENGTH + size)
        .putInt(LENGTH) // where the payload begins
        .putInt(0) // compressed size: nobody compresses
        .putInt(size)
        .array();
  }

  static Header parse(byte[] bytes) throws BadFrame {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(0) == Integer.reverseBytes(MAGIC)) {
      buffer.order(ByteOrder.BIG_ENDIAN);
    }
    if (buffer.getInt(0) != MAGIC) {
      throw new BadFrame(
          Cause.NOT_PACEMAKER, "a message begins with %08x".formatted(buffer.getInt(0)));
    }
    // version and flags are not checked by Pacemaker either
    long total = Integer.toUnsignedLong(buffer.getInt(24));
    long offset = Integer.toUnsignedLong(buffer.getInt(28));
    long compressed = Integer.toUnsignedLong(buffer.getInt(32));
    long size = Integer.toUnsignedLong(buffer.getInt(36));
    if (size > LARGEST) {
      throw new BadFrame(Cause.TOO_LARGE, size + " bytes");
    }
    if (compressed != 0) {
      throw new BadFrame(Cause.NOT_PACEMAKER, "a message is compressed");
    }
    if (size == 0 || offset != LENGTH || total != LENGTH + size) {
      throw new BadFrame(
          Cause.NOT_PACEMAKER,
          "a message's sizes do not add up (%d, %d, %d)".formatted(total, offset, size));
    }
    return new Header(buffer.getLong(8), (int) size);
  }
}
