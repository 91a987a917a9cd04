package outpost.modules.files;

/** Patterns of files as shells know them. */
final class Globs {
  private Globs() {}

  static boolean isPattern(String path) {
    return plainLength(path) < path.length();
  }

  /** Returns how long a pattern is before its first sign. */
  static int plainLength(String path) {
    int length = 0;
    while (length < path.length() && "*?[".indexOf(path.charAt(length)) < 0) length++;
    return length;
  }

  /** Returns it as a shell reads it: every other sign that means something there is quoted. */
  static String pattern(String path) {
    return path.replaceAll("([^A-Za-z0-9_./*?\\[\\]-])", "\\\\$1");
  }
}
