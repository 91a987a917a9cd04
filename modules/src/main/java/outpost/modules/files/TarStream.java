package outpost.modules.files;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import outpost.api.Payload;

/** Files as tar(1) packs them, read from where they are while they are sent. */
final class TarStream {
  private static final int BLOCK = 512;

  /** A piece of it: bytes that are here, or so many of a file. */
  private record Part(byte[] bytes, Path file, long length) {
    InputStream open() throws IOException {
      return file == null
          ? new ByteArrayInputStream(bytes)
          : new Exactly(Files.newInputStream(file), length);
    }
  }

  private final List<Part> parts = new ArrayList<>();
  private long length;

  private void add(byte[] bytes) {
    parts.add(new Part(bytes, null, bytes.length));
    length += bytes.length;
  }

  private void pad(long size) {
    add(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  /** Adds a file whose bytes are known. */
  TarStream file(String name, byte[] bytes) {
    add(header(name, 0600, "", "", bytes.length, '0', ""));
    add(bytes);
    pad(bytes.length);
    return this;
  }

  /** Adds a file of the control node as it is to be. */
  TarStream file(String name, int mode, String uid, String gid, Path file, long size) {
    add(header(name, mode, uid, gid, size, '0', ""));
    parts.add(new Part(new byte[0], file, size));
    length += size;
    pad(size);
    return this;
  }

  TarStream link(String name, String uid, String gid, String target) {
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 100) { // as GNU tar and BusyBox have it
      add(header("././@LongLink", 0, "", "", bytes.length + 1, 'K', ""));
      add(ByteBuffer.allocate(bytes.length + 1).put(bytes).array());
      pad(bytes.length + 1L);
    }
    add(header(name, 0777, uid, gid, 0, '2', target));
    return this;
  }

  Payload end() {
    add(new byte[2 * BLOCK]);
    List<Part> all = List.copyOf(parts);
    return new Payload.Stream(length, () -> new Sequence(all));
  }

  private static byte[] header(
      String name, int mode, String uid, String gid, long size, char type, String target) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    text(block, 0, 100, name);
    octal(block, 100, 7, mode);
    octal(block, 108, 7, uid.isEmpty() ? 0 : Long.parseLong(uid));
    octal(block, 116, 7, gid.isEmpty() ? 0 : Long.parseLong(gid));
    octal(block, 124, 11, size);
    octal(block, 136, 11, 0);
    text(block, 148, 8, "        ");
    block.put(156, (byte) type);
    text(block, 157, 100, target);
    text(block, 257, 8, "ustar\00000");
    int sum = 0;
    for (byte one : block.array()) sum += one & 0xff;
    text(block, 148, 8, String.format("%06o\0 ", sum));
    return block.array();
  }

  private static void text(ByteBuffer block, int at, int most, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block.array(), at, Math.min(most, bytes.length));
  }

  /** Numbers too large for octal digits are written in binary, as GNU tar and BusyBox read them. */
  private static void octal(ByteBuffer block, int at, int digits, long number) {
    String octal = Long.toOctalString(number);
    if (octal.length() <= digits) {
      text(block, at, digits, "0".repeat(digits - octal.length()) + octal);
      return;
    }
    for (int i = 0; i < 8; i++) {
      block.put(at + digits - i, (byte) (number >> 8 * i));
    }
    block.put(at, (byte) 0x80);
  }

  /** One part after the other; only one file is open. */
  private static final class Sequence extends InputStream {
    private final List<Part> parts;
    private int next;
    private InputStream current = InputStream.nullInputStream();

    Sequence(List<Part> parts) {
      this.parts = parts;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (count == 0) return 0;
      while (true) {
        int read = current.read(bytes, from, count);
        if (read >= 0) return read;
        current.close();
        if (next == parts.size()) return -1;
        current = parts.get(next++).open();
      }
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }

  /** So many bytes of a file and no more; fewer are a failure. */
  private static final class Exactly extends FilterInputStream {
    private long left;

    Exactly(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      if (left == 0) return -1;
      int read = super.read(bytes, from, (int) Math.min(count, left));
      if (read < 0) throw new EOFException("a file has become shorter");
      left -= read;
      return read;
    }
  }
}
