package outpost.core.template;

import java.util.ArrayList;
import java.util.List;

/** Turns lines and columns of a text, both counted from 1, into offsets. */
final class Lines {
  private final String text;
  private final List<Integer> starts = new ArrayList<>(List.of(0));

  Lines(String text) {
    this.text = text;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') starts.add(i + 1);
    }
  }

  /** A place past the end of the text is its end. */
  int offset(int line, int column) {
    int start = starts.get(Math.max(0, Math.min(line, starts.size()) - 1));
    return Math.max(0, Math.min(start + column - 1, text.length()));
  }
}
