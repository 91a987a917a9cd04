package outpost.core.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;

/** Packs a stream as gzip(1) does while it is read: the same bytes give the same stream. */
final class Gzip extends InputStream {
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};
  private static final int PIECE = 64 << 10;

  private final CRC32 sum = new CRC32();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final InputStream plain;
  private final InputStream all;

  Gzip(InputStream plain) {
    this.plain = plain;
    InputStream packed =
        new DeflaterInputStream(new CheckedInputStream(plain, sum), deflater, PIECE);
    this.all = new SequenceInputStream(new Parts(packed));
  }

  /** The head, what is packed, and the end, which is known when all was read. */
  private final class Parts implements Enumeration<InputStream> {
    private final InputStream packed;
    private int next;

    Parts(InputStream packed) {
      this.packed = packed;
    }

    @Override
    public boolean hasMoreElements() {
      return next < 3;
    }

    @Override
    public InputStream nextElement() {
      return List.of(new java.io.ByteArrayInputStream(HEAD), packed, end(next++ == 2))
          .get(next - 1);
    }
  }

  private InputStream end(boolean known) {
    byte[] end = new byte[known ? 8 : 0];
    for (int i = 0; known && i < 4; i++) {
      end[i] = (byte) (sum.getValue() >> 8 * i);
      end[i + 4] = (byte) (deflater.getBytesRead() >> 8 * i);
    }
    return new java.io.ByteArrayInputStream(end);
  }

  @Override
  public int read() throws IOException {
    return all.read();
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    return all.read(bytes, from, length);
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    plain.close();
  }
}
