package outpost.modules.files;

import java.util.List;
import java.util.Optional;
import outpost.api.Change;

/** What is shown of a file's content before and after. */
final class Diffs {
  private Diffs() {}

  /** Texts above this are not compared line by line: Ansible's limit. */
  static final int LIMIT = 104_448;

  /** Returns what to show: nothing of what is long, or no text. */
  static Optional<Change.Diff> between(String name, byte[] before, byte[] after) {
    if (before.length > LIMIT || after.length > LIMIT || hasNul(before) || hasNul(after)) {
      return Optional.empty();
    }
    boolean both = Encoding.of(before) == Encoding.UTF_8 && Encoding.of(after) == Encoding.UTF_8;
    Encoding as = both ? Encoding.UTF_8 : Encoding.BYTES;
    return Optional.of(new Change.Diff(name, as.text(before), as.text(after), false));
  }

  /** Returns the first of some names, and how many there are beside. */
  static String some(List<String> names) {
    int shown = Math.min(5, names.size());
    String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
    return String.join(", ", names.subList(0, shown)).replace("\n", "\\n") + more;
  }

  private static boolean hasNul(byte[] bytes) {
    for (byte one : bytes) if (one == 0) return true;
    return false;
  }
}
