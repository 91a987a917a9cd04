package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Cuts the {@code ${…}} out of a text. Everything else in it is plain text, FreeMarker's own
 * directives included; {@code $${} stands for a literal {@code ${}.
 */
final class Splitter {

  /**
   * A piece of the text.
   *
   * @param hole whether {@code text} is an expression; from and to are where it stands
   */
  record Piece(boolean hole, String text, int from, int to) {}

  private final String text;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();
  private int plainFrom;
  private OptionalInt unclosed = OptionalInt.empty();

  private Splitter(String text) {
    this.text = text;
  }

  static Splitter split(String text) {
    Splitter splitter = new Splitter(text);
    splitter.run();
    return splitter;
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** Returns where a {@code ${} begins that has no end, if there is one. */
  OptionalInt unclosed() {
    return unclosed;
  }

  boolean hasHoles() {
    return pieces.stream().anyMatch(Piece::hole);
  }

  private void run() {
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        plain.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = end(text, at + 2);
        if (end < 0) {
          unclosed = OptionalInt.of(at);
          return;
        }
        flush(at);
        pieces.add(new Piece(true, text.substring(at + 2, end), at + 2, end));
        at = end + 1;
        plainFrom = at;
      } else {
        plain.append(text.charAt(at++));
      }
    }
    flush(at);
  }

  private void flush(int at) {
    if (plain.length() > 0) pieces.add(new Piece(false, plain.toString(), plainFrom, at));
    plain.setLength(0);
  }

  /** Returns the place of the brace that ends the expression beginning at {@code from}, or -1. */
  static int end(String text, int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        at = endOfString(text, from, at);
        if (at < 0) return -1;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        if (depth == 0) return at;
        depth--;
      }
      at++;
    }
    return -1;
  }

  /** Returns the place of the quote that ends a string, or -1; in r'…' a backslash is itself. */
  static int endOfString(String text, int from, int at) {
    char quote = text.charAt(at);
    boolean raw =
        at > from
            && text.charAt(at - 1) == 'r'
            && (at - 1 == from || !Character.isJavaIdentifierPart(text.charAt(at - 2)));
    for (int i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && !raw) i++;
      else if (text.charAt(i) == quote) return i;
    }
    return -1;
  }
}
