package outpost.modules.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) into maps, lists, text and booleans; numbers stay text. One thread at a
 * time.
 */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.blank();
    if (json.at < text.length()) throw json.wrong("something after the end");
    return value;
  }

  private Object value() {
    blank();
    char c = peek();
    if (c == '{') return object();
    if (c == '[') return array();
    if (c == '"') return string();
    int from = at;
    while (at < text.length()
        && "+-.0123456789abcdefghijklmnopqrstuvwxyzE".indexOf(text.charAt(at)) >= 0) at++;
    String word = text.substring(from, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> "";
      default -> {
        if (!word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) throw wrong("no value");
        yield word;
      }
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> map = new LinkedHashMap<>();
    take('{');
    while (!ends('}', map.isEmpty())) {
      blank();
      String key = string();
      blank();
      take(':');
      map.put(key, value());
    }
    return map;
  }

  private List<Object> array() {
    List<Object> list = new ArrayList<>();
    take('[');
    while (!ends(']', list.isEmpty())) list.add(value());
    return list;
  }

  /** Takes the end, or the comma before the next item. */
  private boolean ends(char end, boolean first) {
    blank();
    if (peek() == end) {
      at++;
      return true;
    }
    if (!first) take(',');
    return false;
  }

  private String string() {
    StringBuilder read = new StringBuilder();
    take('"');
    while (peek() != '"') {
      char c = text.charAt(at++);
      read.append(c == '\\' ? escaped() : c);
    }
    at++;
    return read.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (at + 4 > text.length()) throw wrong("half a character");
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private char peek() {
    if (at >= text.length()) throw wrong("the end");
    return text.charAt(at);
  }

  private void take(char wanted) {
    if (peek() != wanted) throw wrong("no `" + wanted + "`");
    at++;
  }

  private void blank() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("this is no JSON: " + what + " at " + at);
  }
}
