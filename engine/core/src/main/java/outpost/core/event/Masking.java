package outpost.core.event;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One text, and what of it is secret. */
final class Masking {
  private final PatternTable table;
  private final String text;
  private final BitSet secret = new BitSet();

  Masking(PatternTable table, String text) {
    this.table = table;
    this.text = text;
    find(text, null);
    if (text.indexOf('\n') >= 0 || text.contains("\\n")) unbroken();
  }

  String masked(String mask) {
    if (secret.isEmpty()) return text;
    StringBuilder out = new StringBuilder();
    append(out, 0, text.length(), mask);
    return out.toString();
  }

  List<String> maskedLines(List<String> lines, String mask) {
    if (secret.isEmpty()) return lines;
    List<String> out = new ArrayList<>(lines.size());
    int from = 0;
    for (String line : lines) {
      StringBuilder masked = new StringBuilder();
      append(masked, from, from + line.length(), mask);
      out.add(masked.toString());
      from += line.length() + 1;
    }
    return out;
  }

  private void append(StringBuilder out, int from, int to, String mask) {
    int at = from;
    while (at < to) {
      int hidden = secret.nextSetBit(at);
      if (hidden < 0 || hidden >= to) hidden = to;
      out.append(text, at, hidden);
      if (hidden < to) out.append(mask);
      at = Math.min(secret.nextClearBit(hidden), to);
    }
  }

  /**
   * @param places where each character stands in the text; null where they are the text's own
   */
  private void find(CharSequence seen, int[] places) {
    int last = seen.length() - PatternTable.KEY;
    for (int at = 0; at <= last; at++) {
      PatternTable.Pattern[] candidates = table.at(seen, at);
      if (candidates == null) continue;
      for (PatternTable.Pattern pattern : candidates) {
        if (!matches(pattern, seen, at)) continue;
        hide(pattern, seen, at, places);
        break;
      }
    }
  }

  private static boolean matches(PatternTable.Pattern pattern, CharSequence seen, int at) {
    String wanted = pattern.text();
    int end = at + wanted.length();
    if (end > seen.length()) return false;
    for (int i = PatternTable.KEY; i < wanted.length(); i++) {
      if (seen.charAt(at + i) != wanted.charAt(i)) return false;
    }
    return !pattern.word()
        || !(at > 0 && Character.isLetterOrDigit(seen.charAt(at - 1)))
            && !(end < seen.length() && Character.isLetterOrDigit(seen.charAt(end)));
  }

  private void hide(PatternTable.Pattern pattern, CharSequence seen, int at, int[] places) {
    int from = at;
    int to = at + pattern.text().length();
    if (pattern.before() && from > 0 && isBase64(seen.charAt(from - 1))) from--;
    if (pattern.after() && to < seen.length() && isBase64(seen.charAt(to))) {
      to++;
      while (to < seen.length() && seen.charAt(to) == '=') to++;
    }
    if (places == null) secret.set(from, to);
    else secret.set(places[from], places[to - 1] + 1);
  }

  private static boolean isBase64(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '+'
        || c == '/'
        || c == '='
        || c == '-'
        || c == '_';
  }

  /** Looks at the text as if its line breaks, and what surrounds them, were not there. */
  private void unbroken() {
    StringBuilder seen = new StringBuilder(text.length());
    int[] places = new int[text.length()];
    int at = 0;
    while (at < text.length()) {
      int end = breakEnd(at);
      if (end > at) {
        while (seen.length() > 0 && isAround(seen.charAt(seen.length() - 1))) {
          seen.setLength(seen.length() - 1);
        }
        at = end;
        continue;
      }
      places[seen.length()] = at;
      seen.append(text.charAt(at++));
    }
    find(seen, places);
  }

  /** Returns the end of a line break that begins at a place, and of what leads the next line in. */
  private int breakEnd(int at) {
    int end = at;
    if (text.charAt(at) == '\n' || text.charAt(at) == '\r') {
      end++;
    } else if (text.startsWith("\\n", at) || text.startsWith("\\r", at)) {
      end += 2;
    } else {
      return at;
    }
    while (end < text.length()) {
      if (text.startsWith("- ", end)) end += 2;
      else if (isAround(text.charAt(end)) || text.charAt(end) == '\n') end++;
      else break;
    }
    return end;
  }

  private static boolean isAround(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '"' || c == '\'' || c == ',' || c == '|';
  }
}
