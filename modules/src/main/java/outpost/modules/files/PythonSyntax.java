package outpost.modules.files;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/**
 * Translates Python's regular expressions to Java's. One expression each.
 *
 * <p>Python's library reference, "re", says what is to be meant; what differs: names of groups,
 * {@code \Z}, octal and letter escapes, braces and brackets that stand for themselves, comments,
 * and {@code ^} behind the last newline of a text.
 */
final class PythonSyntax {
  private static final Pattern QUANTIFIER = Pattern.compile("\\{(\\d*)(,?)(\\d*)\\}");
  private static final Pattern NAMED = Pattern.compile("\\(\\?P<(\\w+)>");
  private static final Pattern SAME = Pattern.compile("\\(\\?P=(\\w+)\\)");
  private static final Pattern FLAGS = Pattern.compile("\\(\\?([aimsux]+)?(-[imsx]+)?([:)])");
  private static final String KEPT = "AbBdDsSwW";
  private static final String CONTROL = "\t\n\r\f\u0007\u000B";

  private final String arg;
  private final String python;
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final StringBuilder java = new StringBuilder();
  private boolean multiline;
  private int groups;
  private int at;

  PythonSyntax(String arg, String python, boolean multiline) {
    this.arg = arg;
    this.python = python;
    this.multiline = multiline || python.matches("(?s)\\(\\?[aisux]*m[aimsux]*\\).*");
    while (at < python.length()) one();
  }

  static BadArg bad(String arg, String written, String why) {
    return new BadArg(
        arg, "`" + written + "` is no regular expression here: " + why, "write it as Python does");
  }

  String java() {
    return java.toString();
  }

  Map<String, Integer> names() {
    return names;
  }

  boolean isMultiline() {
    return multiline;
  }

  private void one() {
    char c = python.charAt(at);
    switch (c) {
      case '\\' -> escape(false);
      case '[' -> set();
      case '(' -> group();
      case '{' -> brace();
      case '}' -> put("\\}");
      case '^' -> put(multiline ? "(?:\\A|(?<=\\n))" : "^");
      default -> put(String.valueOf(c));
    }
  }

  /** Adds what one character of the expression comes to. */
  private void put(String text) {
    java.append(text);
    at++;
  }

  private void escape(boolean inSet) {
    if (at + 1 >= python.length()) throw bad(arg, python, "a backslash at its end");
    char c = python.charAt(at + 1);
    at += 2;
    int control = "tnrfav".indexOf(c);
    if (control >= 0) {
      java.append(String.format("\\x{%x}", (int) CONTROL.charAt(control)));
    } else if (c == 'b' && inSet) {
      java.append("\\x{8}");
    } else if (c == 'Z' && !inSet) {
      java.append("\\z");
    } else if (c == 'x' || c == 'u' || c == 'U') {
      number(at, c == 'x' ? 2 : c == 'u' ? 4 : 8, 16);
    } else if (c >= '0' && c <= '9') {
      digits(c, inSet);
    } else if (Character.isLetter(c) && c < 128 && KEPT.indexOf(c) < 0) {
      throw bad(arg, python, "`\\" + c + "` means nothing in it");
    } else {
      java.append('\\').append(c);
    }
  }

  private void digits(char first, boolean inSet) {
    Matcher octal = Pattern.compile("0[0-7]{0,2}|[0-3][0-7]{2}").matcher(python);
    octal.region(at - 1, python.length());
    if (octal.lookingAt()) {
      at--;
      number(at, octal.end() - at, 8);
    } else if (inSet) {
      throw bad(arg, python, "`\\" + first + "` is no character of a set");
    } else {
      Matcher more = Pattern.compile("\\d{1,2}").matcher(python).region(at - 1, python.length());
      more.lookingAt();
      if (Integer.parseInt(more.group()) > groups) {
        throw bad(arg, python, "there is no group " + more.group() + " before `\\" + first + "`");
      }
      java.append("(?:\\").append(more.group()).append(')');
      at = more.end();
    }
  }

  private void number(int from, int length, int base) {
    try {
      int code = Integer.parseInt(python.substring(from, from + length), base);
      java.append(String.format("\\x{%x}", code));
      at = from + length;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw bad(arg, python, "an escape lacks digits");
    }
  }

  /** In Java's sets brackets nest, {@code &&} intersects, and blanks go with the flag x. */
  private void set() {
    put("[");
    if (at < python.length() && python.charAt(at) == '^') put("^");
    boolean first = true;
    while (at < python.length() && (first || python.charAt(at) != ']')) {
      char c = python.charAt(at);
      if (c == '\\') {
        escape(true);
      } else {
        put("[]&# \t\n^".indexOf(c) >= 0 ? String.format("\\x{%x}", (int) c) : String.valueOf(c));
      }
      first = false;
    }
    if (at >= python.length()) throw bad(arg, python, "a set is not closed");
    put("]");
  }

  private void brace() {
    Matcher matcher = QUANTIFIER.matcher(python).region(at, python.length());
    boolean counts =
        matcher.lookingAt() && (!matcher.group(1).isEmpty() || !matcher.group(2).isEmpty());
    if (!counts) {
      put("\\{");
      return;
    }
    String from = matcher.group(1).isEmpty() ? "0" : matcher.group(1);
    java.append('{').append(from).append(matcher.group(2)).append(matcher.group(3)).append('}');
    at = matcher.end();
  }

  private void group() {
    if (!python.startsWith("(?", at)) {
      groups++;
      put("(");
      return;
    }
    Matcher named = NAMED.matcher(python).region(at, python.length());
    Matcher same = SAME.matcher(python).region(at, python.length());
    Matcher flags = FLAGS.matcher(python).region(at, python.length());
    if (named.lookingAt()) {
      names.put(named.group(1), ++groups);
      java.append('(');
      at = named.end();
    } else if (same.lookingAt() && names.containsKey(same.group(1))) {
      java.append("(?:\\").append(names.get(same.group(1))).append(')');
      at = same.end();
    } else if (python.startsWith("(?#", at)) {
      at = python.indexOf(')', at) + 1;
      if (at == 0) throw bad(arg, python, "a comment is not closed");
    } else if (flags.lookingAt()) {
      flags(flags);
    } else {
      String kind =
          List.of("(?=", "(?!", "(?<=", "(?<!", "(?>").stream()
              .filter(one -> python.startsWith(one, at))
              .findFirst()
              .orElseThrow(() -> bad(arg, python, "a group of this kind is not supported"));
      java.append(kind);
      at += kind.length();
    }
  }

  /** The flags {@code a} and {@code u} say what is so anyway. */
  private void flags(Matcher matcher) {
    String on = matcher.group(1) == null ? "" : matcher.group(1).replaceAll("[au]", "");
    String off = matcher.group(2) == null ? "" : matcher.group(2);
    if (on.contains("m") && at > 0 || off.contains("m")) {
      throw bad(arg, python, "the flag m is for its beginning");
    }
    if (!on.isEmpty() || !off.isEmpty() || matcher.group(3).equals(":")) {
      java.append("(?").append(on).append(off).append(matcher.group(3));
    }
    at = matcher.end();
  }
}
