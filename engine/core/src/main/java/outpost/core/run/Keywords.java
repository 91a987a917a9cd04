package outpost.core.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.language.Keyword;
import outpost.core.program.Step;
import outpost.core.source.Span;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.UnknownValue;

/** Evaluates keywords of a task, and waits as they ask. */
final class Keywords {
  private Keywords() {}

  /**
   * Returns whether a keyword is on; off where it is not given, or where what it hangs on has no
   * value: what an expression lacks was told before the run.
   *
   * @param scope is asked for only where the keyword is given
   */
  static boolean isOn(Step.Settings settings, Keyword keyword, Supplier<Scope> scope) {
    if (!settings.says(keyword)) return false;
    try {
      return truth(settings, keyword, scope.get()).orElse(false);
    } catch (EvaluationFailed | UnknownValue e) {
      return false;
    }
  }

  /** Returns what a keyword says of yes and no; empty where nothing is said. */
  static Optional<Boolean> truth(Step.Settings settings, Keyword keyword, Scope scope) {
    return settings.value(keyword, scope).flatMap(given -> truth(given.value()));
  }

  /** Returns what a value says of yes and no, as users write it; empty for neither. */
  static Optional<Boolean> truth(Object value) {
    if (value instanceof Boolean is) return Optional.of(is);
    return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
      case "yes", "true", "on", "1" -> Optional.of(true);
      case "no", "false", "off", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Returns a value as text; that of a secret is looked at or used, never told. */
  static String string(Object value) {
    return value instanceof Secret secret ? secret.revealText() : String.valueOf(value);
  }

  /** Returns a keyword's number of seconds; empty where it is not given or omitted. */
  static Optional<Duration> seconds(Step.Settings settings, Keyword keyword, Scope scope) {
    return settings
        .value(keyword, scope)
        .map(given -> duration(decimal(given.from(), given.value())));
  }

  /** Returns a keyword's number; empty where it is not given or omitted. */
  static Optional<Integer> number(Step.Settings settings, Keyword keyword, Scope scope) {
    return settings
        .value(keyword, scope)
        .map(given -> decimal(given.from(), given.value()).intValue());
  }

  static int number(Template keyword, Scope scope) {
    return decimal(keyword, keyword.evaluate(scope)).intValue();
  }

  static Duration seconds(Template keyword, Scope scope) {
    return duration(decimal(keyword, keyword.evaluate(scope)));
  }

  private static Duration duration(BigDecimal seconds) {
    return Duration.ofMillis(seconds.movePointRight(3).longValue());
  }

  private static BigDecimal decimal(Template keyword, Object value) {
    try {
      return new BigDecimal(string(value));
    } catch (NumberFormatException e) {
      throw new Wrong(keyword, "`" + value + "` is not a number");
    }
  }

  /** Returns the names in a {@code notify}: one text, or a list of them. */
  static List<String> names(Template keyword, Scope scope) {
    Object value = keyword.evaluate(scope);
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(Math.max(0, time.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Workers.Interrupted();
    }
  }

  /** A keyword has a value that it cannot have. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Template keyword;

    Wrong(Template keyword, String message) {
      super(message);
      this.keyword = keyword;
    }

    Problem problem() {
      return Problem.of("wrong-type", getMessage());
    }

    Span span() {
      return keyword.span();
    }
  }
}
