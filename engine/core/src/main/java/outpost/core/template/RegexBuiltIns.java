package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Built-ins that search and replace by regular expressions, written as Python's are. */
final class RegexBuiltIns {
  private static final Pattern GROUP =
      Pattern.compile("\\\\(?:g<(\\w+)>|(\\d+)|(.))", Pattern.DOTALL);

  private static final String FLAGS = "flags:text|boolean? ignorecase:boolean? multiline:boolean?";
  private static final int MOST_CACHED = 1000;
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  static final List<Signature> TABLE =
      List.of(
          textual(
              "scalar?regex_replace(text scalar " + FLAGS + " count:number?) text",
              (x, args) -> replace(Args.string(x), args)),
          textual(
              "scalar?regex_search(text number|text* ignorecase:boolean? multiline:boolean?) any",
              (x, args) -> search(Args.string(x), args)),
          textual(
              "scalar?regex_findall(text " + FLAGS + ") list",
              (x, args) -> findAll(Args.string(x), args)),
          textual(
              "scalar?regex_escape text",
              (x, args) -> Args.string(x).replaceAll("[-()\\[\\]{}?*+|^$\\\\.&~#\\s]", "\\\\$0")),
          textual(
              "scalar?search(text " + FLAGS + ") boolean",
              (x, args) -> pattern(args, 1).matcher(Args.string(x)).find()),
          textual(
              "scalar?regex(text " + FLAGS + ") boolean",
              (x, args) -> pattern(args, 1).matcher(Args.string(x)).find()),
          textual(
              "scalar?match(text " + FLAGS + ") boolean",
              (x, args) -> pattern(args, 1).matcher(Args.string(x)).lookingAt()));

  private RegexBuiltIns() {}

  /**
   * The flags are i (any case), m (^ and $ at each line) and s (. also at line ends), or whether
   * case does not count and lines do, as Ansible has it.
   */
  private static Pattern pattern(Args args, int flagsAt) throws BadCall {
    boolean yesNo = args.has(flagsAt) && args.get(flagsAt) instanceof Boolean;
    int flags = yesNo && args.flag(flagsAt) || args.flag(flagsAt + 1) ? ANY_CASE : 0;
    if (args.flag(flagsAt + 2)) flags |= Pattern.MULTILINE;
    for (char flag : yesNo ? new char[0] : args.text(flagsAt, "").toCharArray()) {
      flags |=
          switch (flag) {
            case 'i' -> ANY_CASE;
            case 'm' -> Pattern.MULTILINE;
            case 's' -> Pattern.DOTALL;
            default ->
                throw new BadCall(
                    flagsAt + 1,
                    "there is no flag `" + flag + "`",
                    "there are i (any case), m (lines) and s (dot matches line ends)");
          };
    }
    return compiled(args.text(0), flags);
  }

  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private static Pattern compiled(String regex, int flags) throws BadCall {
    String key = flags + regex;
    Pattern known = COMPILED.get(key);
    if (known != null) return known;
    String ours =
        regex
            .replace("(?P<", "(?<")
            .replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>")
            .replace("\\Z", "\\z");
    try {
      Pattern pattern = Pattern.compile(ours, flags);
      if (COMPILED.size() < MOST_CACHED) COMPILED.put(key, pattern);
      return pattern;
    } catch (PatternSyntaxException e) {
      String why = e.getDescription().toLowerCase(Locale.ROOT);
      throw new BadCall(1, "`" + regex + "` is no regular expression: " + why);
    }
  }

  private static String replace(String text, Args args) throws BadCall {
    Matcher matcher = pattern(args, 2).matcher(text);
    String replacement = javaReplacement(args.text(1));
    int most = args.number(5, 0);
    try {
      StringBuilder replaced = new StringBuilder();
      for (int i = 0; (most == 0 || i < most) && matcher.find(); i++) {
        matcher.appendReplacement(replaced, replacement);
      }
      return matcher.appendTail(replaced).toString();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadCall(
          2, "`" + args.text(1) + "` asks for a group that `" + args.text(0) + "` does not have");
    }
  }

  /** {@code \1} and {@code \g<name>} become Java's {@code $1} and <code>${name}</code>. */
  private static String javaReplacement(String replacement) {
    StringBuilder ours = new StringBuilder();
    Matcher group = GROUP.matcher(replacement);
    int at = 0;
    while (group.find()) {
      ours.append(Matcher.quoteReplacement(replacement.substring(at, group.start())));
      if (group.group(1) != null) {
        boolean number = Character.isDigit(group.group(1).charAt(0));
        ours.append(number ? "$" + group.group(1) : "${" + group.group(1) + "}");
      } else if (group.group(2) != null) {
        ours.append('$').append(group.group(2));
      } else {
        ours.append(Matcher.quoteReplacement(escape(group.group(3))));
      }
      at = group.end();
    }
    return ours.append(Matcher.quoteReplacement(replacement.substring(at))).toString();
  }

  private static String escape(String letter) {
    return switch (letter) {
      case "n" -> "\n";
      case "t" -> "\t";
      case "r" -> "\r";
      case "\\" -> "\\";
      default -> "\\" + letter;
    };
  }

  /** The first match or the groups asked for; null if there is none. */
  private static Object search(String text, Args args) throws BadCall {
    int flags = args.flag("ignorecase") ? ANY_CASE : 0;
    if (args.flag("multiline")) flags |= Pattern.MULTILINE;
    Matcher matcher = compiled(args.text(0), flags).matcher(text);
    if (!matcher.find()) return null;
    if (args.count() == 1) return matcher.group();
    List<Object> groups = new ArrayList<>();
    for (int i = 1; i < args.count(); i++) groups.add(group(matcher, args, i));
    return groups.size() == 1 ? groups.get(0) : groups;
  }

  private static String group(Matcher matcher, Args args, int index) throws BadCall {
    String name = args.text(index).replaceFirst("^\\\\(g<(\\w+)>|(\\d+))$", "$2$3");
    try {
      String found =
          name.matches("\\d+") ? matcher.group(Integer.parseInt(name)) : matcher.group(name);
      return found == null ? "" : found;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadCall(index + 1, "`" + args.text(0) + "` has no group `" + name + "`");
    }
  }

  /** All matches; of a pattern with groups those, in a list where there are several. */
  private static List<Object> findAll(String text, Args args) throws BadCall {
    Matcher matcher = pattern(args, 1).matcher(text);
    List<Object> all = new ArrayList<>();
    while (matcher.find()) {
      if (matcher.groupCount() == 0) {
        all.add(matcher.group());
        continue;
      }
      List<Object> groups = new ArrayList<>();
      for (int i = 1; i <= matcher.groupCount(); i++) {
        groups.add(matcher.group(i) == null ? "" : matcher.group(i));
      }
      all.add(groups.size() == 1 ? groups.get(0) : groups);
    }
    return all;
  }
}
