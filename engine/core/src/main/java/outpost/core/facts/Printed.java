package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The script's lines, {@code key=value}, by key; a key may come more than once. */
record Printed(Map<String, List<String>> lines) {

  static Printed of(String text) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals <= 0) return;
              lines
                  .computeIfAbsent(line.substring(0, equals), key -> new ArrayList<>())
                  .add(line.substring(equals + 1));
            });
    return new Printed(lines);
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
    return text(key).map(value -> List.of(value.split("\\s+"))).orElse(List.of());
  }

  static OptionalLong number(String text) {
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
