package outpost.core.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads JSON as Ansible's users know it: blanks after commas and colons. */
final class Json {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final int DEEPEST = 500;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, 0, "", out);
    return out.toString();
  }

  /** Writes each entry on a line of its own, keys in order. */
  static String write(Object value, int indent) {
    StringBuilder out = new StringBuilder();
    write(value, indent, "\n", out);
    return out.toString();
  }

  private static void write(Object value, int indent, String line, StringBuilder out) {
    String inner = indent == 0 ? "" : line + " ".repeat(indent);
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.forEach((key, entry) -> entries.put(String.valueOf(key), entry));
      Map<String, Object> ordered = indent == 0 ? entries : new TreeMap<>(entries);
      out.append('{');
      Iterator<Map.Entry<String, Object>> each = ordered.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<String, Object> entry = each.next();
        out.append(inner);
        quote(entry.getKey(), out);
        out.append(": ");
        write(entry.getValue(), indent, inner, out);
        if (each.hasNext()) out.append(indent == 0 ? ", " : ",");
      }
      out.append(indent == 0 || map.isEmpty() ? "" : line).append('}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        if (i > 0) out.append(indent == 0 ? ", " : ",");
        out.append(inner);
        write(list.get(i), indent, inner, out);
      }
      out.append(indent == 0 || list.isEmpty() ? "" : line).append(']');
    } else if (value instanceof String string) {
      quote(string, out);
    } else if (value instanceof Written written) {
      boolean valid = NUMBER.matcher(written.text()).matches();
      out.append(valid ? written.text() : Numbers.plain(written.number()));
    } else {
      out.append(value instanceof Number number ? Numbers.plain(number) : String.valueOf(value));
    }
  }

  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || c == 0x7f) out.append(String.format("\\u%04x", (int) c));
          else out.append(c);
        }
      }
    }
    out.append('"');
  }

  static Object read(String text) throws BadCall {
    Json json = new Json(text);
    Object value = json.value(0);
    json.blanks();
    if (json.at < text.length()) throw json.wrong("there is more behind its end");
    return value;
  }

  private Object value(int depth) throws BadCall {
    if (depth > DEEPEST) throw wrong("it is nested too deep");
    blanks();
    if (at >= text.length()) throw wrong("it ends too early");
    char c = text.charAt(at);
    if (c == '{') return object(depth);
    if (c == '[') return array(depth);
    if (c == '"') return string();
    if (word("true")) return true;
    if (word("false")) return false;
    if (word("null")) return null;
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) throw wrong("this is no value");
    at = number.end();
    return number(number.group());
  }

  private static Object number(String written) {
    Number number = Numbers.normal(new BigDecimal(written));
    return Numbers.plain(number).equals(written) ? number : new Written(number, written);
  }

  private Map<String, Object> object(int depth) throws BadCall {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    blanks();
    if (take('}')) return map;
    do {
      blanks();
      if (at >= text.length() || text.charAt(at) != '"')
        throw wrong("a name in quotes is expected");
      String key = string();
      blanks();
      if (!take(':')) throw wrong("a `:` is expected");
      map.put(key, value(depth + 1));
      blanks();
    } while (take(','));
    if (!take('}')) throw wrong("a `,` or `}` is expected");
    return map;
  }

  private List<Object> array(int depth) throws BadCall {
    List<Object> list = new ArrayList<>();
    at++;
    blanks();
    if (take(']')) return list;
    do {
      list.add(value(depth + 1));
      blanks();
    } while (take(','));
    if (!take(']')) throw wrong("a `,` or `]` is expected");
    return list;
  }

  private String string() throws BadCall {
    StringBuilder out = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    throw wrong("a text has no closing quote");
  }

  private char escaped() throws BadCall {
    at++;
    if (at >= text.length()) throw wrong("it ends too early");
    char c = text.charAt(at);
    if (c == 'u') {
      if (at + 4 >= text.length()) throw wrong("it ends too early");
      String hex = text.substring(at + 1, at + 5);
      if (!hex.matches("[0-9a-fA-F]{4}")) throw wrong("there is no such escape");
      at += 4;
      return (char) Integer.parseInt(hex, 16);
    }
    int known = "\"\\/bfnrt".indexOf(c);
    if (known < 0) throw wrong("there is no such escape");
    return "\"\\/\b\f\n\r\t".charAt(known);
  }

  private boolean word(String word) {
    if (!text.startsWith(word, at)) return false;
    at += word.length();
    return true;
  }

  private boolean take(char c) {
    if (at >= text.length() || text.charAt(at) != c) return false;
    at++;
    return true;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private BadCall wrong(String what) {
    int line =
        (int) text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count()
            + 1;
    return new BadCall(0, "this is no JSON: " + what + " (line " + line + " of it)");
  }
}
