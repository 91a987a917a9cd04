package outpost.modules.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The lines of an fstab(5) file; those that nothing is changed in stay as they were written. Blanks
 * and tabs divide words, and newlines lines; any other character is part of a word.
 */
record Fstab(List<String> lines) {
  Fstab {
    lines = List.copyOf(lines);
  }

  /** What a line says is mounted, and how. */
  record Entry(String src, String path, String fstype, String opts, String dump, String passno) {

    static Optional<Entry> of(String line) {
      String text = line.replaceFirst("^[ \t]+", "");
      if (text.isEmpty() || text.startsWith("#")) return Optional.empty();
      String[] words = text.split("[ \t]+");
      if (words.length < 3) return Optional.empty();
      return Optional.of(
          new Entry(
              plain(words[0]),
              plain(words[1]),
              plain(words[2]),
              words.length > 3 ? plain(words[3]) : "defaults",
              words.length > 4 ? words[4] : "0",
              words.length > 5 ? words[5] : "0"));
    }

    /** Whether two are for the same place; what is mounted nowhere is known by its source. */
    boolean isFor(Entry other) {
      if (!path.equals(other.path)) return false;
      return !(path.equals("none") || path.equals("swap")) || src.equals(other.src);
    }

    String line() {
      String first = spelled(src);
      String begun = first.startsWith("#") ? "\\043" + first.substring(1) : first; // no comment
      return String.join(" ", begun, spelled(path), spelled(fstype), spelled(opts), dump, passno);
    }
  }

  static Fstab of(String text) {
    if (text.isEmpty()) return new Fstab(List.of());
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return new Fstab(Arrays.asList(whole.split("\n", -1)));
  }

  String text() {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  Optional<Entry> entry(Predicate<Entry> which) {
    return lines.stream().flatMap(line -> Entry.of(line).stream()).filter(which).findFirst();
  }

  /** Returns this with an entry in the place of the first one for the same place. */
  Fstab with(Entry entry) {
    List<String> edited = new ArrayList<>();
    boolean done = false;
    for (String line : lines) {
      if (Entry.of(line).filter(entry::isFor).isEmpty()) {
        edited.add(line);
      } else if (!done) {
        edited.add(Entry.of(line).filter(entry::equals).isPresent() ? line : entry.line());
        done = true;
      }
    }
    if (!done) edited.add(entry.line());
    return new Fstab(edited);
  }

  Fstab without(Predicate<Entry> which) {
    return new Fstab(
        lines.stream().filter(line -> Entry.of(line).filter(which).isEmpty()).toList());
  }

  /** Spells a word so that no blank is in it, as proc(5) spells paths as well. */
  static String spelled(String word) {
    return word.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }

  static String plain(String word) {
    return word.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\043", "#")
        .replace("\\134", "\\");
  }
}
