package outpost.core.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

final class Jinja {
  static final Map<String, String> FILTERS = Map.of();

  record Found(int from, int to, String message, List<String> hints) {
    String bareCondition(String text) {
      return text;
    }
  }

  private Jinja() {}

  static Optional<Found> find(String text) {
    int at = text.indexOf("{{");
    return at < 0
        ? Optional.empty()
        : Optional.of(
            new Found(
                at,
                at + 2,
                "`{{ }}` is not an expression here",
                List.of("expressions are written `${…}`")));
  }

  static Optional<Found> findAnywhere(String text) {
    return find(text);
  }

  static Optional<String> translate(String text, boolean condition) {
    return Optional.empty();
  }
}
