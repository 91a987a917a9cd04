package outpost.modules.packages;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of OpenPGP public keys, armored or not: RFC 4880 and, for version 6, RFC 9580. */
final class KeyFile {
  private static final Pattern ARMOR =
      Pattern.compile(
          "-----BEGIN PGP PUBLIC KEY BLOCK-----\\r?\\n(?:[^\\n]*: [^\\n]*\\n)*\\s*\\n?"
              + "([A-Za-z0-9+/=\\s]*?)(?:\\n=[A-Za-z0-9+/]{4}\\s*)?-----END");
  private static final int PUBLIC_KEY = 6;

  private KeyFile() {}

  /** Returns the fingerprints of its primary keys, in lower case. */
  static List<String> fingerprints(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    List<String> keys = new ArrayList<>();
    Matcher armor = ARMOR.matcher(text);
    boolean armored = false;
    while (armor.find()) {
      armored = true;
      keys.addAll(read(Base64.getMimeDecoder().decode(armor.group(1))));
    }
    return armored ? keys : read(file);
  }

  private static List<String> read(byte[] packets) {
    List<String> keys = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(packets);
    try {
      while (in.hasRemaining()) {
        int tag = in.get() & 0xff;
        if ((tag & 0x80) == 0) return keys;
        boolean modern = (tag & 0x40) != 0;
        byte[] body = new byte[modern ? length(in) : oldLength(in, tag & 3)];
        in.get(body);
        if ((modern ? tag & 0x3f : (tag >> 2) & 0xf) == PUBLIC_KEY) keys.add(fingerprint(body));
      }
    } catch (java.nio.BufferUnderflowException | NegativeArraySizeException e) {
      return keys; // what comes behind a key that is whole does not matter
    }
    return keys;
  }

  private static int length(ByteBuffer in) {
    int first = in.get() & 0xff;
    if (first < 192) return first;
    if (first < 224) return ((first - 192) << 8) + (in.get() & 0xff) + 192;
    return first == 255 ? bounded(in, in.getInt()) : -1;
  }

  private static int oldLength(ByteBuffer in, int kind) {
    return switch (kind) {
      case 0 -> in.get() & 0xff;
      case 1 -> in.getShort() & 0xffff;
      case 2 -> bounded(in, in.getInt());
      default -> in.remaining();
    };
  }

  private static int bounded(ByteBuffer in, int length) {
    return length > in.remaining() ? -1 : length;
  }

  private static String fingerprint(byte[] body) {
    boolean six = body.length > 0 && body[0] == 6;
    ByteArrayOutputStream hashed = new ByteArrayOutputStream();
    hashed.write(six ? 0x9b : 0x99);
    if (six) hashed.writeBytes(new byte[2]);
    hashed.write(body.length >> 8);
    hashed.write(body.length);
    hashed.writeBytes(body);
    try {
      MessageDigest digest = MessageDigest.getInstance(six ? "SHA-256" : "SHA-1");
      return HexFormat.of().formatHex(digest.digest(hashed.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
