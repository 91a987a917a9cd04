package outpost.core.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import outpost.api.Secret;

/** The forms in which a secret may be met: quoted, escaped, encoded, cut into lines. */
final class Disguises {
  private static final int SHORTEST = PatternTable.KEY;

  /** Shorter lines of a secret are looked for only where they stand alone: `done`, `else`. */
  private static final int WORD = 8;

  /** Of a secret with more lines than these the others are known as they are only. */
  private static final int MANY_LINES = 2_000;

  /** Longer texts are files: their whole is met line by line or in base64, hardly otherwise. */
  private static final int LONG = 4_096;

  private final PatternTable table;

  private Disguises(PatternTable table) {
    this.table = table;
  }

  /** Adds all forms of a secret. */
  static void of(Secret secret, PatternTable table) {
    Disguises disguises = new Disguises(table);
    byte[] bytes = secret.reveal(); // kept to be recognised, never shown
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    disguises.text(text, false);
    disguises.base64(text.getBytes(StandardCharsets.UTF_8));
    disguises.base64(bytes);
    if (text.indexOf('\n') >= 0) disguises.lines(text);
  }

  private void lines(String text) {
    int count = 0;
    for (String line : text.split("\r?\n")) {
      String bare = line.strip();
      if (bare.length() < SHORTEST || isRule(bare)) continue;
      boolean word = bare.length() < WORD;
      if (++count > MANY_LINES || word) {
        add(bare, word);
      } else {
        text(bare, false);
        base64(bare.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** A line of one and the same sign says nothing. */
  private static boolean isRule(String line) {
    return line.chars().distinct().count() == 1;
  }

  private void text(String text, boolean word) {
    add(text, word);
    if (text.length() > LONG) return;
    if (text.indexOf('\n') >= 0) {
      add(text.replace("\r\n", "\n").replace("\n", "\r\n"), word);
      add(text.replace("\r", "").replace("\n", "\\n"), word);
    }
    shell(text);
    json(text);
    add(xml(text, "&#39;"), word);
    add(xml(text, "&apos;"), word);
    add(xml(text, "'"), word);
    url(text);
  }

  private void add(String text, boolean word) {
    table.add(new PatternTable.Pattern(text, word, false, false));
  }

  /** As shells and those who write for them quote. */
  private void shell(String text) {
    String quoted = text.replace("'", "'\\''");
    add(quoted, false);
    add(quoted.replace("'", "'\\''"), false);
    add(text.replace("'", "'\"'\"'"), false);
    add(escaped(text, c -> "\"\\$`".indexOf(c) >= 0), false);
    add(escaped(text, c -> "\"\\$`!".indexOf(c) >= 0), false);
    add(
        escaped(text, c -> c < 128 && !Character.isLetterOrDigit(c) && "_.-/,:=@%+".indexOf(c) < 0),
        false);
    add(escaped(text, c -> c < 128 && !Character.isLetterOrDigit(c) && c != '_'), false);
    add(
        escaped(text, c -> c == '\'' || c == '\\').replace("\n", "\\n").replace("\t", "\\t"),
        false);
  }

  private static String escaped(String text, IntPredicate special) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (special.test(text.charAt(i))) escaped.append('\\');
      escaped.append(text.charAt(i));
    }
    return escaped.toString();
  }

  private void json(String text) {
    List<String> forms = new ArrayList<>();
    for (boolean ascii : new boolean[] {false, true}) {
      String form = json(text, ascii, "");
      forms.add(form);
      forms.add(form.replace("/", "\\/"));
      forms.add(json(text, ascii, "<>&"));
      forms.add(json(text, ascii, "<>&'"));
      forms.add(json(form, ascii, "")); // JSON in a text of JSON
    }
    forms.forEach(form -> add(form, false));
  }

  private static String json(String text, boolean ascii, String escaped) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean plain = c >= ' ' && c != 0x7f && !(ascii && c > 0x7f) && escaped.indexOf(c) < 0;
          if (plain) out.append(c);
          else out.append(String.format("\\u%04x", (int) c));
        }
      }
    }
    return out.toString();
  }

  private static String xml(String text, String apostrophe) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", apostrophe);
  }

  private void url(String text) {
    for (String kept : List.of("-._~", "-._~/", "-_.!~*'()", "-_.*", "-._~:/?#[]@!$&'()*+,;=")) {
      for (boolean upper : new boolean[] {true, false}) {
        String form = percent(text, kept, upper);
        add(form, false);
        add(form.replace("%20", "+"), false);
      }
    }
  }

  private static String percent(String text, String kept, boolean upper) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || kept.indexOf(c) >= 0)) {
        out.append(c);
      } else {
        String code = String.format("%%%02X", (int) c);
        out.append(upper ? code : code.toLowerCase(Locale.ROOT));
      }
    }
    return out.toString();
  }

  /**
   * In base64 three bytes make four characters, so that what stands before a secret in a longer
   * text decides which of three forms it takes. The characters at the ends that hold bits of its
   * neighbours, too, are hidden with it.
   */
  private void base64(byte[] bytes) {
    if (bytes.length < SHORTEST) return;
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String whole = Base64.getEncoder().encodeToString(shifted);
      int from = (8 * before + 5) / 6;
      int to = 8 * shifted.length / 6;
      boolean mixedBefore = before != 0;
      boolean mixedAfter = shifted.length % 3 != 0;
      String form = whole.substring(from, to);
      table.add(new PatternTable.Pattern(form, false, mixedBefore, mixedAfter));
      String safe = form.replace('+', '-').replace('/', '_');
      table.add(new PatternTable.Pattern(safe, false, mixedBefore, mixedAfter));
    }
  }
}
