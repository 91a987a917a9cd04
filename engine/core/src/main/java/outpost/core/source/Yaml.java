package outpost.core.source;

import java.util.Optional;
import outpost.api.Problem;

/** Reads YAML into nodes that know where they stand. */
public final class Yaml {
  private Yaml() {}

  /**
   * Reads the one document of a source. An empty one is a null {@link Node.Scalar}; what cannot be
   * read is empty, and {@code problems} says why.
   */
  public static Optional<Node> read(Source source, Problems problems) {
    if (!source.isSecret()) return parse(source, problems);
    Problems quoting = new Problems();
    Optional<Node> node = parse(source, quoting);
    quoting.all().forEach(d -> problems.report(d.severity(), d.span(), withoutQuotes(d.problem())));
    return node;
  }

  /** What is wrong in a secret text is told without the words that stand there. */
  private static Problem withoutQuotes(Problem problem) {
    return new Problem(
        problem.id(),
        problem.message().replaceAll("`[^`]*`", "`***`"),
        problem.hints().stream().filter(hint -> !hint.contains("`")).toList());
  }

  private static Optional<Node> parse(Source source, Problems problems) {
    int bad = forbiddenCharacter(source.text());
    if (bad >= 0) {
      int code = source.text().codePointAt(bad);
      problems.error(
          source.span(bad, bad + Character.charCount(code)),
          "control-character",
          String.format("the character U+%04X is not allowed in YAML", code),
          String.format("inside double quotes write it as `\\u%04X`", code));
      return Optional.empty();
    }
    return new Composer(source, problems).document();
  }

  /** Finds what YAML 1.1 does not allow in a file at all; -1 if there is none. */
  private static int forbiddenCharacter(String text) {
    for (int i = 0; i < text.length(); ) {
      int code = text.codePointAt(i);
      boolean allowed =
          code >= 0x20 && code <= 0x7e
              || code == '\n'
              || code == '\r'
              || code == '\t'
              || code == 0x85
              || code >= 0xa0 && code <= 0xd7ff
              || code >= 0xe000 && code <= 0xfffd
              || code >= 0x10000;
      if (!allowed) return i;
      i += Character.charCount(code);
    }
    return -1;
  }
}
