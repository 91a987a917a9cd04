package outpost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares output with the file that holds it word for word. After a wanted change, {@code mvn test
 * -Dgolden=write} writes the files anew; read their difference before you commit it.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/outpost/cli/golden");

  private Golden() {}

  /** Escape characters are kept as {@code ␛}, so that the files can be read. */
  static void check(String name, String actual) {
    check(FOLDER.resolve(name), actual.replace('\u001b', '␛').replace("\r", "␍"));
  }

  /** Holds a file of the documentation to what it is written from. */
  static void check(Path file, String readable) {
    try {
      if ("write".equals(System.getProperty("golden"))) Files.writeString(file, readable);
      assertEquals(Files.readString(file), readable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
