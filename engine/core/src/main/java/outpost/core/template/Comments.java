package outpost.core.template;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Makes text a comment, in the styles that Ansible knows. */
final class Comments {

  /** How comments look: what begins, decorates each line, and ends. */
  private record Style(String begin, String decoration, String end) {}

  private static final Map<String, Style> STYLES =
      Map.of(
          "plain", new Style("", "# ", ""),
          "c", new Style("", "// ", ""),
          "cblock", new Style("/*", " * ", " */"),
          "erlang", new Style("", "% ", ""),
          "erb", new Style("", "<%# ", ""),
          "xml", new Style("<!--", " - ", "-->"));

  private Comments() {}

  static String comment(Object value, Args args) throws BadCall {
    String name = args.text(0, "plain");
    Style style = STYLES.get(name.toLowerCase(Locale.ROOT));
    if (style == null) {
      throw new BadCall(
          1,
          "there is no style `" + name + "`",
          "there are " + String.join(", ", new TreeSet<>(STYLES.keySet())));
    }
    String decoration = args.text(1, style.decoration());
    String empty = decoration.stripTrailing();
    String begin = args.text(2, style.begin());
    String end = args.text(3, style.end());
    StringBuilder comment = new StringBuilder();
    if (!begin.isEmpty()) comment.append(begin).append('\n');
    repeat(args.text(4, empty), args.amount(6, 1), comment);
    for (String line : Args.string(value).split("\n", -1)) {
      comment.append((decoration + line).stripTrailing()).append('\n');
    }
    repeat(args.text(5, empty), args.amount(7, 1), comment);
    comment.setLength(comment.length() - 1);
    if (!end.isEmpty()) comment.append('\n').append(end);
    return comment.toString();
  }

  private static void repeat(String line, int times, StringBuilder comment) {
    for (int i = 0; i < times; i++) comment.append(line).append('\n');
  }
}
