package outpost.core.template;

import freemarker.core.Environment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a built-in of ours, their kinds already checked.
 *
 * @param values those in order; {@link #UNSET} where later ones were given by name
 * @param named those that can only be given by name
 * @param env what built-ins that call others hand on to them
 */
record Args(List<Object> values, Map<String, Object> named, Environment env) {
  static final Object UNSET = new Object();
  private static final int MOST = 1_000_000;

  static Args of(Object... values) {
    return new Args(Arrays.asList(values), Map.of(), null);
  }

  int count() {
    return values.size();
  }

  boolean has(int index) {
    return index < values.size() && values.get(index) != UNSET;
  }

  Object get(int index) {
    return values.get(index);
  }

  Object get(int index, Object otherwise) {
    return has(index) ? values.get(index) : otherwise;
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

  boolean flag(String name) {
    return Boolean.TRUE.equals(named.get(name));
  }

  int number(int index, int otherwise) throws BadCall {
    if (!has(index)) return otherwise;
    Number number = number(values.get(index));
    if (number instanceof Integer whole) return whole;
    throw new BadCall(index + 1, "a whole number is needed here, not " + number);
  }

  /** Returns a number of signs, which fit into memory. */
  int amount(int index, int otherwise) throws BadCall {
    int amount = number(index, otherwise);
    if (amount <= MOST) return amount;
    throw new BadCall(index + 1, "this takes a number up to a million, not " + amount);
  }

  List<?> list(int index) {
    return (List<?>) values.get(index);
  }

  /** Returns those from an index on. */
  Args from(int index) {
    return new Args(values.subList(Math.min(index, values.size()), values.size()), named, env);
  }

  /** Returns a scalar as text. */
  static String string(Object value) {
    return value instanceof Number number ? Numbers.plain(number) : String.valueOf(value);
  }

  static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Written;
  }

  /** Returns the number in a value that is one. */
  static Number number(Object value) {
    return Numbers.normal(value instanceof Written written ? written.number() : (Number) value);
  }
}
