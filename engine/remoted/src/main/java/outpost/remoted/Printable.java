package outpost.remoted;

/** Makes a stranger's words safe for a terminal: one line, no control characters, not long. */
final class Printable {
  private static final int LONGEST = 160;

  private Printable() {}

  static String of(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '.' : c));
    return clean.toString().strip();
  }

  /** The bytes before the first line break as ASCII, whatever they are. */
  static String banner(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (b == '\r' || b == '\n') {
        break;
      }
      text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
    }
    return "`" + text + "`";
  }
}
