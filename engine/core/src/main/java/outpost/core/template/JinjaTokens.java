package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a Jinja2 expression into tokens. */
final class JinjaTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<name>[A-Za-z_]\\w*)|(?<number>\\d[\\d_]*(?:\\.\\d+)?)"
              + "|(?<string>'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")"
              + "|(?<op>\\*\\*|//|==|!=|<=|>=|[-+*/%~<>|.,:()\\[\\]{}=]))",
          Pattern.DOTALL);

  private JinjaTokens() {}

  /** A token: a name, a number, a string or an operator. */
  record Token(String kind, String text) {}

  /** Returns the tokens; nothing if there is something else in it. */
  static Optional<List<Token>> of(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (!text.substring(at).isBlank()) {
      if (!matcher.region(at, text.length()).lookingAt()) return Optional.empty();
      for (String kind : List.of("name", "number", "string", "op")) {
        if (matcher.group(kind) != null) tokens.add(new Token(kind, matcher.group(kind)));
      }
      at = matcher.end();
    }
    return Optional.of(tokens);
  }
}
