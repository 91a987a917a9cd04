package outpost.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a command line into words as a POSIX shell would, without expanding anything in it. */
public final class Words {
  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean open;
  private int at;

  private Words(String text) {
    this.text = text;
  }

  /** Returns the words; empty if a quotation mark is not closed or a backslash ends the text. */
  public static Optional<List<String>> of(String text) {
    Words words = new Words(text);
    return words.split() ? Optional.of(List.copyOf(words.words)) : Optional.empty();
  }

  private boolean split() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> end();
        case '\'' -> {
          if (!single()) return false;
        }
        case '"' -> {
          if (!doubled()) return false;
        }
        case '\\' -> {
          if (at == text.length()) return false;
          take(text.charAt(at++));
        }
        default -> take(c);
      }
    }
    end();
    return true;
  }

  private void take(char c) {
    word.append(c);
    open = true;
  }

  private void end() {
    if (open) words.add(word.toString());
    word.setLength(0);
    open = false;
  }

  private boolean single() {
    int end = text.indexOf('\'', at);
    if (end < 0) return false;
    word.append(text, at, end);
    open = true;
    at = end + 1;
    return true;
  }

  /** Inside, a backslash only takes the meaning of another one and of the quotation mark. */
  private boolean doubled() {
    open = true;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') return true;
      boolean escapes = c == '\\' && at < text.length() && "\\\"".indexOf(text.charAt(at)) >= 0;
      word.append(escapes ? text.charAt(at++) : c);
    }
    return false;
  }
}
