package outpost.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import outpost.api.Secret;
import outpost.core.event.Masker;
import outpost.core.template.Written;

/**
 * Writes values as JSON (RFC 8259) on one line. Every text goes through a mask before it is
 * escaped, so that a secret with a quote or a newline in it is found as well.
 */
final class Json {
  private final UnaryOperator<String> mask;
  private final UnaryOperator<List<String>> maskLines;
  private final StringBuilder out = new StringBuilder();

  private boolean foreign;

  private Json(UnaryOperator<String> mask, UnaryOperator<List<String>> maskLines) {
    this.mask = mask;
    this.maskLines = maskLines;
  }

  /** A value that is not ours, such as a result: even a number in it may be a secret. */
  record Foreign(Object value) {}

  /** Writes a value; the items of a list may be the lines of one secret. */
  static String of(Object value, Masker masker) {
    Json json = new Json(masker::mask, masker::maskLines);
    json.value(value);
    return json.out.toString();
  }

  static String of(Object value, UnaryOperator<String> mask) {
    Json json = new Json(mask, UnaryOperator.identity());
    json.value(value);
    return json.out.toString();
  }

  private void value(Object value) {
    if (value == null || value instanceof Boolean) out.append(value);
    else if (value instanceof Number number) number(number);
    else if (value instanceof Map<?, ?> map) object(map);
    else if (value instanceof List<?> list) array(list);
    else if (value instanceof Optional<?> some) value(some.orElse(null));
    else if (value instanceof Foreign other) foreign(other);
    else if (value instanceof Written written) written(written);
    else if (value instanceof Secret) out.append("\"***\"");
    else text(mask.apply(value.toString()));
  }

  private void foreign(Foreign other) {
    foreign = true;
    value(other.value);
    foreign = false;
  }

  /**
   * A number that keeps its spelling, where that is one of JSON's: {@code 8.10}, not {@code 0644}.
   */
  private void written(Written written) {
    boolean json = written.text().matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    if (json && mask.apply(written.text()).equals(written.text())) out.append(written.text());
    else text(mask.apply(written.text()));
  }

  private void number(Number number) {
    String text = number.toString();
    boolean secret = foreign && !mask.apply(text).equals(text);
    if (secret || !isFinite(number)) text(mask.apply(text));
    else out.append(text);
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      text(mask.apply(String.valueOf(entry.getKey())));
      out.append(':');
      value(entry.getValue());
      if (entries.hasNext()) out.append(',');
    }
    out.append('}');
  }

  private List<?> masked(List<?> list) {
    if (list.size() < 2 || !list.stream().allMatch(String.class::isInstance)) return list;
    return maskLines.apply(list.stream().map(String.class::cast).toList());
  }

  private void array(List<?> list) {
    out.append('[');
    Iterator<?> items = masked(list).iterator();
    while (items.hasNext()) {
      value(items.next());
      if (items.hasNext()) out.append(',');
    }
    out.append(']');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) character(text, i);
    out.append('"');
  }

  private void character(String text, int i) {
    char c = text.charAt(i);
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        // line separators end a line for some readers; half a surrogate pair is no UTF-8
        if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || isAlone(text, i)) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static boolean isAlone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
