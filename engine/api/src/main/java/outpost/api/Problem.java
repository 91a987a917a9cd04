package outpost.api;

import java.util.List;

/**
 * Something wrong that the user can mend: what it is, and the ways out.
 *
 * @param id the stable name of this kind of problem, such as {@code unknown-argument}
 * @param message what is wrong: lower case, no final period, the user's words in backticks
 * @param hints what to do, one sentence each
 */
public record Problem(String id, String message, List<String> hints) {
  public Problem {
    hints = List.copyOf(hints);
  }

  public static Problem of(String id, String message, String... hints) {
    return new Problem(id, message, List.of(hints));
  }
}
