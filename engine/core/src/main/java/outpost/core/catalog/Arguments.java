package outpost.core.catalog;

import java.util.List;

/**
 * What a task may give, and the record that it makes.
 *
 * @param specs the arguments
 * @param maker makes the record of their values, which are in the order of {@code specs}
 */
public record Arguments(List<ArgSpec> specs, Maker maker) {
  private static final ClassValue<Arguments> OF_RECORDS =
      new ClassValue<>() {
        @Override
        protected Arguments computeValue(Class<?> type) {
          return read(type.asSubclass(Record.class));
        }
      };

  /** Makes a record of values. */
  @FunctionalInterface
  interface Maker {
    /**
     * @throws ReflectiveOperationException that holds a {@link outpost.api.BadArg} if they do not
     *     fit together
     */
    Record make(List<Object> values) throws ReflectiveOperationException;
  }

  /** Returns what the components of a record say. */
  static Arguments of(Class<? extends Record> type) {
    return OF_RECORDS.get(type);
  }

  private static Arguments read(Class<? extends Record> type) {
    return new Arguments(ArgSpec.of(type), values -> ArgSpec.make(type, values.iterator()));
  }
}
