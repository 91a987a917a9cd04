package outpost.modules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.api.Secret;

/** Reads JSON (RFC 8259) into maps, lists, text and booleans. One thread at a time. */
public final class Json {
  private final String text;
  private final boolean typed;
  private int at;

  private Json(String text, boolean typed) {
    this.text = text;
    this.typed = typed;
  }

  /** Writes a value on one line; a secret is written as it is, so the text is one then. */
  public static String write(Object value) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  private static void write(Object value, StringBuilder json) {
    if (value instanceof Map<?, ?> map) {
      String comma = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(String.valueOf(entry.getKey()), json.append(comma));
        write(entry.getValue(), json.append(": "));
        comma = ", ";
      }
      json.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String comma = "[";
      for (Object item : list) {
        write(item, json.append(comma));
        comma = ", ";
      }
      json.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof Secret secret) {
      String text = secret.revealText(); // the caller's to keep
      write(secret.isNumber() ? new BigDecimal(text) : text, json);
    } else if (value instanceof CharSequence text) {
      quote(text, json.append('"'));
      json.append('"');
    } else {
      json.append(value); // null, a boolean, a number
    }
  }

  private static void quote(CharSequence text, StringBuilder json) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') json.append('\\').append(c);
      else if (c < ' ' || c == 0x7f) json.append(String.format("\\u%04x", (int) c));
      else json.append(c);
    }
  }

  /**
   * Reads a document in which numbers stay text, and null is empty text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Object parse(String text) {
    return new Json(text, false).document();
  }

  /**
   * Reads a document as the values that it says, numbers and null too.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Object values(String text) {
    return new Json(text, true).document();
  }

  private Object document() {
    Object value = value();
    blank();
    if (at < text.length()) throw wrong("something after the end");
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
      case "null" -> typed ? null : "";
      default -> {
        if (!word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) throw wrong("no value");
        yield typed ? number(word) : word;
      }
    };
  }

  private static Object number(String word) {
    BigDecimal number = new BigDecimal(word);
    if (!word.matches("-?\\d+")) return number;
    return number.precision() < 19 ? (Object) number.longValueExact() : number.toBigInteger();
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
