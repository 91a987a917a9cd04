package outpost.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.core.source.Problems;
import outpost.core.source.Source;

/** Cuts a line of an INI inventory into words as a shell would: quotes, backslashes, comments. */
final class IniWords {

  /**
   * A word with its quotes undone.
   *
   * @param start where it begins in the source
   * @param end where it ends there
   * @param valueStart where what follows its first {@code =} begins there; its start without one
   */
  record Word(String text, int start, int end, int valueStart) {}

  private final Source source;
  private final String all;
  private final int end;
  private final List<Word> words = new ArrayList<>();
  private int at;

  private IniWords(Source source, int start, int end) {
    this.source = source;
    this.all = source.text();
    this.at = start;
    this.end = end;
  }

  /** Returns the words of a piece of a source; empty if a quote is not closed, which is told. */
  static Optional<List<Word>> read(Source source, int start, int end, Problems problems) {
    IniWords words = new IniWords(source, start, end);
    return words.read(problems) ? Optional.of(words.words) : Optional.empty();
  }

  private boolean read(Problems problems) {
    while (true) {
      while (at < end && Character.isWhitespace(all.charAt(at))) at++;
      if (at >= end || all.charAt(at) == '#') return true;
      if (!word(problems)) return false;
    }
  }

  private boolean word(Problems problems) {
    int start = at;
    int valueStart = start;
    StringBuilder word = new StringBuilder();
    while (at < end && !Character.isWhitespace(all.charAt(at))) {
      char c = all.charAt(at);
      if (c == '#') {
        problems.warning(
            source.span(at, end),
            "comment-in-word",
            "what follows `#` is a comment, even inside a word",
            "quote the value if `#` belongs to it");
        words.add(new Word(word.toString(), start, at, valueStart));
        at = end;
        return true;
      }
      if (c == '\'' || c == '"') {
        if (!quoted(c, word, problems)) return false;
        continue;
      }
      if (c == '=' && valueStart == start) valueStart = at + 1;
      if (c == '\\' && at + 1 < end) c = all.charAt(++at);
      word.append(c);
      at++;
    }
    words.add(new Word(word.toString(), start, at, valueStart));
    return true;
  }

  private boolean quoted(char quote, StringBuilder word, Problems problems) {
    int open = at++;
    while (at < end && all.charAt(at) != quote) {
      char c = all.charAt(at);
      boolean escape =
          quote == '"' && c == '\\' && at + 1 < end && "\"\\".indexOf(all.charAt(at + 1)) >= 0;
      if (escape) c = all.charAt(++at);
      word.append(c);
      at++;
    }
    if (at >= end) {
      problems.error(
          source.span(open, open + 1),
          "unclosed-quote",
          "this quote is never closed",
          "write `\\" + quote + "` for a quote that is part of the text");
      return false;
    }
    at++;
    return true;
  }
}
