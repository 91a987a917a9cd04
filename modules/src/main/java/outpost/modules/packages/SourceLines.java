package outpost.modules.packages;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of apt's lists of sources; lines that are not spoken of stay as they are written. */
record SourceLines(List<String> lines) {

  /** A source in a list: words with one blank between them, whether they count, and a remark. */
  private record Line(String source, boolean enabled, String remark) {
    static Optional<Line> of(String text) {
      String bare = text.strip();
      boolean enabled = !bare.startsWith("#");
      String rest = enabled ? bare : bare.substring(1);
      int sign = rest.indexOf('#');
      String source = plain(sign < 0 ? rest : rest.substring(0, sign));
      return source.startsWith("deb ") || source.startsWith("deb-src ")
          ? Optional.of(new Line(source, enabled, sign < 0 ? "" : " " + rest.substring(sign)))
          : Optional.empty();
    }
  }

  static SourceLines of(String text) {
    return new SourceLines(text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)")));
  }

  /** Returns a source with one blank between its words, and without a remark behind it. */
  static String plain(String source) {
    return source.replaceFirst("(?s)#.*", "").strip().replaceAll("\\s+", " ");
  }

  /** Whether a line has this source, be it one that counts or not. */
  boolean has(String source) {
    return lines.stream().anyMatch(line -> is(line, source, true) || is(line, source, false));
  }

  private static boolean is(String line, String source, boolean enabled) {
    return Line.of(line)
        .filter(one -> one.source().equals(source) && one.enabled() == enabled)
        .isPresent();
  }

  /** Returns the list with lines that have this source counting. */
  SourceLines enabling(String source) {
    return each(
        line ->
            is(line, source, false)
                ? source + Line.of(line).orElseThrow().remark().stripTrailing() + "\n"
                : line);
  }

  private SourceLines each(UnaryOperator<String> change) {
    return new SourceLines(lines.stream().map(change).toList());
  }

  SourceLines with(String source) {
    return new SourceLines(
        Stream.concat(
                each(line -> line.endsWith("\n") ? line : line + "\n").lines().stream(),
                Stream.of(source + "\n"))
            .toList());
  }

  /** Returns the list without the lines by which this source counts. */
  SourceLines without(String source) {
    return new SourceLines(lines.stream().filter(line -> !is(line, source, true)).toList());
  }

  String text() {
    return lines.stream().collect(Collectors.joining());
  }
}
