package outpost.modules.packages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of repositories in sections; those that are not spoken of stay as they are written. */
record RepoFile(String head, Map<String, String> sections) {

  /** Reads a file: what stands before the first section, and each section's lines by its name. */
  static RepoFile of(String text) {
    StringBuilder head = new StringBuilder();
    Map<String, String> sections = new LinkedHashMap<>();
    String name = null;
    for (String line : text.split("(?<=\n)")) {
      String bare = line.strip();
      if (bare.startsWith("[") && bare.endsWith("]")) name = bare.substring(1, bare.length() - 1);
      if (name == null) {
        head.append(line);
      } else {
        sections.merge(name, line, String::concat);
      }
    }
    return new RepoFile(head.toString(), sections);
  }

  /** Returns what a section says, by key; lines that begin with blanks go on with a value. */
  Optional<Map<String, String>> settings(String name) {
    if (!sections.containsKey(name)) return Optional.empty();
    Map<String, String> settings = new LinkedHashMap<>();
    String key = "";
    for (String line : sections.get(name).lines().skip(1).toList()) {
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#") || bare.startsWith(";")) continue;
      if (Character.isWhitespace(line.charAt(0)) && !key.isEmpty()) {
        settings.merge(key, "\n" + bare, String::concat);
      } else {
        int sign = bare.indexOf('=');
        key = (sign < 0 ? bare : bare.substring(0, sign)).strip();
        settings.put(key, sign < 0 ? "" : bare.substring(sign + 1).strip());
      }
    }
    return Optional.of(settings);
  }

  /** Returns the file with a section of these settings, in its place or at the end. */
  RepoFile with(String name, Map<String, String> settings) {
    StringBuilder section = new StringBuilder("[" + name + "]\n");
    settings.forEach(
        (key, value) ->
            section.append(key).append(" = ").append(value.replace("\n", "\n\t")).append('\n'));
    Map<String, String> all = new LinkedHashMap<>(sections);
    all.put(name, section.append('\n').toString());
    return new RepoFile(head, all);
  }

  RepoFile without(String name) {
    Map<String, String> all = new LinkedHashMap<>(sections);
    all.remove(name);
    return new RepoFile(head, all);
  }

  boolean isEmpty() {
    return sections.isEmpty();
  }

  /** Returns the text; each section begins on a line of its own. */
  String text() {
    List<String> parts = new ArrayList<>(List.of(head));
    parts.addAll(sections.values());
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') text.append('\n');
      text.append(part);
    }
    return text.toString();
  }
}
