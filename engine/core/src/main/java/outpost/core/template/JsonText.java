package outpost.core.template;

import java.util.Optional;

/** Values as JSON text, for what keeps them outside of expressions. */
public final class JsonText {
  private JsonText() {}

  /** Returns the value that a text stands for; empty if it is no JSON, or is null. */
  public static Optional<Object> read(String text) {
    try {
      return Optional.ofNullable(Json.read(text));
    } catch (BadCall e) {
      return Optional.empty();
    }
  }

  /** Returns a value's text, each entry on a line of its own, keys in order. */
  public static String write(Object value) {
    return Json.write(value, 1);
  }
}
