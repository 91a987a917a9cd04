package outpost.core.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what the user may have meant among the names that are valid at that place. */
public final class Suggest {
  private Suggest() {}

  /** Returns the nearest name that is near enough; of two equally near the first in order. */
  public static Optional<String> nearest(String written, Collection<String> valid) {
    int most = Math.max(1, written.length() / 3);
    return valid.stream()
        .filter(name -> Math.abs(name.length() - written.length()) <= most)
        .filter(name -> !name.equals(written))
        .filter(name -> distance(written, name) <= most)
        // one letter is not near another
        .filter(name -> distance(written, name) < Math.max(written.length(), name.length()))
        .min(Comparator.<String>comparingInt(name -> distance(written, name)));
  }

  /** Returns the hint "did you mean `x`?" as a list of none or one, to be added to other hints. */
  public static List<String> hint(String written, Collection<String> valid) {
    return nearest(written, valid).map(name -> "did you mean `" + name + "`?").stream().toList();
  }

  /** Returns how many letters must be added, dropped, replaced or swapped; case does not count. */
  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) cost[i][0] = i;
    for (int j = 0; j <= b.length(); j++) cost[0][j] = j;
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
