package outpost.core.source;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON that a program printed into nodes that know where they stand. */
public final class Json {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?");
  private static final Pattern WORD = Pattern.compile("true|false|null");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{4}");
  private static final Map<String, String> TAGS =
      Map.of("__ansible_vault", Node.Scalar.VAULTED, "__ansible_unsafe", Node.Scalar.RAW);
  private static final int DEEPEST = 500;

  private final Source source;
  private final String text;
  private int at;

  /** The text is no JSON. */
  private static final class NoJson extends Exception {
    private static final long serialVersionUID = 1;
    final int at;
    final int end;

    NoJson(int at, int end, String why) {
      super(why, null, false, false);
      this.at = at;
      this.end = end;
    }
  }

  private Json(Source source) {
    this.source = source;
    this.text = source.text();
  }

  /**
   * Reads the one value of a source.
   *
   * @param hint what to do if it cannot be read, which is told
   */
  public static Optional<Node> read(Source source, String hint, Problems problems) {
    Json json = new Json(source);
    try {
      Node node = json.value(0);
      json.blanks();
      if (json.at < json.text.length()) throw json.wrong("it goes on behind its end");
      return Optional.of(node);
    } catch (NoJson e) {
      problems.error(
          source.span(e.at, e.end), "bad-json", "this is no JSON: " + e.getMessage(), hint);
      return Optional.empty();
    }
  }

  private Node value(int depth) throws NoJson {
    blanks();
    if (at >= text.length()) throw wrong("it ends too early");
    if (depth > DEEPEST) throw wrong("it is nested too deep");
    return switch (text.charAt(at)) {
      case '{' -> mapping(depth);
      case '[' -> sequence(depth);
      case '"' -> string();
      default -> plain();
    };
  }

  private Node mapping(int depth) throws NoJson {
    int start = at++;
    List<Node.Entry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    while (more('}', entries.isEmpty())) {
      if (at >= text.length() || text.charAt(at) != '"') throw wrong("a key is a string in `\"`");
      int from = at;
      Node.Scalar key = string();
      if (!keys.add(key.text())) {
        throw new NoJson(from, at, "the key `" + key.text() + "` is there twice");
      }
      blanks();
      if (at >= text.length() || text.charAt(at) != ':') throw wrong("a `:` is missing");
      at++;
      entries.add(new Node.Entry(key, value(depth + 1)));
    }
    Span span = source.span(start, at);
    return entries.size() == 1 ? marked(entries.get(0), span) : new Node.Mapping(span, entries);
  }

  /** Ansible writes text that YAML marks with a tag as a mapping with a key of its own. */
  private static Node marked(Node.Entry only, Span span) {
    String tag = TAGS.get(only.key().text());
    return tag != null && only.value() instanceof Node.Scalar text && !text.plain()
        ? new Node.Scalar(text.span(), text.text(), false, tag)
        : new Node.Mapping(span, List.of(only));
  }

  private Node sequence(int depth) throws NoJson {
    int start = at++;
    List<Node> items = new ArrayList<>();
    while (more(']', items.isEmpty())) items.add(value(depth + 1));
    return new Node.Sequence(source.span(start, at), items);
  }

  /** Whether one more item follows; passes over what parts it from the one before. */
  private boolean more(char close, boolean first) throws NoJson {
    blanks();
    if (at < text.length() && text.charAt(at) == close) {
      at++;
      return false;
    }
    if (at >= text.length()) throw wrong("it ends too early");
    if (first) return true;
    if (text.charAt(at) != ',') throw wrong("a `,` is missing");
    at++;
    blanks();
    return true;
  }

  private Node.Scalar string() throws NoJson {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\n') throw new NoJson(start, at, "this string is not closed");
      if (c == '\\') {
        escape(value);
      } else {
        value.append(c);
        at++;
      }
    }
    if (at >= text.length()) throw new NoJson(start, at, "this string is not closed");
    at++;
    return new Node.Scalar(source.span(start, at), value.toString(), false, "");
  }

  private void escape(StringBuilder into) throws NoJson {
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    int simple = "\"\\/bfnrt".indexOf(kind);
    if (simple >= 0) {
      into.append("\"\\/\b\f\n\r\t".charAt(simple));
      at += 2;
      return;
    }
    Matcher hex = HEX.matcher(text).region(Math.min(at + 2, text.length()), text.length());
    if (kind != 'u' || !hex.lookingAt()) {
      throw new NoJson(at, Math.min(at + 2, text.length()), "there is no such escape");
    }
    into.append((char) Integer.parseInt(hex.group(), 16));
    at += 6;
  }

  private Node plain() throws NoJson {
    for (Pattern pattern : List.of(NUMBER, WORD)) {
      Matcher matcher = pattern.matcher(text).region(at, text.length());
      if (!matcher.lookingAt()) continue;
      boolean whole =
          matcher.end() == text.length() || !Character.isLetterOrDigit(text.charAt(matcher.end()));
      if (!whole) break;
      Span span = source.span(at, matcher.end());
      at = matcher.end();
      return new Node.Scalar(span, decimal(matcher.group()), true, "");
    }
    int end = at + 1;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) end++;
    throw new NoJson(at, end, "a value is missing");
  }

  /** YAML takes a number with an exponent for text. */
  private static String decimal(String number) {
    if (!number.matches("-?[0-9].*[eE].*")) return number;
    String plain = new BigDecimal(number).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private NoJson wrong(String why) {
    return new NoJson(at, Math.min(at + 1, text.length()), why);
  }
}
