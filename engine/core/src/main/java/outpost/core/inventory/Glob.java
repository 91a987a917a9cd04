package outpost.core.inventory;

import java.util.regex.Pattern;

/** Names with {@code *}, {@code ?}, {@code [ab]}, {@code [a-c]} and {@code [!ab]}, as in shells. */
final class Glob {
  private Glob() {}

  /** Returns the regular expression that matches the same names. */
  static String regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int close = c == '[' ? close(pattern, i + 1) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        regex.append(set(pattern.substring(i + 1, close)));
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  /** Finds the end of a set, in which a bracket that comes first is one of its characters. */
  private static int close(String pattern, int start) {
    boolean not = start < pattern.length() && pattern.charAt(start) == '!';
    return pattern.indexOf(']', start + (not ? 2 : 1));
  }

  /** A range that ends before it begins holds nothing, and so may the whole set. */
  private static String set(String written) {
    boolean not = written.startsWith("!");
    String chars = not ? written.substring(1) : written;
    StringBuilder set = new StringBuilder();
    for (int i = 0; i < chars.length(); i++) {
      char from = chars.charAt(i);
      boolean range = i + 2 < chars.length() && chars.charAt(i + 1) == '-';
      char to = range ? chars.charAt(i + 2) : from;
      if (range) i += 2;
      if (from <= to) set.append(String.format("\\x{%x}-\\x{%x}", (int) from, (int) to));
    }
    if (set.isEmpty()) return not ? "." : "(?!)";
    return "[" + (not ? "^" : "") + set + "]";
  }
}
