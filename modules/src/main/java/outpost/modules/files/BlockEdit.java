package outpost.modules.files;

import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Puts a block of lines into a text, in the place of the one that its markers show.
 *
 * @param block the lines; none take the block out
 * @param after behind what a new block goes; at the end without
 * @param before before what a new block goes
 * @param first whether a new block goes to the beginning
 */
record BlockEdit(
    String block,
    String begin,
    String end,
    Optional<PythonPattern> after,
    Optional<PythonPattern> before,
    boolean first,
    boolean append,
    boolean prepend) {

  boolean isEmpty() {
    return block.isEmpty();
  }

  boolean isIn(String text) {
    Lines lines = Lines.of(text);
    return last(lines, begin) >= 0 && last(lines, end) >= 0;
  }

  String told() {
    long count = block.lines().count();
    return isEmpty() ? "absent" : count == 1 ? "1 line" : count + " lines";
  }

  String apply(String text) {
    Lines lines = Lines.of(text);
    int from = last(lines, begin);
    int to = last(lines, end);
    int place;
    if (from < 0 || to < 0) {
      if (isEmpty()) return text;
      place = place(lines, text);
    } else {
      place = Math.min(from, to);
      lines.remove(place, Math.max(from, to) + 1);
    }
    if (isEmpty()) return lines.text();
    if (place > 0) lines.close(place - 1);
    if (prepend && place > 0 && !lines.get(place - 1).isEmpty()) lines.add(place++, "");
    lines.add(place++, begin);
    for (String line : block.lines().toList()) lines.add(place++, line);
    lines.add(place++, end);
    if (append && place < lines.size() && !lines.get(place).isEmpty()) lines.add(place, "");
    return lines.text();
  }

  private static int last(Lines lines, String marker) {
    for (int at = lines.size() - 1; at >= 0; at--) {
      if (lines.get(at).equals(marker)) return at;
    }
    return -1;
  }

  private int place(Lines lines, String text) {
    if (first) return 0;
    Optional<PythonPattern> expression = after.or(() -> before);
    if (expression.isEmpty()) return lines.size();
    int found = expression.get().isMultiline() ? across(expression.get(), text) : -1;
    for (int at = 0; at < lines.size() && !expression.get().isMultiline(); at++) {
      if (expression.get().isIn(lines.seen(at))) found = at;
    }
    return found < 0 ? lines.size() : found + (after.isPresent() ? 1 : 0);
  }

  /** Returns the line in which the first match over several lines ends, or begins. */
  private int across(PythonPattern expression, String text) {
    Matcher match = expression.matcher(text);
    if (!match.find()) return -1;
    String before = text.substring(0, after.isPresent() ? match.end() : match.start());
    return (int) before.chars().filter(c -> c == '\n').count();
  }
}
