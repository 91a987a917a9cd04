package outpost.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What {@code register} gets from the one engine and from the other. */
final class TwinResults {
  /** Each words and measures them in its own way; MD5 is nothing to rely on, a class no result. */
  private static final Set<String> OWN =
      Set.of(
          "cmd",
          "delta",
          "diff",
          "elapsed",
          "end",
          "handler",
          "md5sum",
          "remote_md5sum",
          "start",
          "unique",
          "warnings");

  /** Beyond it texts hold what differs between two hosts: their keys, times, and so on. */
  private static final int LONG = 60;

  private TwinResults() {}

  /**
   * Ansible's results that ours lacks, or that are of another value, a line each.
   *
   * @param documented those that the module's page names
   * @param plain takes out of a text what only one of two hosts has
   */
  static List<String> differences(
      Map<String, Object> ours,
      Map<String, Object> theirs,
      Set<String> documented,
      UnaryOperator<String> plain) {
    List<String> differences = new ArrayList<>();
    new TreeMap<>(theirs)
        .forEach(
            (key, value) -> {
              boolean told = documented.contains(key) || ours.containsKey(key);
              if (!told || OWN.contains(key) || isNothing(value)) return;
              // all modules of Ansible's may have these, and some do without running a program
              if (key.equals("rc") && !theirs.containsKey("stdout")) return;
              String mine = plain.apply(String.valueOf(ours.get(key)));
              String text = plain.apply(String.valueOf(value));
              if (!ours.containsKey(key)) {
                differences.add("no " + key + " (" + shown(text) + ")");
              } else if (!same(ours.get(key), value, mine, text)) {
                differences.add(key + " " + shown(mine) + ", Ansible: " + shown(text));
              }
            });
    return differences;
  }

  /** Null or empty, or the place of a file that Ansible has taken away again. */
  private static boolean isNothing(Object value) {
    return value == null || value.equals("") || String.valueOf(value).contains("/.ansible/tmp/");
  }

  private static boolean same(Object ours, Object theirs, String mine, String text) {
    if (ours instanceof Map<?, ?> || ours instanceof List<?>) {
      return theirs instanceof Map<?, ?> || theirs instanceof List<?>;
    }
    // texts that name their host have another checksum, but not one of another kind
    if (text.matches("[0-9a-f]{32,}")) return mine.matches("[0-9a-f]{" + text.length() + "}");
    return mine.equals(text) || mine.length() > LONG && text.length() > LONG;
  }

  private static String shown(String text) {
    return text.length() > LONG
        ? HostileText.shown(text.substring(0, LONG)) + "…"
        : HostileText.shown(text);
  }
}
