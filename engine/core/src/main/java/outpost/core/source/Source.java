package outpost.core.source;

/**
 * A file's name, as the user would type it, and its text.
 *
 * @param name a path, relative to the working directory where it lies below it, or a word such as
 *     {@code --extra-vars} for what came from elsewhere
 */
public record Source(String name, String text) {

  /** Returns the line of an offset, counted from 1. */
  public int line(int offset) {
    int line = 1;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      if (text.charAt(i) == '\n') line++;
    }
    return line;
  }

  /** Returns the column of an offset in characters, counted from 1. */
  public int column(int offset) {
    int start = text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
    return text.codePointCount(start, Math.min(offset, text.length())) + 1;
  }

  /** Returns the text of a line without its end. */
  public String lineText(int line) {
    String[] lines = text.split("\n", -1);
    String found = line <= lines.length ? lines[line - 1] : "";
    return found.endsWith("\r") ? found.substring(0, found.length() - 1) : found;
  }

  @Override
  public String toString() {
    return name;
  }
}
