package outpost.core.catalog;

import java.util.function.Supplier;

/** What is worked out when it is first asked for, and kept; any number of threads may ask. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> work;
  private volatile T value;

  Once(Supplier<T> work) {
    this.work = work;
  }

  @Override
  public T get() {
    if (value == null) {
      synchronized (this) {
        if (value == null) value = work.get();
      }
    }
    return value;
  }
}
