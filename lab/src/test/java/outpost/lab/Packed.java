package outpost.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** What is in a compressed file, or in a compressed archive, whose own bytes hold times. */
final class Packed {
  private static final int BLOCK = 512;

  private Packed() {}

  /** What a look tells of a file. */
  static byte[] bytes(String told) {
    byte[] packed = Base64.getDecoder().decode(told);
    try (InputStream bytes = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(told, e);
    }
  }

  static boolean is(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  /** The members of an archive, sorted; else the text that was compressed. */
  static String shown(byte[] bytes) {
    byte[] all;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      all = in.readAllBytes();
    } catch (IOException e) {
      return "broken: " + e.getMessage();
    }
    boolean archive = all.length > BLOCK && text(all, 257, 5).equals("ustar");
    return archive ? String.join(", ", members(all)) : HostileText.shown(new String(all));
  }

  private static List<String> members(byte[] tar) {
    List<String> members = new ArrayList<>();
    for (int at = 0; at + BLOCK <= tar.length && tar[at] != 0; ) {
      int size = Integer.parseInt(text(tar, at + 124, 11).trim(), 8);
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      content.write(tar, at + BLOCK, size);
      String mode = text(tar, at + 100, 7).replaceFirst("^0+", "");
      members.add(
          text(tar, at, 100).replaceFirst("/$", "")
              + " "
              + mode
              + " "
              + HostileText.shown(content.toString()));
      at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    members.sort(null);
    return members;
  }

  private static String text(byte[] bytes, int from, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < from + most && bytes[i] != 0; i++) text.append((char) bytes[i]);
    return text.toString();
  }
}
