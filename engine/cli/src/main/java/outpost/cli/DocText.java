package outpost.cli;

import java.util.ArrayList;
import java.util.List;

/** Sets text for reading: titles, and paragraphs that fit on a page. */
record DocText(boolean colours) {
  private static final int WIDTH = 96;

  String title(String text) {
    return colours ? Style.BOLD.on(text) : text;
  }

  String dim(String text) {
    return colours ? Style.DIM.on(text) : text;
  }

  /** Returns the text in lines that are indented. */
  static List<String> wrapped(String text, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    for (String word : text.split(" ")) {
      if (line.length() > indent && line.length() + word.length() + 1 > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent));
      }
      if (line.length() > indent) line.append(' ');
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
