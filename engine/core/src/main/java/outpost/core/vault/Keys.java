package outpost.core.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import outpost.api.Secret;

/**
 * Keys made of passwords by PBKDF2 (RFC 8018) with HMAC-SHA256: 32 bytes to encrypt with, 32 to
 * sign with, 16 to start the counter with. Making one is slow on purpose, so each is made once.
 */
final class Keys {
  private static final int ITERATIONS = 10_000;
  private static final int LENGTH = 32;

  private final Map<Of, byte[]> made = new ConcurrentHashMap<>();

  /** What one block of keys is made of. */
  private record Of(Secret password, ByteBuffer salt, int block) {}

  byte[] cipherKey(Secret password, byte[] salt) {
    return block(password, salt, 1);
  }

  /** Returns the key of the tag, which alone tells whether a password is the right one. */
  byte[] tagKey(Secret password, byte[] salt) {
    return block(password, salt, 2);
  }

  byte[] counter(Secret password, byte[] salt) {
    return Arrays.copyOf(block(password, salt, 3), Envelope.BLOCK);
  }

  private byte[] block(Secret password, byte[] salt, int number) {
    return made.computeIfAbsent(
        new Of(password, ByteBuffer.wrap(salt), number), of -> derive(password, salt, number));
  }

  private static byte[] derive(Secret password, byte[] salt, int number) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(password.reveal(), "HmacSHA256")); // into the keys alone
      mac.update(salt);
      byte[] last = mac.doFinal(ByteBuffer.allocate(4).putInt(number).array());
      byte[] sum = last.clone();
      for (int i = 1; i < ITERATIONS; i++) {
        mac.update(last);
        mac.doFinal(last, 0);
        for (int k = 0; k < LENGTH; k++) sum[k] ^= last[k];
      }
      return sum;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
