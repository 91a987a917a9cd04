package outpost.core.inventory;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A name under which something can be reached.
 *
 * @param implicit whether no inventory names it: {@code localhost}, or the target of a delegation
 * @param file the inventory that named it first
 */
public record Host(String name, boolean implicit, Optional<Path> file) {

  /** Returns a host that no inventory names. */
  public static Host stranger(String name) {
    return new Host(name, true, Optional.empty());
  }

  @Override
  public String toString() {
    return name;
  }
}
