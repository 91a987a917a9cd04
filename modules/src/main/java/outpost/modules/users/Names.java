package outpost.modules.users;

import java.util.Optional;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/** What the lines of {@code /etc/passwd} and {@code /etc/group} can hold. */
final class Names {
  /** As useradd(8) allows them, with the capitals and dots that it can be told to allow. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}\\$?");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

  private Names() {}

  static void check(String arg, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new BadArg(arg, "`" + name + "` is no name", "use letters, digits, _, - and .");
    }
  }

  static void checkNameOrNumber(String arg, String name) {
    if (!NUMBER.matcher(name).matches()) check(arg, name);
  }

  static void checkNumber(String arg, Optional<Long> number, String noun) {
    // the last one stands for none
    if (number.filter(n -> n < 0 || n >= 0xFFFFFFFFL).isPresent()) {
      throw new BadArg(
          arg, "`" + number.get() + "` is no " + noun + "'s number", "name one from 0 on");
    }
  }

  /** Refuses what would begin another field or line. */
  static void checkField(String arg, Optional<String> text) {
    if (text.filter(t -> t.contains(":") || t.contains("\n")).isPresent()) {
      throw new BadArg(
          arg, "`" + arg + "` holds a colon or a line break", "/etc/passwd cannot hold them");
    }
  }

  static void checkPath(String arg, Optional<String> path) {
    checkField(arg, path);
    if (path.filter(p -> !p.startsWith("/")).isPresent()) {
      throw new BadArg(arg, "`" + path.get() + "` is not a whole path", "begin it with a slash");
    }
  }

  /** Returns how getent is called: without directories of users elsewhere where told so. */
  static String getent(boolean local) {
    return local ? "getent -s files" : "getent";
  }

  /** Returns how {@code line} is set to what getent tells of the group {@code $group}. */
  static String group(boolean local) {
    return local ? "line=$(getent -s files group -- \"$group\") || line=" : "group_line \"$group\"";
  }
}
