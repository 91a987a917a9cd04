package outpost.core.template;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The arguments of a built-in of ours, their kinds already checked. */
record Args(List<Object> values) {

  int count() {
    return values.size();
  }

  boolean has(int index) {
    return index < values.size();
  }

  Object get(int index) {
    return values.get(index);
  }

  String text(int index) {
    return string(values.get(index));
  }

  String text(int index, String otherwise) {
    return has(index) ? text(index) : otherwise;
  }

  boolean flag(int index) {
    return has(index) && (Boolean) values.get(index);
  }

  int number(int index, int otherwise) throws BadCall {
    if (!has(index)) return otherwise;
    Number number = number(values.get(index));
    if (number instanceof Integer whole) return whole;
    throw new BadCall(index + 1, "a whole number is needed here, not " + number);
  }

  List<?> list(int index) {
    return (List<?>) values.get(index);
  }

  Map<?, ?> map(int index, Supplier<Map<?, ?>> otherwise) {
    return has(index) ? (Map<?, ?>) values.get(index) : otherwise.get();
  }

  /** Returns a scalar as text. */
  static String string(Object value) {
    return value instanceof Number number ? Numbers.plain(number) : String.valueOf(value);
  }

  /** Returns the number in a value that is one. */
  static Number number(Object value) {
    return Numbers.normal(value instanceof Written written ? written.number() : (Number) value);
  }
}
