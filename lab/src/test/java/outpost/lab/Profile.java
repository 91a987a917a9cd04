package outpost.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How much a run of the tests does: the usual measure, or all of it with {@code --full}. */
final class Profile {
  private Profile() {}

  static boolean isFull() {
    return Boolean.getBoolean("lab.full");
  }

  /** The usual count, or the full one; what is left out is told at the end of the run. */
  static int count(String what, int usual, int full) {
    if (isFull()) {
      return full;
    }
    leftOut(full - usual + " of " + full + " " + what);
    return usual;
  }

  /** Whether to do what takes too long for every run; if not, it is told at the end of the run. */
  static boolean also(String what) {
    if (!isFull()) {
      leftOut(what);
    }
    return isFull();
  }

  private static void leftOut(String what) {
    try {
      Path list = Checkout.here().root().resolve("lab/target/left-out.txt");
      Files.writeString(list, what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
