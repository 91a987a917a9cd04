package outpost.core.connect.ssh;

import java.util.Locale;

/** OpenSSH's patterns: {@code *} stands for any characters, {@code ?} for one. */
final class Patterns {
  private Patterns() {}

  static boolean matches(String pattern, String text) {
    return matches(pattern.toLowerCase(Locale.ROOT), 0, text.toLowerCase(Locale.ROOT), 0);
  }

  private static boolean matches(String pattern, int p, String text, int t) {
    for (; p < pattern.length(); p++, t++) {
      char c = pattern.charAt(p);
      if (c == '*') {
        while (p < pattern.length() && pattern.charAt(p) == '*') p++;
        for (int rest = t; rest <= text.length(); rest++) {
          if (matches(pattern, p, text, rest)) return true;
        }
        return false;
      }
      if (t == text.length() || c != '?' && c != text.charAt(t)) return false;
    }
    return t == text.length();
  }
}
