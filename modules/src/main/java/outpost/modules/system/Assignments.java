package outpost.modules.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The lines of a file that gives names values, one to a line: {@code NAME=VALUE}. Lines that
 * nothing is changed in stay as they were written.
 */
record Assignments(List<String> lines) {
  Assignments {
    lines = List.copyOf(lines);
  }

  static Assignments of(String text) {
    return new Assignments(text.lines().toList());
  }

  String text() {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /**
   * Returns the value that counts, the last one: blanks in it joined, quotes around it left out.
   */
  Optional<String> value(String name) {
    return lines.stream()
        .filter(line -> name.equals(name(line)))
        .map(line -> plain(line.substring(line.indexOf('=') + 1)))
        .reduce((first, last) -> last);
  }

  /** Returns these with one line for a name, in the place of its first one. */
  Assignments with(String name, String written) {
    List<String> edited = new ArrayList<>();
    boolean done = false;
    for (String line : lines) {
      boolean own = name.equals(name(line));
      if (own && !done) edited.add(written);
      if (!own) edited.add(line);
      done |= own;
    }
    if (!done) edited.add(written);
    return new Assignments(edited);
  }

  Assignments without(String name) {
    return new Assignments(lines.stream().filter(line -> !name.equals(name(line))).toList());
  }

  private static String name(String line) {
    String text = line.strip();
    int sign = text.indexOf('=');
    if (sign < 0 || text.startsWith("#") || text.startsWith(";")) return "";
    return text.substring(0, sign).strip().replaceFirst("^-", "");
  }

  static String plain(String value) {
    String text = value.strip().replaceAll("\\s+", " ");
    boolean quoted = text.length() > 1 && text.matches("\"[^\"]*\"|'[^']*'");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
