package outpost.remoted;

import java.util.Random;

/** Keys for tests: random bytes from a fixed seed, as long as pcs makes them. */
final class Keys {
  static final byte[] RIGHT = key(1);
  static final byte[] WRONG = key(2);

  private Keys() {}

  private static byte[] key(long seed) {
    byte[] key = new byte[256];
    new Random(seed).nextBytes(key);
    return key;
  }
}
