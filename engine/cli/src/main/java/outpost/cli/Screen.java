package outpost.cli;

import java.io.PrintStream;
import outpost.core.event.Masker;

/**
 * What people look at: lines that stay and, on a terminal, one last line that changes. All that is
 * written is masked; what belongs together is written at once. Guarded by its owner.
 */
final class Screen {
  /** Without auto-wrap the terminal cuts the live line at its own width, whatever that is. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final Masker masker;
  private final boolean live;
  private final boolean colours;

  private final StringBuilder written = new StringBuilder();
  private String drawn = "";
  private boolean gap;
  private boolean blank = true;

  /**
   * @param live whether the last line may change: a terminal that understands cursor movement
   */
  Screen(PrintStream out, Masker masker, boolean live, boolean colours) {
    this.out = out;
    this.masker = masker;
    this.live = live;
    this.colours = colours;
  }

  boolean isLive() {
    return live;
  }

  String paint(Style style, String text) {
    return colours && !text.isEmpty() ? style.on(text) : text;
  }

  /** Returns a text as it is written. */
  String masked(String text) {
    return masker.mask(text);
  }

  /** Adds a line that stays; the live line is gone until it is set again. */
  void line(String text) {
    if (!drawn.isEmpty()) written.append(ERASE);
    if (gap && !blank) written.append('\n');
    written.append(masker.mask(text)).append('\n');
    gap = false;
    blank = text.isEmpty();
    drawn = "";
  }

  /** Shows the lines added so far. */
  void flush() {
    if (written.isEmpty()) return;
    out.print(written);
    out.flush();
    written.setLength(0);
  }

  /** Sets the next line apart by an empty one, if the last is not empty. */
  void gap() {
    gap = true;
  }

  /** Shows the lines added so far and replaces the live line; the empty text takes it away. */
  void live(String text) {
    String masked = masker.mask(text);
    if (live && !masked.equals(drawn)) {
      drawn = masked;
      written.append(drawn.isEmpty() ? ERASE : ERASE + NO_WRAP + drawn + WRAP);
    }
    flush();
  }
}
