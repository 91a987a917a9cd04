package outpost.modules.packages;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/**
 * What a task calls a package: {@code pcs}, {@code pcs-0.11.5}, {@code pcs >= 0.11}, {@code
 * @group}, or a capability such as {@code /usr/sbin/pcs} or {@code perl(JSON)}.
 *
 * @param written as the package manager takes it
 * @param label what the package database is asked for
 * @param condition what the installed version has to be like
 * @param group whether it names a group of packages
 */
record Name(String written, String label, Optional<Condition> condition, boolean group) {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+~^-]*");
  private static final Pattern CAPABILITY =
      Pattern.compile("/[A-Za-z0-9_.+/@~-]+|[A-Za-z0-9_.+-]+\\([A-Za-z0-9_.+:/()-]+\\)");
  private static final Pattern CONDITION =
      Pattern.compile("([^\\s<>=]+)\\s*(>=|<=|==|=|>|<)\\s*([^\\s<>=]+)");
  private static final Pattern GROUP = Pattern.compile("@([A-Za-z0-9_][A-Za-z0-9_.-]*)");

  /** A version, compared as RPM compares. */
  record Condition(String sign, String version) {
    boolean holds(String installed) {
      int order = Version.compare(installed, version);
      return switch (sign) {
        case ">=" -> order >= 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case "<" -> order < 0;
        default -> order == 0;
      };
    }
  }

  /**
   * Reads a name.
   *
   * @throws BadArg if it has a form that no state can be read for
   */
  static Name of(String text) {
    String name = text.strip();
    Matcher group = GROUP.matcher(name);
    if (group.matches()) return new Name(name, group.group(1), Optional.empty(), true);
    Matcher condition = CONDITION.matcher(name);
    if (condition.matches() && LABEL.matcher(condition.group(1)).matches()) {
      String sign = condition.group(2).replace("==", "=");
      String label = condition.group(1);
      return new Name(
          label + " " + sign + " " + condition.group(3),
          label,
          Optional.of(new Condition(sign, condition.group(3))),
          false);
    }
    boolean rpm = name.endsWith(".rpm") || name.contains("://");
    if (!rpm && (LABEL.matcher(name).matches() || CAPABILITY.matcher(name).matches())) {
      return new Name(name, name, Optional.empty(), false);
    }
    throw new BadArg("name", "`" + text + "` is no package's name", hint(name, rpm));
  }

  private static String hint(String name, boolean rpm) {
    if (rpm) return "put the file into a repository, and name the package";
    if (name.startsWith("@^")) return "environments are not supported: name their groups";
    if (name.startsWith("@")) return "module streams are not supported: name packages or a @group";
    if (name.matches(".*\\d+:.*")) return "leave out the epoch: name-version-release is enough";
    if (name.matches(".*[*?\\[].*")) {
      return "patterns are not supported, except `*` alone with `state: latest`";
    }
    return "write it as pkg, pkg-1.2, pkg >= 1.2, @group or /a/file/of/it";
  }
}
