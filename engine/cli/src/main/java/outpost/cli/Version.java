package outpost.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.UnaryOperator;

/** Which program this is. */
final class Version {
  private Version() {}

  static String number() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /** Returns what a report of a bug needs. */
  static String whole(UnaryOperator<String> systemProperty) {
    return "outpost "
        + number()
        + "\njava    "
        + systemProperty.apply("java.version")
        + ", "
        + systemProperty.apply("java.vendor")
        + "\nsystem  "
        + systemProperty.apply("os.name")
        + " "
        + systemProperty.apply("os.version")
        + ", "
        + systemProperty.apply("os.arch");
  }
}
