package outpost.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Puts foreign text, numbers and names into the form that people read. */
final class Text {
  /** More names than these are counted. */
  private static final int NAMES = 8;

  private Text() {}

  /**
   * Makes control characters visible, line ends and tabs excepted: what a host prints must not move
   * the cursor or change the colours of the user's terminal.
   */
  static String clean(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean crlf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      boolean control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0;
      if (control && clean == null) clean = new StringBuilder(text.substring(0, i));
      if (clean == null || crlf) continue;
      if (control) clean.append(String.format("\\x%02x", (int) c));
      else clean.append(c);
    }
    return clean == null ? text : clean.toString();
  }

  /** Returns the text's lines without empty ones at its end. */
  static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : clean(text).stripTrailing().lines().toList();
  }

  /** Returns the text as one line. */
  static String line(String text) {
    return clean(text).strip().replace("\n", "\\n");
  }

  /** Returns all names, or the first ones and how many more there are. */
  static String names(Collection<String> names) {
    if (names.size() <= NAMES) return String.join(", ", names);
    int shown = NAMES - 2;
    return names.stream().limit(shown).collect(Collectors.joining(", "))
        + " and "
        + (names.size() - shown)
        + " more";
  }

  /** Returns the name of one host, or how many they are. */
  static String folded(List<String> hosts) {
    return hosts.size() == 1 ? hosts.get(0) : hosts.size() + " hosts";
  }

  static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static String time(Duration time) {
    long millis = time.toMillis();
    if (millis < 1000) return millis + " ms";
    if (millis < 60_000) return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    long seconds = time.toSeconds();
    if (seconds < 3600) return String.format("%d min %02d s", seconds / 60, seconds % 60);
    return String.format("%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }
}
