package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The script's lines, {@code key=value}, by key; a key may come more than once.
 *
 * @param warnings what readers find wrong, which they add themselves
 */
record Printed(Map<String, List<String>> lines, List<String> warnings) {

  static Printed of(String text) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (equals <= 0) continue;
      lines
          .computeIfAbsent(line.substring(0, equals), key -> new ArrayList<>())
          .add(line.substring(equals + 1));
    }
    return new Printed(lines, new ArrayList<>());
  }

  List<String> all(String key) {
    return lines.getOrDefault(key, List.of());
  }

  /** Returns the first value that is not blank. */
  Optional<String> text(String key) {
    return all(key).stream().map(String::strip).filter(value -> !value.isEmpty()).findFirst();
  }

  boolean has(String key) {
    return text(key).isPresent();
  }

  /** Returns the words of the first value. */
  List<String> words(String key) {
    return text(key).map(Printed::split).orElse(List.of());
  }

  /** Returns all lines of a key as the one text they were. */
  String whole(String key) {
    return String.join("\n", all(key));
  }

  static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  OptionalLong count(String key) {
    return number(text(key).orElse(""));
  }

  static OptionalLong number(String text) {
    return text.matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** Returns the file names of a folder, each with what it links to, out of {@code ls -l}. */
  Map<String, String> links(String key) {
    Map<String, String> links = new LinkedHashMap<>();
    for (String line : all(key)) {
      int arrow = line.indexOf(" -> ");
      if (arrow < 0) continue;
      String name = line.substring(line.lastIndexOf(' ', arrow - 1) + 1, arrow);
      links.put(name, line.substring(arrow + 4));
    }
    return links;
  }

  /** Returns the last part of a path. */
  static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
