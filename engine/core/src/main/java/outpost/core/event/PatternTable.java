package outpost.core.event;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts to look for, found by their first four characters: looking costs the same for one text and
 * for thousands.
 */
final class PatternTable {
  static final int KEY = 4;

  /**
   * A text to look for.
   *
   * @param word whether it counts only where no letter or digit stands before or behind it
   * @param before whether the character of base64 before it holds bits of it as well
   * @param after whether the one behind it does
   */
  record Pattern(String text, boolean word, boolean before, boolean after) {}

  private final Set<Pattern> all = new HashSet<>();
  private final long[] first = new long[1024]; // a bit for each hash of two characters
  private long[] keys = new long[64];
  private Pattern[][] found = new Pattern[64][];
  private int used;

  boolean isEmpty() {
    return all.isEmpty();
  }

  void add(Pattern pattern) {
    if (pattern.text().length() < KEY || !all.add(pattern)) return;
    String text = pattern.text();
    int bits = pair(text.charAt(0), text.charAt(1));
    first[bits >>> 6] |= 1L << (bits & 63);
    if (2 * (used + 1) > keys.length) grow();
    int slot = slot(key(text, 0));
    if (found[slot] == null) {
      keys[slot] = key(text, 0);
      found[slot] = new Pattern[] {pattern};
      used++;
      return;
    }
    List<Pattern> more = new ArrayList<>(List.of(found[slot]));
    more.add(pattern);
    more.sort((a, b) -> Integer.compare(b.text().length(), a.text().length()));
    found[slot] = more.toArray(Pattern[]::new);
  }

  /** Returns the patterns that may begin at a place, the longest first. */
  Pattern[] at(CharSequence text, int at) {
    int bits = pair(text.charAt(at), text.charAt(at + 1));
    if ((first[bits >>> 6] & 1L << (bits & 63)) == 0) return null;
    return found[slot(key(text, at))];
  }

  private static int pair(char a, char b) {
    return (a * 257 ^ b) & 0xffff;
  }

  private static long key(CharSequence text, int at) {
    return (long) text.charAt(at) << 48
        | (long) text.charAt(at + 1) << 32
        | (long) text.charAt(at + 2) << 16
        | text.charAt(at + 3);
  }

  private int slot(long key) {
    int slot = hash(key) & keys.length - 1;
    while (found[slot] != null && keys[slot] != key) slot = slot + 1 & keys.length - 1;
    return slot;
  }

  private static int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  private void grow() {
    long[] oldKeys = keys;
    Pattern[][] old = found;
    keys = new long[2 * oldKeys.length];
    found = new Pattern[keys.length][];
    for (int i = 0; i < old.length; i++) {
      if (old[i] == null) continue;
      int slot = slot(oldKeys[i]);
      keys[slot] = oldKeys[i];
      found[slot] = old[i];
    }
  }
}
