package outpost.modules.packages;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings in the format deb822, as Ansible writes them: in the order of its arguments. */
record Stanza(Map<String, String> settings) {

  String text() {
    return settings.entrySet().stream()
        .sorted(Comparator.comparing(entry -> argument(entry.getKey())))
        .map(entry -> entry.getKey() + ":" + value(entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String argument(String field) {
    return field.equals("X-Repolib-Name") ? "name" : field.toLowerCase(Locale.ROOT);
  }

  /** Values of several lines begin on the next one, and none of their lines is empty. */
  private static String value(String value) {
    if (!value.contains("\n")) return " " + value;
    return value
        .strip()
        .lines()
        .map(line -> "\n    " + (line.isBlank() ? "." : line.strip()))
        .collect(Collectors.joining());
  }
}
