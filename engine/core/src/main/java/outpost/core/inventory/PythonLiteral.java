package outpost.core.inventory;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.core.source.Node;
import outpost.core.source.Span;

/**
 * Gives INI values their type as Ansible does: what Python takes for a literal is one, all else is
 * text. So {@code 8} is a number, {@code 08} is text, {@code True} is a boolean, {@code yes} is
 * text.
 */
final class PythonLiteral {
  private static final Pattern NUMBER =
      Pattern.compile(
          "0[xX][0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[oO][0-7]+(?:_[0-7]+)*|0[bB][01]+(?:_[01]+)*"
              + "|(?:[0-9](?:_?[0-9])*)?\\.[0-9](?:_?[0-9])*(?:[eE][+-]?[0-9]+)?"
              + "|[0-9](?:_?[0-9])*\\.?(?:[eE][+-]?[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Span span;
  private final String text;
  private int at;

  /** It is no literal after all. */
  private static final class NoLiteral extends Exception {
    private static final long serialVersionUID = 1;

    NoLiteral() {
      super(null, null, false, false);
    }
  }

  private PythonLiteral(String text, Span span) {
    this.text = text;
    this.span = span;
  }

  /** Reads a value that stands at a place. */
  static Node read(String text, Span span) {
    PythonLiteral literal = new PythonLiteral(text, span);
    try {
      literal.blanks();
      Node node = literal.values();
      literal.blanks();
      boolean comment = literal.at < text.length() && text.charAt(literal.at) == '#';
      if (literal.at == text.length() || comment) return node;
    } catch (NoLiteral e) {
      // text, then
    }
    return new Node.Scalar(span, text, false, "");
  }

  /** Reads one value, or several with commas between them, which are a list. */
  private Node values() throws NoLiteral {
    Node first = value(0);
    blanks();
    if (at >= text.length() || text.charAt(at) != ',') return first;
    List<Node> items = new ArrayList<>(List.of(first));
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      blanks();
      if (at < text.length() && text.charAt(at) != '#') items.add(value(0));
      blanks();
    }
    return new Node.Sequence(span, items);
  }

  private Node value(int depth) throws NoLiteral {
    if (at >= text.length() || depth > 50) throw new NoLiteral();
    char c = text.charAt(at);
    if (c == '[') return sequence(']', depth);
    if (c == '(') return tuple(depth);
    if (c == '{') return braces(depth);
    if (c == '\'' || c == '"') return string(false);
    if (c == '-' || c == '+') return signed(c);
    if (c >= '0' && c <= '9' || c == '.') return plain(number());
    Matcher word = WORD.matcher(text).region(at, text.length());
    if (!word.lookingAt()) throw new NoLiteral();
    at = word.end();
    return named(word.group());
  }

  private Node named(String word) throws NoLiteral {
    boolean quote = at < text.length() && "'\"".indexOf(text.charAt(at)) >= 0;
    switch (word) {
      case "True", "False":
        return plain(word);
      case "None":
        return plain("null");
      case "u", "U":
        if (quote) return string(false);
        throw new NoLiteral();
      case "r", "R":
        if (quote) return string(true);
        throw new NoLiteral();
      default:
        throw new NoLiteral();
    }
  }

  private Node signed(char sign) throws NoLiteral {
    at++;
    blanks();
    String number = number();
    return plain(sign == '-' ? "-" + number : number);
  }

  /** Reads a number, spelled so that YAML 1.1 takes it for the same. */
  private String number() throws NoLiteral {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt() || number.group().isEmpty()) throw new NoLiteral();
    String found = number.group();
    at = number.end();
    boolean goesOn = at < text.length() && (Character.isLetterOrDigit(text.charAt(at)));
    if (goesOn) throw new NoLiteral(); // 10j, 1st, 10.0.0.1 up to its second dot
    if (at < text.length() && text.charAt(at) == '.') throw new NoLiteral();
    if (found.matches("0[oO].*")) return "0" + found.substring(2);
    if (found.matches("0[_0-9]*[1-9][_0-9]*")) throw new NoLiteral(); // 08, 0644
    if (!found.matches("0[xX].*") && found.matches(".*[eE].*")) {
      double value = Double.parseDouble(found.replace("_", ""));
      if (Double.isInfinite(value)) return ".inf";
      String plain = BigDecimal.valueOf(value).toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    return found;
  }

  /** Reads a string, and what follows it at once, which Python joins to it. */
  private Node string(boolean raw) throws NoLiteral {
    StringBuilder value = new StringBuilder();
    string(raw, value);
    blanks();
    while (at < text.length() && "'\"".indexOf(text.charAt(at)) >= 0) {
      string(false, value);
      blanks();
    }
    return new Node.Scalar(span, value.toString(), false, "");
  }

  private void string(boolean raw, StringBuilder value) throws NoLiteral {
    char quote = text.charAt(at++);
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c != '\\') {
        value.append(c);
      } else if (at >= text.length()) {
        throw new NoLiteral();
      } else if (raw) {
        value.append(c).append(text.charAt(at++));
      } else {
        escape(value);
      }
    }
    if (at >= text.length()) throw new NoLiteral();
    at++;
  }

  private void escape(StringBuilder value) throws NoLiteral {
    char c = text.charAt(at++);
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case '\\', '\'', '"' -> value.append(c);
      case 'x' -> code(value, 2);
      case 'u' -> code(value, 4);
      default -> value.append('\\').append(c);
    }
  }

  private void code(StringBuilder value, int digits) throws NoLiteral {
    if (at + digits > text.length()) throw new NoLiteral();
    String hex = text.substring(at, at + digits);
    if (!hex.matches("[0-9a-fA-F]+")) throw new NoLiteral();
    value.appendCodePoint(Integer.parseInt(hex, 16));
    at += digits;
  }

  private Node tuple(int depth) throws NoLiteral {
    int from = at;
    Node.Sequence items = (Node.Sequence) sequence(')', depth);
    boolean oneInBrackets =
        items.items().size() == 1 && !text.substring(from, at).matches("(?s).*,\\s*\\)");
    return oneInBrackets ? items.items().get(0) : items;
  }

  private Node sequence(char close, int depth) throws NoLiteral {
    at++;
    List<Node> items = new ArrayList<>();
    while (!closes(close)) {
      items.add(value(depth + 1));
      separator(close);
    }
    return new Node.Sequence(span, items);
  }

  /** Reads a dictionary, or a set, which becomes a list. */
  private Node braces(int depth) throws NoLiteral {
    at++;
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    List<Node> items = new ArrayList<>();
    while (!closes('}')) {
      Node key = value(depth + 1);
      blanks();
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
        blanks();
        if (!(key instanceof Node.Scalar name)) throw new NoLiteral();
        entries.put(name.text(), new Node.Entry(name, value(depth + 1)));
      } else {
        items.add(key);
      }
      separator('}');
    }
    if (!items.isEmpty() && !entries.isEmpty()) throw new NoLiteral();
    return items.isEmpty()
        ? new Node.Mapping(span, List.copyOf(entries.values()))
        : new Node.Sequence(span, items);
  }

  private boolean closes(char close) throws NoLiteral {
    blanks();
    if (at >= text.length()) throw new NoLiteral();
    if (text.charAt(at) != close) return false;
    at++;
    return true;
  }

  private void separator(char close) throws NoLiteral {
    blanks();
    if (at < text.length() && text.charAt(at) == ',') at++;
    else if (at >= text.length() || text.charAt(at) != close) throw new NoLiteral();
  }

  private Node plain(String value) {
    return new Node.Scalar(span, value, true, "");
  }

  private void blanks() {
    while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) at++;
  }
}
