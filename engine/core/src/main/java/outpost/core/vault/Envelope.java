package outpost.core.vault;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Problem;
import outpost.core.source.Unlocker;

/**
 * An encrypted text taken apart. After the header, {@code $ANSIBLE_VAULT;1.2;AES256;LABEL}, come
 * lines of 80 hexadecimal digits; they spell three lines of hexadecimal digits again: the salt, the
 * tag, and the encrypted bytes.
 *
 * @param label of the vault id that it is for; format 1.1 has none, which counts as {@code default}
 * @param tag HMAC-SHA256 of the encrypted bytes
 */
record Envelope(String label, byte[] salt, byte[] tag, byte[] cipher) {
  static final int SALT = 32;
  static final int TAG = 32;
  static final int BLOCK = 16;

  private static final int COLUMNS = 80;
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern LINE = Pattern.compile("[^\r\n]*");

  /**
   * Reads an encrypted text.
   *
   * @throws Unlocker.Locked if it is not whole
   */
  static Envelope read(String text) {
    String header = text.split("\r?\n", 2)[0];
    String label = label(header);
    byte[] spelt = body(text, header.length());
    byte[][] parts = new byte[3][];
    int part = 0;
    int from = 0;
    for (int i = 0; i <= spelt.length; i++) {
      boolean last = i == spelt.length;
      if (!last && (spelt[i] != '\n' || part == 2)) continue;
      parts[part] = inner(spelt, from, i, text);
      part++;
      from = i + 1;
    }
    boolean whole =
        part == 3
            && parts[0].length == SALT
            && parts[1].length == TAG
            && parts[2].length > 0
            && parts[2].length % BLOCK == 0;
    if (!whole) throw cutOff(text);
    return new Envelope(label, parts[0], parts[1], parts[2]);
  }

  private static String label(String header) {
    String[] words = header.split(";", -1);
    String version = words[1].strip();
    String cipher = words.length > 2 ? words[2].strip() : "";
    int at = Unlocker.MARK.length();
    if (!version.equals("1.1") && !version.equals("1.2")) {
      throw locked(
          "vault-version",
          "there is no format `" + version + "` of the vault that is known here",
          at,
          at + words[1].length(),
          "1.1 and 1.2 are: `ansible-vault rekey` writes the newest it knows");
    }
    if (cipher.isEmpty()) {
      throw locked(
          "vault-damaged",
          "this is damaged: the header names no cipher",
          0,
          header.length(),
          "it is to begin with `$ANSIBLE_VAULT;" + version + ";AES256`");
    }
    if (!cipher.equals("AES256")) {
      throw locked(
          "vault-cipher",
          "the vault's cipher `" + cipher + "` is not known here",
          0,
          header.length(),
          "AES256 is: `ansible-vault rekey` writes that");
    }
    return version.equals("1.2") && words.length > 3 && !words[3].isBlank()
        ? words[3].strip()
        : VaultId.DEFAULT;
  }

  /**
   * Undoes the outer of the two hexadecimal spellings; line ends and blanks around do not count.
   */
  private static byte[] body(String text, int from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 2);
    int half = -1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' || c == ' ' || c == '\t') continue;
      int digit = c < 128 && HexFormat.isHexDigit(c) ? HexFormat.fromHexDigit(c) : -1;
      if (digit < 0) {
        throw locked(
            "vault-damaged",
            "this is damaged: `" + Character.toString(text.codePointAt(i)) + "` is no digit of it",
            i,
            i + 1,
            "take it from a backup or from version control");
      }
      if (half < 0) {
        half = digit;
      } else {
        bytes.write(half << 4 | digit);
        half = -1;
      }
    }
    if (half >= 0) throw cutOff(text);
    return bytes.toByteArray();
  }

  private static byte[] inner(byte[] spelt, int from, int to, String text) {
    boolean last = to == spelt.length;
    String digits = new String(spelt, from, to - from, StandardCharsets.ISO_8859_1).strip();
    try {
      return HEX.parseHex(digits);
    } catch (IllegalArgumentException e) {
      if (last && digits.matches("[0-9a-fA-F]*")) throw cutOff(text);
      throw locked(
          "vault-damaged",
          "this is damaged: what it spells is not what the vault writes",
          0,
          0,
          "take it from a backup or from version control");
    }
  }

  private static Unlocker.Locked cutOff(String text) {
    Matcher lines = LINE.matcher(text);
    int from = 0;
    int to = 0;
    while (lines.find()) {
      if (lines.group().isBlank()) continue;
      from = lines.start();
      to = lines.end();
    }
    return locked(
        "vault-damaged",
        "this is damaged: some of it is missing",
        from,
        to,
        "is it cut off here? take it from a backup or from version control");
  }

  private static Unlocker.Locked locked(
      String id, String message, int from, int to, String... hints) {
    return new Unlocker.Locked(Problem.of(id, message, hints), from, to);
  }

  /** Returns the text, as the vault writes it. */
  String text() {
    StringBuilder text = new StringBuilder();
    boolean labelled = !label.equals(VaultId.DEFAULT);
    text.append(Unlocker.MARK).append(labelled ? "1.2" : "1.1").append(";AES256");
    if (labelled) text.append(';').append(label);
    text.append('\n');
    String spelt = HEX.formatHex(salt) + "\n" + HEX.formatHex(tag) + "\n" + HEX.formatHex(cipher);
    String body = HEX.formatHex(spelt.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < body.length(); i += COLUMNS) {
      text.append(body, i, Math.min(i + COLUMNS, body.length())).append('\n');
    }
    return text.toString();
  }
}
