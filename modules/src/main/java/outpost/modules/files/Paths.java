package outpost.modules.files;

import outpost.api.BadArg;

/** Paths on a host, as arguments name them. */
final class Paths {
  private Paths() {}

  /**
   * Takes away needless slashes; one at the end is kept, as it has a meaning in places.
   *
   * @throws BadArg if the path does not begin at the root
   */
  static String absolute(String arg, String path) {
    if (path.startsWith("~")) {
      throw new BadArg(arg, "`" + path + "` is not a whole path", "write the home folder out");
    }
    if (!path.startsWith("/")) {
      throw new BadArg(arg, "`" + path + "` is not a whole path", "begin it with a slash");
    }
    if (path.contains("\n")) {
      throw new BadArg(arg, "a path of several lines", "write it on one line");
    }
    return path.contains("//") ? path.replaceAll("/+", "/") : path;
  }

  /** As {@link #absolute}, for a path that names the same thing with and without a slash. */
  static String plain(String arg, String path) {
    String whole = absolute(arg, path);
    return whole.length() > 1 && whole.endsWith("/")
        ? whole.substring(0, whole.length() - 1)
        : whole;
  }
}
