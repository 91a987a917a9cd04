package outpost.core.template;

import outpost.core.source.Node;
import outpost.core.source.Span;

/**
 * Finds the characters of a YAML scalar's value in its file.
 *
 * <p>Value and source agree in their non-blank characters, in order, whatever the quoting and
 * folding; so both are walked side by side. Where they do not agree the whole scalar is the place.
 */
final class ScalarPlace implements Place {
  private final Node.Scalar scalar;
  private int[] offsets;

  ScalarPlace(Node.Scalar scalar) {
    this.scalar = scalar;
  }

  @Override
  public Span span(int from, int to) {
    if (offsets == null) offsets = walk();
    if (offsets.length == 0) return scalar.span();
    int start = offsets[Math.min(from, offsets.length - 1)];
    int end = from < to ? offsets[Math.min(to, offsets.length) - 1] + 1 : start;
    if (from >= scalar.text().length() && offsets.length > 0) {
      start = offsets[offsets.length - 1] + 1;
      end = start;
    }
    return new Span(scalar.span().source(), start, Math.max(end, start + 1));
  }

  /** Returns where each character of the value stands; nothing if the two do not agree. */
  private int[] walk() {
    String source = scalar.span().source().text();
    String value = scalar.text();
    int end = Math.min(scalar.span().end(), source.length());
    int at = afterProperties(source, Math.min(scalar.span().start(), end), end);
    if (at >= end) return new int[0];
    char style = source.charAt(at);
    if (style == '|' || style == '>') {
      int header = source.indexOf('\n', at);
      if (header < 0) return new int[0];
      at = header + 1;
      style = '|';
    } else if (style == '\'' || style == '"') {
      at++;
    } else {
      style = ' ';
    }
    int[] places = new int[value.length()];
    for (int i = 0; i < value.length(); i++) {
      char wanted = value.charAt(i);
      if (isBlank(wanted) && !(style == '"' && escapedBlank(source, at, end, wanted))) {
        places[i] = Math.min(at, end - 1);
        if (at < end && source.charAt(at) == wanted && wanted != '\n') at++;
        continue;
      }
      at = skipBlanks(source, at, end, style);
      if (at >= end) return new int[0];
      places[i] = at;
      int taken = taken(source, at, end, style, value, i);
      if (taken == 0) return new int[0];
      if (Character.isHighSurrogate(wanted) && taken > 1 && i + 1 < value.length()) {
        places[++i] = at;
      }
      at += taken;
    }
    return places;
  }

  /** Skips tag and anchor. */
  private static int afterProperties(String source, int from, int end) {
    int at = from;
    while (at < end && (source.charAt(at) == '!' || source.charAt(at) == '&')) {
      while (at < end && !isBlank(source.charAt(at))) at++;
      while (at < end && isBlank(source.charAt(at))) at++;
    }
    return at;
  }

  private static int skipBlanks(String source, int from, int end, char style) {
    int at = from;
    while (at < end) {
      if (isBlank(source.charAt(at))) {
        at++;
      } else if (style == '"' && source.charAt(at) == '\\' && isLineEnd(source, at + 1, end)) {
        at++;
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean isLineEnd(String source, int at, int end) {
    return at < end && (source.charAt(at) == '\n' || source.charAt(at) == '\r');
  }

  /** Returns whether a blank of the value stands there as an escape, not as itself. */
  private static boolean escapedBlank(String source, int from, int end, char wanted) {
    if (from < end && source.charAt(from) == wanted) return false;
    int at = skipBlanks(source, from, end, '"');
    if (at + 1 >= end || source.charAt(at) != '\\') return false;
    return decoded(source, at).equals(String.valueOf(wanted));
  }

  /** Returns how many characters of the source make up the value's character; 0 if none do. */
  private static int taken(String source, int at, int end, char style, String value, int index) {
    char written = source.charAt(at);
    char wanted = value.charAt(index);
    if (style == '"' && written == '\\' && at + 1 < end) {
      String decoded = decoded(source, at);
      return !decoded.isEmpty() && value.startsWith(decoded, index) ? escapeLength(source, at) : 0;
    }
    if (written != wanted) return 0;
    return style == '\'' && written == '\'' && at + 1 < end && source.charAt(at + 1) == '\''
        ? 2
        : 1;
  }

  private static int escapeLength(String source, int at) {
    return switch (source.charAt(at + 1)) {
      case 'x' -> 4;
      case 'u' -> 6;
      case 'U' -> 10;
      default -> 2;
    };
  }

  /** Returns what an escape stands for; nothing if it is none. */
  private static String decoded(String source, int at) {
    char c = source.charAt(at + 1);
    int plain = "0abtnvfre \"/\\N_LP\t".indexOf(c);
    if (plain >= 0) {
      return String.valueOf(
          "\0\u0007\b\t\n\u000b\f\r\u001b \"/\\\u0085\u00a0\u2028\u2029\t".charAt(plain));
    }
    if (c != 'x' && c != 'u' && c != 'U') return "";
    int length = escapeLength(source, at);
    if (at + length > source.length()) return "";
    try {
      return Character.toString(Integer.parseInt(source.substring(at + 2, at + length), 16));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
