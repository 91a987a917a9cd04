package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers of {@code start=1 end=5 stride=2 format=web%02d}, or of {@code 1-5/2:web%02d}. */
final class Sequence {
  private static final Pattern SHORT =
      Pattern.compile("(?:(0?x?[0-9a-f]+)-)?(0?x?[0-9a-f]+)(?:/(-?0?x?[0-9a-f]+))?(?::(.+))?");
  private static final Set<String> WORDS = Set.of("start", "end", "count", "stride", "format");
  private static final int MOST = 1_000_000;

  private Sequence() {}

  static List<Object> of(String term) {
    Matcher brief = SHORT.matcher(term.strip());
    if (brief.matches()) {
      String start = brief.group(1) == null ? "1" : brief.group(1);
      long stride = brief.group(3) == null ? 1 : number(brief.group(3), term);
      return counted(number(start, term), number(brief.group(2), term), stride, brief.group(4));
    }
    Map<String, String> words = Inline.words(term, WORDS, "sequence").words();
    boolean byCount = words.containsKey("count");
    if (byCount == words.containsKey("end")) {
      throw Lookup.failed(
          "a sequence has either `count` or `end`", "write `start=1 end=5` or `count=5`");
    }
    long start = number(words.getOrDefault("start", "1"), term);
    long stride = number(words.getOrDefault("stride", "1"), term);
    long end;
    if (byCount) {
      long count = number(words.get("count"), term);
      if (count == 0) return List.of();
      end = start + (count - 1) * stride;
    } else {
      end = number(words.get("end"), term);
    }
    return counted(start, end, stride, words.get("format"));
  }

  private static long number(String text, String term) {
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      throw Lookup.failed("`" + text + "` in the sequence `" + term + "` is no number");
    }
  }

  private static List<Object> counted(long start, long end, long stride, String format) {
    if (stride == 0) return List.of();
    if (stride > 0 && end < start) {
      throw Lookup.failed(
          "this sequence would count from " + start + " up to " + end,
          "to count down give a negative `stride`");
    }
    if (stride < 0 && end > start) {
      throw Lookup.failed("this sequence would count from " + start + " down to " + end);
    }
    if ((end - start) / stride >= MOST) {
      throw Lookup.failed("this sequence has more than a million numbers");
    }
    List<Object> numbers = new ArrayList<>();
    for (long i = start; stride > 0 ? i <= end : i >= end; i += stride) {
      try {
        numbers.add(format == null ? Long.toString(i) : Formats.format(format, Args.of(i)));
      } catch (BadCall e) {
        throw Lookup.failed("`" + format + "` is no format of one number", "write `web%02d`");
      }
    }
    return numbers;
  }
}
