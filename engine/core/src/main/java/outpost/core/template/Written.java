package outpost.core.template;

import java.util.Objects;

/**
 * A number whose spelling says more than its value: {@code 8.10}, {@code 0644}. It counts and
 * compares as the number and prints as it was written.
 */
public record Written(Number number, String text) {
  public Written {
    Objects.requireNonNull(number);
    Objects.requireNonNull(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
