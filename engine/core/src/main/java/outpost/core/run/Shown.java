package outpost.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outpost.core.template.Unknown;

/** Values laid out for people: text as it is, lists and maps as YAML would have them. */
final class Shown {
  /** What would be taken for a part of a list or mapping. */
  private static final Pattern MARK = Pattern.compile("[,{}\\[\\]'\"#]|: |^\\s|\\s$");

  private Shown() {}

  static List<String> lines(Object value) {
    List<String> lines = new ArrayList<>();
    add(lines, "", "", value);
    return lines;
  }

  /** Returns a value on one line. */
  static String line(Object value) {
    return value instanceof String text ? text : flow(value);
  }

  private static String flow(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Shown::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    String text = String.valueOf(value);
    boolean bare = !text.isBlank() && !MARK.matcher(text).find();
    return bare || !(value instanceof String) ? text : "'" + text.replace("'", "''") + "'";
  }

  private static void add(List<String> lines, String indent, String lead, Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      nested(lines, indent, lead);
      String deeper = lead.isEmpty() ? indent : indent + "  ";
      map.forEach((key, item) -> add(lines, deeper, key + ":", item));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      nested(lines, indent, lead);
      String deeper = lead.isEmpty() ? indent : indent + "  ";
      list.forEach(item -> add(lines, deeper, "-", item));
    } else {
      String text = value instanceof Unknown ? "not known yet" : String.valueOf(value);
      String[] parts = text.split("\n", -1);
      lines.add(indent + lead + (lead.isEmpty() ? "" : " ") + parts[0]);
      for (int i = 1; i < parts.length; i++) {
        if (i == parts.length - 1 && parts[i].isEmpty()) break;
        lines.add(indent + (lead.isEmpty() ? "" : "  ") + parts[i]);
      }
    }
  }

  private static void nested(List<String> lines, String indent, String lead) {
    if (!lead.isEmpty()) lines.add(indent + lead);
  }
}
