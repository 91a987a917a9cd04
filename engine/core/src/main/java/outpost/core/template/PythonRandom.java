package outpost.core.template;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Chance as Python's {@code random.Random(seed)} has it, so that what a playbook draws by a seed
 * stays what it was: the Mersenne Twister MT19937, seeded by an array made of the seed.
 */
final class PythonRandom {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int at = N;

  /** A number is its own seed; a text is one with its SHA-512 behind it. */
  PythonRandom(Object seed) {
    BigInteger number;
    if (Args.isNumber(seed)) {
      number = new BigInteger(Numbers.plain(Args.number(seed)).replaceFirst("\\..*", "")).abs();
    } else {
      byte[] text = Args.string(seed).getBytes(StandardCharsets.UTF_8);
      byte[] hash = Hashes.digest("SHA-512").digest(text);
      byte[] both = new byte[text.length + hash.length];
      System.arraycopy(text, 0, both, 0, text.length);
      System.arraycopy(hash, 0, both, text.length, hash.length);
      number = new BigInteger(1, both);
    }
    int words = Math.max(1, (number.bitLength() + 31) / 32);
    int[] key = new int[words];
    for (int i = 0; i < words; i++) key[i] = number.shiftRight(32 * i).intValue();
    seed(key);
  }

  /** Returns a number from 0 to below another one. */
  int below(int end) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(end);
    int drawn = next() >>> (32 - bits);
    while (drawn >= end || drawn < 0) drawn = next() >>> (32 - bits);
    return drawn;
  }

  private void seed(int[] key) {
    state[0] = 19650218;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
    int i = 1;
    int j = 0;
    for (int k = Math.max(N, key.length); k > 0; k--) {
      state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * 1664525) + key[j] + j;
      i = step(i);
      j = (j + 1) % key.length;
    }
    for (int k = N - 1; k > 0; k--) {
      state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * 1566083941) - i;
      i = step(i);
    }
    state[0] = 0x80000000;
  }

  private int step(int i) {
    if (i + 1 < N) return i + 1;
    state[0] = state[N - 1];
    return 1;
  }

  private int next() {
    if (at == N) {
      for (int k = 0; k < N; k++) {
        int y = state[k] & 0x80000000 | state[(k + 1) % N] & 0x7fffffff;
        state[k] = state[(k + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
      }
      at = 0;
    }
    int y = state[at++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }
}
