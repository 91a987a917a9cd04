package outpost.modules.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Puts one line into a text, or takes lines out of one.
 *
 * @param line the line
 * @param regexp what the line looks like whose place it takes
 * @param search a text in the line whose place it takes
 * @param after behind what a new line goes
 * @param before before what a new line goes
 * @param first whether a new line goes to the beginning
 * @param template the line, into which groups of {@code regexp} go
 * @param firstMatch whether the first line that matches counts
 */
record LineEdit(
    Optional<String> line,
    Optional<PythonPattern> regexp,
    Optional<String> search,
    Optional<PythonPattern> after,
    Optional<PythonPattern> before,
    boolean first,
    Optional<PythonTemplate> template,
    boolean firstMatch) {

  /** A new text, and in which way it is new. */
  record Made(String text, String from, String to, int count, String message) {}

  /** Sees to it that the line is there. */
  Made in(String text) {
    Lines lines = Lines.of(text);
    int place = regexp.isPresent() || search.isPresent() ? place(lines, this::matches) : -1;
    if (place >= 0) return replace(lines, place, text);
    String wanted = line.orElseThrow();
    if (place(lines, (all, at) -> all.get(at).equals(wanted)) >= 0 || template.isPresent()) {
      return new Made(text, "", "", 0, "");
    }
    lines.add(position(lines), wanted);
    return new Made(lines.text(), "absent", wanted, 1, "line added");
  }

  private Made replace(Lines lines, int place, String text) {
    String old = lines.get(place);
    String wanted = line.orElseThrow();
    if (template.isPresent()) {
      Matcher match = regexp.orElseThrow().matcher(lines.seen(place));
      match.find();
      wanted = template.get().expand(match);
      if (wanted.endsWith("\n")) wanted = wanted.substring(0, wanted.length() - 1);
    }
    if (old.equals(wanted)) return new Made(text, "", "", 0, "");
    lines.set(place, wanted);
    return new Made(lines.text(), old, wanted, 1, "line replaced");
  }

  private int position(Lines lines) {
    if (first) return 0;
    int behind = after.isPresent() ? place(lines, (all, at) -> after.get().isIn(all.seen(at))) : -1;
    if (behind >= 0) return behind + 1;
    int at = before.isPresent() ? place(lines, (all, i) -> before.get().isIn(all.seen(i))) : -1;
    return at >= 0 ? at : lines.size();
  }

  /** Takes every line out that matches. */
  Made out(String text) {
    Lines lines = Lines.of(text);
    List<String> gone = new ArrayList<>();
    for (int at = lines.size() - 1; at >= 0; at--) {
      boolean match =
          regexp.isPresent() || search.isPresent()
              ? matches(lines, at)
              : lines.get(at).equals(line.orElseThrow());
      if (match) {
        gone.add(0, lines.get(at));
        lines.remove(at);
      }
    }
    String message = gone.isEmpty() ? "" : gone.size() + " line(s) removed";
    return new Made(lines.text(), String.join(", ", gone), "absent", gone.size(), message);
  }

  private boolean matches(Lines lines, int at) {
    String seen = lines.seen(at);
    return regexp.map(one -> one.isIn(seen)).orElseGet(() -> seen.contains(search.orElseThrow()));
  }

  private int place(Lines lines, Test test) {
    int place = -1;
    for (int at = 0; at < lines.size() && (place < 0 || !firstMatch); at++) {
      if (test.holds(lines, at)) place = at;
    }
    return place;
  }

  /** Something that may be so of a line. */
  @FunctionalInterface
  private interface Test {
    boolean holds(Lines lines, int at);
  }
}
