package outpost.modules.system;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Script;

/** Writes words so that a POSIX shell expands just what is meant to be expanded. */
final class Expansion {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)})");
  private static final Pattern HOME = Pattern.compile("(~[A-Za-z0-9_.-]*)(/.*)?", Pattern.DOTALL);
  private static final Pattern GLOB = Pattern.compile("[*?\\[\\]]+");

  private Expansion() {}

  /** Variables of the environment stand for their values; unknown ones are left as written. */
  static String word(String text) {
    Matcher home = HOME.matcher(text);
    if (home.matches()) {
      String rest = home.group(2);
      return home.group(1) + (rest == null ? "" : "/" + variables(rest.substring(1)));
    }
    return variables(text);
  }

  private static String variables(String text) {
    StringBuilder word = new StringBuilder();
    Matcher variable = VARIABLE.matcher(text);
    int from = 0;
    while (variable.find()) {
      quote(text.substring(from, variable.start()), word);
      String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
      word.append("\"${").append(name).append("-\\").append(variable.group()).append("}\"");
      from = variable.end();
    }
    quote(text.substring(from), word);
    return word.isEmpty() ? "''" : word.toString();
  }

  /** Signs of a pattern of file names keep their meaning, all else is as written. */
  static String pattern(String text) {
    StringBuilder word = new StringBuilder();
    Matcher glob = GLOB.matcher(text);
    int from = 0;
    while (glob.find()) {
      quote(text.substring(from, glob.start()), word);
      word.append(glob.group());
      from = glob.end();
    }
    quote(text.substring(from), word);
    return word.isEmpty() ? "''" : word.toString();
  }

  private static void quote(String text, StringBuilder word) {
    if (!text.isEmpty()) word.append(Script.quote(text));
  }
}
