package outpost.core.source;

import java.util.Arrays;

/** A file's name, as the user would type it, and its text. */
public final class Source {
  private final String name;
  private final String text;
  private final int[] lineStarts;
  private final Secrecy secrecy;

  /**
   * @param name a path, relative to the working directory where it lies below it, or a word such as
   *     {@code --extra-vars} for what came from elsewhere
   */
  public Source(String name, String text) {
    this(name, text, Secrecy.NONE);
  }

  public Source(String name, String text, Secrecy secrecy) {
    this.name = name;
    this.text = text;
    this.lineStarts = lineStarts(text);
    this.secrecy = secrecy;
  }

  /** How much of a text is secret. */
  public enum Secrecy {
    NONE,
    /** Its values are; it was encrypted. */
    VALUES,
    /** No line of it is shown, but its words mean what they say: an encrypted file of tasks. */
    LINES
  }

  public Secrecy secrecy() {
    return secrecy;
  }

  /** Whether no line of it may be shown. */
  public boolean isSecret() {
    return secrecy != Secrecy.NONE;
  }

  /** Returns it as plays or tasks: what they say is no secret, though they were encrypted. */
  public Source asCode() {
    return secrecy == Secrecy.VALUES ? new Source(name, text, Secrecy.LINES) : this;
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** Returns the line of an offset, counted from 1. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, Math.max(0, Math.min(offset, text.length())));
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Returns the column of an offset in code points, counted from 1. */
  public int column(int offset) {
    int end = Math.max(0, Math.min(offset, text.length()));
    return text.codePointCount(lineStart(line(end)), end) + 1;
  }

  public int lines() {
    return lineStarts.length;
  }

  /** Returns the offset of a line's first character. */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /** Returns the text of a line without its end. */
  public String lineText(int line) {
    if (line < 1 || line > lineStarts.length) return "";
    int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
    if (end > lineStart(line) && text.charAt(end - 1) == '\r') end--;
    return text.substring(lineStart(line), end);
  }

  public Span span(int start, int end) {
    return new Span(this, start, end);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int lines = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (lines == starts.length) starts = Arrays.copyOf(starts, 2 * lines);
      starts[lines++] = i + 1;
    }
    return Arrays.copyOf(starts, lines);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Source that
        && name.equals(that.name)
        && text.equals(that.text)
        && secrecy == that.secrecy;
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + text.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
