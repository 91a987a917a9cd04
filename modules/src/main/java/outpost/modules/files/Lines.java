package outpost.modules.files;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lines of a text, each with its own end, for one edit. What is added ends as the text's first
 * line does, and a text whose last line has no end keeps being such a one.
 */
final class Lines {
  private final List<String> all = new ArrayList<>();
  private final String end;

  private Lines(String end) {
    this.end = end;
  }

  static Lines of(String text) {
    int first = text.indexOf('\n');
    Lines lines = new Lines(first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n");
    int from = 0;
    for (int to = first; to >= 0; to = text.indexOf('\n', from)) {
      lines.all.add(text.substring(from, to + 1));
      from = to + 1;
    }
    if (from < text.length()) lines.all.add(text.substring(from));
    return lines;
  }

  int size() {
    return all.size();
  }

  /** Returns a line without its end. */
  String get(int at) {
    return bare(all.get(at));
  }

  /** Returns a line as expressions see it: with a newline, if it has an end. */
  String seen(int at) {
    String line = all.get(at);
    return line.endsWith("\n") ? bare(line) + "\n" : line;
  }

  private static String bare(String line) {
    if (!line.endsWith("\n")) return line;
    return line.substring(0, line.length() - (line.endsWith("\r\n") ? 2 : 1));
  }

  void set(int at, String line) {
    String old = all.get(at);
    all.set(at, line.replace("\n", end) + old.substring(bare(old).length()));
  }

  /** Adds a line; behind a last one without an end it has none either. */
  void add(int at, String line) {
    String text = line.replace("\n", end);
    if (at == all.size() && at > 0 && !all.get(at - 1).endsWith("\n")) {
      all.set(at - 1, all.get(at - 1) + end);
      all.add(text);
    } else {
      all.add(at, text + end);
    }
  }

  void remove(int at) {
    all.remove(at);
  }

  void remove(int from, int to) {
    all.subList(from, to).clear();
  }

  /** Sees to it that a line has an end. */
  void close(int at) {
    if (!all.get(at).endsWith("\n")) all.set(at, all.get(at) + end);
  }

  String text() {
    return all.stream().collect(Collectors.joining());
  }
}
