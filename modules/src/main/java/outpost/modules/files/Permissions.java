package outpost.modules.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Permissions of files of the control node. */
final class Permissions {
  private Permissions() {}

  static int of(Path path) {
    try {
      int bits = 0;
      for (PosixFilePermission one : Files.getPosixFilePermissions(path)) {
        bits |= 0400 >> one.ordinal(); // they are declared from owner's read to others' execute
      }
      return bits;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
