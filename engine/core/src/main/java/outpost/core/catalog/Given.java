package outpost.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import outpost.core.source.Node;
import outpost.core.source.Span;

/** What a task gives for an argument, with its place, before the argument's type is looked at. */
public sealed interface Given {

  Span span();

  /** Text as written in a file: the argument's own type decides what it means. */
  record Text(Span span, String text, boolean plain) implements Given {}

  /** What an expression answered, with its type: text, number, boolean, secret, or null. */
  record Value(Span span, Object value) implements Given {}

  /** What an expression will answer only later. */
  record Unknown(Span span) implements Given {}

  /** A list. */
  record Items(Span span, List<Given> items) implements Given {}

  /** A mapping. */
  record Fields(Span span, List<Field> fields) implements Given {}

  /** One key of a mapping. */
  record Field(Span keySpan, String key, Given value) {}

  /** Takes a YAML value as it is, without expressions. */
  static Given of(Node node) {
    if (node instanceof Node.Sequence list) {
      return new Items(list.span(), list.items().stream().map(Given::of).toList());
    }
    if (node instanceof Node.Mapping map) {
      return new Fields(
          map.span(),
          map.entries().stream()
              .map(e -> new Field(e.key().span(), e.key().text(), of(e.value())))
              .toList());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return new Text(scalar.span(), scalar.text(), scalar.plain());
  }

  /** Takes the value of an expression that stands at {@code span}. */
  static Given of(Span span, Object value) {
    if (value instanceof List<?> list) {
      return new Items(span, list.stream().map(item -> of(span, item)).toList());
    }
    if (value instanceof Map<?, ?> map) {
      List<Field> fields = new ArrayList<>();
      map.forEach((key, item) -> fields.add(new Field(span, String.valueOf(key), of(span, item))));
      return new Fields(span, fields);
    }
    return value instanceof outpost.core.template.Unknown
        ? new Unknown(span)
        : new Value(span, value);
  }

  /** Whether it stands for nothing: null, or a plain empty scalar, {@code ~} or {@code null}. */
  default boolean isNull() {
    if (this instanceof Value value) return value.value() == null;
    if (!(this instanceof Text text) || !text.plain()) return false;
    return switch (text.text()) {
      case "", "~", "null", "Null", "NULL" -> true;
      default -> false;
    };
  }
}
