package outpost.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.source.Span;
import outpost.core.source.Yaml;

/**
 * Reads what {@code --extra-vars} says: {@code name=value} pairs, a mapping in YAML or JSON, or
 * {@code @FILE}. A value without quotes is what YAML makes of it: {@code false} is no text.
 */
final class ExtraVars {
  private static final String OPTION = "--extra-vars";

  private final Sources sources;
  private final Problems problems;
  private final Map<String, Node> vars = new LinkedHashMap<>();

  private ExtraVars(Sources sources, Problems problems) {
    this.sources = sources;
    this.problems = problems;
  }

  /** Returns the variables by name; of one named twice the later value. */
  static Map<String, Node> read(List<String> given, Sources sources, Problems problems) {
    ExtraVars reader = new ExtraVars(sources, problems);
    given.forEach(reader::read);
    return reader.vars;
  }

  private void read(String text) {
    String start = text.stripLeading();
    if (start.startsWith("@")) {
      sources.read(Path.of(start.substring(1).strip()), problems).ifPresent(this::mapping);
    } else if (start.startsWith("{") || start.startsWith("[")) {
      mapping(new Source(OPTION, text));
    } else {
      pairs(new Source(OPTION, text));
    }
  }

  private void mapping(Source source) {
    Node node = Yaml.read(source, problems).orElse(null);
    if (node == null || node.isNull()) return;
    if (!(node instanceof Node.Mapping mapping)) {
      problems.error(
          node.span(),
          "wrong-extra-vars",
          "variables are a mapping, and this is " + node.kind(),
          "as in `-e '{\"release\": \"1.4.2\"}'`");
      return;
    }
    mapping.entries().forEach(entry -> put(entry.key(), entry.value()));
  }

  /** Reads words as a shell would split them, each {@code name=value}. */
  private void pairs(Source source) {
    String text = source.text();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      int end = word(source, at);
      if (end < 0) return;
      pair(source, at, end);
      at = end;
    }
  }

  /** Returns where the word ends that begins at {@code start}; -1 if a quote is not closed. */
  private int word(Source source, int start) {
    String text = source.text();
    int at = start;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        int close = closing(text, at);
        if (close < 0) {
          problems.error(
              new Span(source, at, at + 1), "wrong-extra-vars", "this quote is never closed");
          return -1;
        }
        at = close;
      }
      at += c == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  private static int closing(String text, int open) {
    char quote = text.charAt(open);
    for (int i = open + 1; i < text.length(); i++) {
      if (quote == '"' && text.charAt(i) == '\\') i++;
      else if (text.charAt(i) == quote) return i;
    }
    return -1;
  }

  private void pair(Source source, int start, int end) {
    String word = source.text().substring(start, end);
    int equals = word.indexOf('=');
    if (equals <= 0) {
      problems.error(
          new Span(source, start, end),
          "wrong-extra-vars",
          "`" + word + "` is not of the form `name=value`",
          "a value with spaces needs quotes of its own: `-e 'motd=\"good morning\"'`",
          "a file of variables is named with an `@`: `-e @" + word + "`");
      return;
    }
    Span key = new Span(source, start, start + equals);
    Span value = new Span(source, start + equals + 1, end);
    String written = word.substring(equals + 1);
    boolean plain = written.indexOf('\'') < 0 && written.indexOf('"') < 0;
    put(
        new Node.Scalar(key, word.substring(0, equals), true, ""),
        new Node.Scalar(value, unquoted(written), plain && !written.isEmpty(), ""));
  }

  private static String unquoted(String written) {
    StringBuilder text = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      boolean escapes = c == '\\' && quote != '\'' && i + 1 < written.length();
      if (escapes && (quote == 0 || "\"\\".indexOf(written.charAt(i + 1)) >= 0)) {
        text.append(written.charAt(++i));
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private void put(Node.Scalar name, Node value) {
    if (name.text().matches("[A-Za-z_][A-Za-z0-9_]*")) {
      vars.put(name.text(), value);
    } else {
      problems.error(
          name.span(),
          "wrong-extra-vars",
          "`" + name.text() + "` is no name for a variable",
          "a name has letters, digits and underscores, and does not begin with a digit");
    }
  }
}
