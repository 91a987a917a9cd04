package outpost.core.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.core.source.Suggest;

/**
 * A term that has options in itself, as Ansible's older lookups take them: {@code name length=8}.
 *
 * @param name what stands before them
 */
record Inline(String name, Map<String, String> words) {
  private static final Pattern WORD = Pattern.compile("(?:^|\\s+)(\\w+)=('[^']*'|\"[^\"]*\"|\\S*)");

  /** Reads one; what is no option of these is an error. */
  static Inline words(String term, Set<String> known, String kind) {
    Map<String, String> words = new LinkedHashMap<>();
    Matcher word = WORD.matcher(term);
    int end = term.length();
    while (word.find()) {
      end = Math.min(end, word.start());
      if (!known.contains(word.group(1))) {
        throw Lookup.failed(
            "`" + kind + "` has no option `" + word.group(1) + "`",
            Suggest.hint(word.group(1), known).toArray(String[]::new));
      }
      String value = word.group(2);
      boolean quoted = value.length() > 1 && value.matches("(?s)['\"].*");
      words.put(word.group(1), quoted ? value.substring(1, value.length() - 1) : value);
    }
    return new Inline(term.substring(0, end).strip(), words);
  }
}
