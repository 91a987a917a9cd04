package outpost.core.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Hashes passwords as crypt(3) does by {@code $5$} and {@code $6$}: "Unix crypt using SHA-256 and
 * SHA-512", Ulrich Drepper, 2007. The names of the steps are the numbers of that text.
 */
final class ShaCrypt {
  /** The rounds that crypt(3) takes when a hash names none. */
  static final int ROUNDS = 5000;

  private static final String LETTERS =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom CHANCE = new SecureRandom();

  private ShaCrypt() {}

  static String salt(int size) {
    StringBuilder salt = new StringBuilder();
    while (salt.length() < size) salt.append(LETTERS.charAt(CHANCE.nextInt(LETTERS.length())));
    return salt.toString();
  }

  static String hash(byte[] password, String salt, int rounds, boolean long512) {
    String algorithm = long512 ? "SHA-512" : "SHA-256";
    byte[] salted = salt.getBytes(StandardCharsets.US_ASCII);
    byte[] digest = mixed(password, salted, algorithm);
    byte[] p = repeated(password, password.length, algorithm, password.length);
    byte[] s = repeated(salted, 16 + (digest[0] & 0xff), algorithm, salted.length);
    MessageDigest sha = Hashes.digest(algorithm);
    for (int round = 0; round < rounds; round++) { // 21
      boolean odd = round % 2 == 1;
      sha.update(odd ? p : digest);
      if (round % 3 != 0) sha.update(s);
      if (round % 7 != 0) sha.update(p);
      sha.update(odd ? digest : p);
      digest = sha.digest();
    }
    String named = rounds == ROUNDS ? "" : "rounds=" + rounds + "$";
    String text = long512 ? spelt(digest, 21, 22) : spelt(digest, 10, 21);
    return (long512 ? "$6$" : "$5$") + named + salt + "$" + text;
  }

  /** 1 to 12. */
  private static byte[] mixed(byte[] password, byte[] salt, String algorithm) {
    MessageDigest b = Hashes.digest(algorithm);
    b.update(password);
    b.update(salt);
    b.update(password);
    byte[] other = b.digest();
    MessageDigest a = Hashes.digest(algorithm);
    a.update(password);
    a.update(salt);
    for (int left = password.length; left > 0; left -= other.length) {
      a.update(other, 0, Math.min(left, other.length));
    }
    for (int bits = password.length; bits > 0; bits >>= 1) {
      a.update((bits & 1) == 1 ? other : password);
    }
    return a.digest();
  }

  /** 13 to 20: the digest of a text taken so many times, repeated to a length. */
  private static byte[] repeated(byte[] text, int times, String algorithm, int length) {
    MessageDigest sha = Hashes.digest(algorithm);
    for (int i = 0; i < times; i++) sha.update(text);
    byte[] digest = sha.digest();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < length) all.write(digest, 0, digest.length);
    return Arrays.copyOf(all.toByteArray(), length);
  }

  /**
   * 22: bytes in threes, each from one third of the digest, in an order that goes round by one step
   * (SHA-256) or by another (SHA-512); what is left over ends it.
   */
  private static String spelt(byte[] digest, int third, int step) {
    StringBuilder text = new StringBuilder();
    int used = third * 3;
    int a = 0;
    int b = third;
    int c = third * 2;
    for (int i = 0; i < third; i++) {
      letters(digest[a], digest[b], digest[c], 4, text);
      a = (a + step) % used;
      b = (b + step) % used;
      c = (c + step) % used;
    }
    if (digest.length == 32) letters((byte) 0, digest[31], digest[30], 3, text);
    else letters((byte) 0, (byte) 0, digest[63], 2, text);
    return text.toString();
  }

  private static void letters(byte high, byte middle, byte low, int count, StringBuilder text) {
    int bits = (high & 0xff) << 16 | (middle & 0xff) << 8 | low & 0xff;
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(bits & 0x3f));
      bits >>= 6;
    }
  }
}
