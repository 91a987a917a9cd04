package outpost.modules.packages;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of RPM packages, {@code [epoch:]version[-release]}, and their order. */
final class Version {
  private static final Pattern SEGMENT = Pattern.compile("\\d+|[A-Za-z]+|~|\\^");

  private Version() {}

  /** Compares two versions; a release counts only where both have one. */
  static int compare(String one, String other) {
    int order = segments(epoch(one), epoch(other));
    if (order != 0) return order;
    order = segments(version(one), version(other));
    if (order != 0) return order;
    Optional<String> release = release(one);
    Optional<String> against = release(other);
    return release.isPresent() && against.isPresent() ? segments(release.get(), against.get()) : 0;
  }

  private static String epoch(String text) {
    return text.contains(":") ? text.substring(0, text.indexOf(':')) : "0";
  }

  private static String version(String text) {
    String rest = text.substring(text.indexOf(':') + 1);
    return rest.contains("-") ? rest.substring(0, rest.indexOf('-')) : rest;
  }

  private static Optional<String> release(String text) {
    int dash = text.indexOf('-');
    return dash < 0 ? Optional.empty() : Optional.of(text.substring(dash + 1));
  }

  /** rpmvercmp(): runs of digits or letters in turn; {@code ~} is before the end, ^ after it. */
  private static int segments(String one, String other) {
    Matcher left = SEGMENT.matcher(one);
    Matcher right = SEGMENT.matcher(other);
    while (true) {
      String mine = left.find() ? left.group() : "";
      String theirs = right.find() ? right.group() : "";
      if (mine.isEmpty() && theirs.isEmpty()) return 0;
      int order = segment(mine, theirs);
      if (order != 0) return order;
    }
  }

  private static int segment(String mine, String theirs) {
    int order = Integer.compare(rank(mine), rank(theirs));
    if (order != 0 || mine.isEmpty() || !Character.isDigit(mine.charAt(0))) {
      return order != 0 ? order : Integer.signum(mine.compareTo(theirs));
    }
    String number = mine.replaceFirst("^0+", "");
    String against = theirs.replaceFirst("^0+", "");
    order = Integer.compare(number.length(), against.length());
    return order != 0 ? order : Integer.signum(number.compareTo(against));
  }

  /** A tilde sorts before the end, the end before a caret, a caret before letters, then digits. */
  private static int rank(String segment) {
    if (segment.isEmpty()) return 1;
    return switch (segment.charAt(0)) {
      case '~' -> 0;
      case '^' -> 2;
      default -> Character.isDigit(segment.charAt(0)) ? 4 : 3;
    };
  }
}
