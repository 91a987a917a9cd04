package outpost.modules.cluster;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** When two values of the configuration mean the same to Pacemaker. */
final class Values {
  private static final Set<String> WORDS =
      Set.of("true", "yes", "on", "y", "false", "no", "off", "n");

  private static final int INFINITY = 1_000_000;

  private Values() {}

  /** Whether a cluster property or meta attribute is the same in another spelling. */
  static boolean same(String one, String other) {
    if (one.equals(other)) return true;
    if (truth(one).isPresent()) return truth(one).equals(truth(other));
    return time(one).isPresent() && time(one).equals(time(other));
  }

  private static Optional<Boolean> truth(String value) {
    boolean is = WORDS.contains(value.toLowerCase(Locale.ROOT));
    return is ? Optional.of(Xml.yes(value)) : Optional.empty();
  }

  /** Reads an interval or timeout. */
  static Optional<Duration> time(String text) {
    return Drift.interval(text);
  }

  /** Whether two intervals are the same; none is zero. */
  static boolean sameTime(String one, String other) {
    return one.equals(other)
        || time(one.isEmpty() ? "0" : one).equals(time(other.isEmpty() ? "0" : other));
  }

  /** Reads a score as Pacemaker does, which knows no larger one than a million. */
  static Optional<Integer> score(String text) {
    if (text.matches("[+]?(?i:INFINITY)")) return Optional.of(INFINITY);
    if (text.matches("-(?i:INFINITY)")) return Optional.of(-INFINITY);
    if (!text.matches("[+-]?\\d{1,9}")) return Optional.empty();
    return Optional.of(Math.max(-INFINITY, Math.min(INFINITY, Integer.parseInt(text))));
  }

  static boolean sameScore(String one, String other) {
    return one.equals(other) || score(one).isPresent() && score(one).equals(score(other));
  }
}
