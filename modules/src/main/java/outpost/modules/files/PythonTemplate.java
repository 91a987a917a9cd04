package outpost.modules.files;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/** What takes the place of a match, with {@code \1}, {@code \g<name>} and escapes as in Python. */
final class PythonTemplate {
  private static final Pattern PART =
      Pattern.compile(
          "\\\\(?:g<(\\w+)>|(0[0-7]{0,2}|[0-3][0-7]{2})|([1-9]\\d?)|(.))", Pattern.DOTALL);

  /** A text, or the number of a group. */
  private record Part(String text, int group) {}

  private final List<Part> parts = new ArrayList<>();

  private PythonTemplate() {}

  /**
   * Reads a template.
   *
   * @throws BadArg if it asks for a group that the expression has not
   */
  static PythonTemplate of(String arg, String written, PythonPattern pattern) {
    PythonTemplate template = new PythonTemplate();
    Matcher matcher = PART.matcher(written);
    int from = 0;
    while (matcher.find()) {
      template.text(written.substring(from, matcher.start()));
      template.part(arg, matcher, pattern);
      from = matcher.end();
    }
    if (written.startsWith("\\", from) && from == written.length() - 1) {
      throw new BadArg(arg, "`" + written + "` ends with a backslash", "write it twice");
    }
    template.text(written.substring(from));
    return template;
  }

  private void text(String text) {
    if (!text.isEmpty()) parts.add(new Part(text, -1));
  }

  private void part(String arg, Matcher found, PythonPattern pattern) {
    String group = found.group(1) != null ? found.group(1) : found.group(3);
    if (group != null) {
      int number = group.matches("\\d+") ? Integer.parseInt(group) : pattern.group(group);
      if (number < 0 || number > pattern.groups()) {
        throw new BadArg(
            arg,
            "`" + found.group() + "` names no group of `regexp`",
            "put it in parentheses there");
      }
      parts.add(new Part("", number));
    } else if (found.group(2) != null) {
      text(String.valueOf((char) Integer.parseInt(found.group(2), 8)));
    } else {
      String letter = found.group(4);
      int control = "abfnrtv".indexOf(letter);
      if (control < 0 && letter.matches("[A-Za-z]")) {
        throw new BadArg(arg, "`\\" + letter + "` means nothing here", "write the backslash twice");
      }
      if (control >= 0) text(String.valueOf("\u0007\b\f\n\r\t\u000B".charAt(control)));
      else text(letter.equals("\\") ? "\\" : "\\" + letter);
    }
  }

  /** Returns what it comes to for a match; a group that took no part is empty. */
  String expand(Matcher match) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part.group() < 0) text.append(part.text());
      else if (match.group(part.group()) != null) text.append(match.group(part.group()));
    }
    return text.toString();
  }
}
