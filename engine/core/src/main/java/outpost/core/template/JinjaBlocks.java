package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code {% if %}} and {@code {% for %}} within one line in FreeMarker's expressions. */
final class JinjaBlocks {
  private static final Pattern TAG =
      Pattern.compile(
          "\\{\\{[-+]?(?<expression>.*?)[-+]?}}|\\{%[-+]?\\s*(?<word>\\w+)\\s*(?<rest>.*?)\\s*[-+]?%}");
  private static final Pattern FOR = Pattern.compile("(\\w+)\\s+in\\s+(.+)");

  private final String text;
  private final Matcher tag;
  private int at;

  private JinjaBlocks(String text) {
    this.text = text;
    this.tag = TAG.matcher(text);
  }

  /** A piece: plain text, or an expression in FreeMarker's spelling. */
  private record Piece(String plain, String expression) {}

  /** Thrown at what cannot be translated. */
  private static final class NotTranslated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTranslated() {
      super(null, null, false, false);
    }
  }

  /** Returns the whole text; nothing if there is more in it than that, or more than one line. */
  static Optional<String> translate(String text) {
    if (text.contains("\n") || text.contains("{#")) return Optional.empty();
    try {
      JinjaBlocks blocks = new JinjaBlocks(text);
      List<Piece> pieces = new ArrayList<>();
      if (!blocks.read(pieces).isEmpty()) return Optional.empty();
      StringBuilder written = new StringBuilder();
      for (Piece piece : pieces) {
        written.append(
            piece.expression() == null ? piece.plain() : "${" + piece.expression() + "}");
      }
      return Optional.of(written.toString());
    } catch (NotTranslated e) {
      return Optional.empty();
    }
  }

  /** Reads up to the tag that ends a block or goes on with it; returns that, empty at the end. */
  private String read(List<Piece> pieces) {
    while (tag.find()) {
      if (tag.start() > at) pieces.add(new Piece(text.substring(at, tag.start()), null));
      at = tag.end();
      if (tag.group("expression") != null) {
        pieces.add(new Piece(null, expression(tag.group("expression"), false)));
        continue;
      }
      String rest = tag.group("rest");
      switch (tag.group("word")) {
        case "if" -> pieces.add(new Piece(null, choice(rest)));
        case "for" -> pieces.add(new Piece(null, loop(rest)));
        case "elif" -> {
          return "elif " + rest;
        }
        case "else", "endif", "endfor" -> {
          return tag.group("word");
        }
        default -> throw new NotTranslated();
      }
    }
    if (at < text.length()) pieces.add(new Piece(text.substring(at), null));
    at = text.length();
    return "";
  }

  private String choice(String condition) {
    String test = expression(condition, true);
    List<Piece> yes = new ArrayList<>();
    String end = read(yes);
    String otherwise = "''";
    if (end.startsWith("elif ")) {
      otherwise = choice(end.substring(5));
    } else if (end.equals("else")) {
      List<Piece> no = new ArrayList<>();
      if (!read(no).equals("endif")) throw new NotTranslated();
      otherwise = joined(no);
    } else if (!end.equals("endif")) {
      throw new NotTranslated();
    }
    boolean bare = test.matches("[\\w.]+");
    return (bare ? test : "(" + test + ")") + "?then(" + joined(yes) + ", " + otherwise + ")";
  }

  private String loop(String head) {
    Matcher loop = FOR.matcher(head);
    if (!loop.matches()) throw new NotTranslated();
    String list = expression(loop.group(2), false);
    List<Piece> body = new ArrayList<>();
    if (!read(body).equals("endfor")) throw new NotTranslated();
    boolean bare = list.matches("[\\w.]+");
    return (bare ? list : "(" + list + ")")
        + "?map("
        + loop.group(1)
        + " -> "
        + joined(body)
        + ")?join";
  }

  private static String expression(String jinja, boolean condition) {
    return JinjaParser.translate(jinja, condition).orElseThrow(NotTranslated::new);
  }

  /** Returns pieces as one expression. */
  private static String joined(List<Piece> pieces) {
    if (pieces.isEmpty()) return "''";
    List<String> parts = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece.expression() == null) {
        parts.add(JinjaStrings.quoted(piece.plain()));
      } else {
        boolean simple = piece.expression().matches("[\\w.]+|[\\w.?]+\\([^()]*\\)");
        boolean alone = pieces.size() == 1;
        parts.add(simple || alone ? piece.expression() : "(" + piece.expression() + ")");
      }
    }
    boolean text = pieces.size() == 1 || pieces.get(0).expression() == null;
    return (text ? "" : "'' + ") + String.join(" + ", parts);
  }
}
