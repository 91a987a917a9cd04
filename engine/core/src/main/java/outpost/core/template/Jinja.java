package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds Jinja2 in what users wrote, and spells it in FreeMarker for the hints. It never runs it.
 */
final class Jinja {
  /** What goes on in these ways is a Go template, as Docker and kubectl take them. */
  private static final Pattern GO =
      Pattern.compile("\\{\\{-?\\s*([.$]|range |end\\b|json |printf |if |with ).*", Pattern.DOTALL);

  private static final Pattern GO_ONLY =
      Pattern.compile("\\{\\{-?\\s*([.$]|range |end\\b|json |printf ).*", Pattern.DOTALL);
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\{%[-+]?\\s*(if|for|set|endif|endfor|elif|else|macro|raw|include|import|block)\\b");
  private static final Pattern COMMENT = Pattern.compile("(?s)\\{#.*?#}");

  private Jinja() {}

  /** A piece of Jinja2 in a text, and what to tell of it. */
  record Found(int from, int to, String message, List<String> hints) {}

  /** Returns the pieces of Jinja2 in plain text; one for all where there are statements. */
  static List<Found> find(String text) {
    List<Found> found = new ArrayList<>();
    Matcher statement = STATEMENT.matcher(text);
    if (statement.find()) {
      String hint =
          JinjaBlocks.translate(text)
              .filter(Jinja::parses)
              .map(translated -> "write `" + translated + "`")
              .orElse("use `when` and `loop`, `${condition?then(a, b)}`, or a template file");
      int from = statement.start();
      return List.of(new Found(from, from + 2, "`{% %}` is Jinja2", List.of(hint)));
    }
    for (int at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", at + 2)) {
      if (isGo(text.substring(at))) continue;
      int end = end(text, at + 2);
      String inner = text.substring(at + 2, end < 0 ? text.length() : end);
      String expression = inner.replaceFirst("^[-+]", "").replaceFirst("[-+]$", "");
      String hint =
          translate(expression, false)
              .map(translated -> "write `${" + translated + "}`")
              .orElse("expressions are written `${…}`, filters `x?name(…)`");
      int to = end < 0 ? at + 2 : end + 2;
      found.add(new Found(at, to, "`{{ }}` is Jinja2", List.of(hint)));
      at = to - 2;
    }
    Matcher comment = COMMENT.matcher(text);
    if (comment.find()) {
      String hint = "a comment of YAML stands behind `#`";
      found.add(new Found(comment.start(), comment.end(), "`{# #}` is Jinja2", List.of(hint)));
    }
    return found;
  }

  /** Returns whether all expressions of a text are ours. */
  private static boolean parses(String text) {
    return Splitter.split(text).pieces().stream()
        .allMatch(piece -> !piece.hole() || Engine.parses(piece.text()));
  }

  private static boolean isGo(String text) {
    return GO_ONLY.matcher(text).matches()
        || GO.matcher(text).matches() && text.contains("{{end}}");
  }

  /** Returns the place of the {@code }}} that ends what begins at {@code from}, or -1. */
  private static int end(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        int quote = Splitter.endOfString(text, from, i);
        if (quote < 0) return -1;
        i = quote;
      } else if (text.startsWith("}}", i)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns a condition that holds {@code {{ }}} as the expression that it should be. */
  static String condition(String text) {
    StringBuilder bare = new StringBuilder();
    int at = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
      int end = end(text, open + 2);
      if (end < 0) break;
      bare.append(text, at, open).append(text.substring(open + 2, end).strip());
      at = end + 2;
    }
    bare.append(text.substring(at));
    String plain = bare.toString().strip();
    return translate(plain, true).orElse(plain);
  }

  /**
   * Returns an expression in FreeMarker's spelling; nothing if it is not Jinja2's, or cannot be
   * translated.
   *
   * @param condition whether it must be true or false
   */
  static Optional<String> translate(String text, boolean condition) {
    Optional<String> translated = JinjaParser.translate(text, condition);
    return translated.filter(Engine::parses);
  }
}
