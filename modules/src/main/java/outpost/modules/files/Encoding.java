package outpost.modules.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How bytes are read as text, and written back as exactly the same bytes where nothing changed. */
public enum Encoding {
  UTF_8(StandardCharsets.UTF_8),
  /** Any other, byte by byte. */
  BYTES(StandardCharsets.ISO_8859_1);

  private final Charset charset;

  Encoding(Charset charset) {
    this.charset = charset;
  }

  static Encoding of(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return UTF_8;
    } catch (CharacterCodingException e) {
      return BYTES;
    }
  }

  public String text(byte[] bytes) {
    return new String(bytes, charset);
  }

  public byte[] bytes(String text) {
    return text.getBytes(charset);
  }

  /** Returns a text of this encoding as it is shown: what of it is UTF-8, as that. */
  String shown(String text) {
    return new String(bytes(text), StandardCharsets.UTF_8);
  }

  /** Returns an argument as it reads in a text of this encoding: its bytes are those of UTF-8. */
  public String argument(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }
}
