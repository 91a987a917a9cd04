package outpost.core.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What os-release(5) says.
 *
 * @param text the whole file
 */
record OsRelease(String text, Map<String, String> values) {

  static OsRelease of(List<String> lines) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals <= 0 || line.startsWith("#")) continue;
      values.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
    }
    return new OsRelease(String.join("\n", lines), values);
  }

  private static String unquoted(String text) {
    if (text.length() < 2 || "\"'".indexOf(text.charAt(0)) < 0) return text;
    return text.substring(1, text.length() - 1).replaceAll("\\\\([\"$`\\\\])", "$1");
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean says(String text) {
    return this.text.contains(text);
  }
}
