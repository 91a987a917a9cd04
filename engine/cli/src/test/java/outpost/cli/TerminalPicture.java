package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws what a terminal shows as SVG, for the README. Understands the styles of {@link Style}. */
final class TerminalPicture {
  private static final double ADVANCE = 8.4;
  private static final int LINE = 20;
  private static final int MARGIN = 20;
  private static final int BAR = 36;
  private static final Pattern SGR = Pattern.compile("\u001b\\[([0-9;]*)m");
  private static final Map<String, String> CLASSES =
      Map.of("1", "b", "2", "d", "31", "r", "32", "g", "33", "y", "35", "m", "36", "c");

  private TerminalPicture() {}

  private record Piece(String classes, String text) {}

  /** Draws a text with colours; {@code title} stands in the window's bar. */
  static String svg(String title, String text) {
    List<List<Piece>> lines = new ArrayList<>();
    String classes = "";
    for (String line : text.stripTrailing().split("\n")) {
      List<Piece> pieces = new ArrayList<>();
      classes = pieces(line, classes, pieces);
      lines.add(pieces);
    }
    int columns = Math.max(60, lines.stream().mapToInt(TerminalPicture::width).max().orElse(0));
    int width = (int) Math.ceil(columns * ADVANCE) + 2 * MARGIN;
    int height = BAR + lines.size() * LINE + MARGIN;
    StringBuilder svg = new StringBuilder(head(title, width, height));
    for (int i = 0; i < lines.size(); i++) svg.append(row(lines.get(i), BAR + (i + 1) * LINE - 5));
    return svg.append("</svg>\n").toString();
  }

  /** Adds a line's pieces and returns the classes in force at its end. */
  private static String pieces(String line, String classes, List<Piece> pieces) {
    Matcher matcher = SGR.matcher(line);
    int at = 0;
    String now = classes;
    while (matcher.find()) {
      if (matcher.start() > at) pieces.add(new Piece(now, line.substring(at, matcher.start())));
      now = classes(matcher.group(1));
      at = matcher.end();
    }
    if (at < line.length()) pieces.add(new Piece(now, line.substring(at)));
    return now;
  }

  private static String classes(String codes) {
    List<String> classes = new ArrayList<>();
    for (String code : codes.split(";")) {
      if (CLASSES.containsKey(code)) classes.add(CLASSES.get(code));
    }
    return String.join(" ", classes);
  }

  private static int width(List<Piece> pieces) {
    return pieces.stream().mapToInt(piece -> columns(piece.text)).sum();
  }

  private static int columns(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Places each piece by its column, so that it does not matter which font there is. */
  private static String row(List<Piece> pieces, int y) {
    StringBuilder row = new StringBuilder();
    int column = 0;
    for (Piece piece : pieces) {
      int columns = columns(piece.text);
      if (!piece.text.isBlank()) {
        // spaces at the edges do not survive every renderer
        String text = piece.text.strip();
        int lead = columns(piece.text) - columns(piece.text.stripLeading());
        row.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\"%s>%s</text>\n",
                MARGIN + (column + lead) * ADVANCE,
                y,
                columns(text) * ADVANCE,
                piece.classes.isEmpty() ? "" : " class=\"" + piece.classes + "\"",
                escaped(text)));
      }
      column += columns;
    }
    return row.toString();
  }

  private static String head(String title, int width, int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" xml:space="preserve">
        <title>%3$s</title>
        <style>
        text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #d5d9e0; white-space: pre }
        .b { font-weight: bold } .d { fill: #7d8590 } .r { fill: #ff7b72 } .g { fill: #7ee787 }
        .y { fill: #e3b341 } .m { fill: #d2a8ff } .c { fill: #79c0ff }
        </style>
        <rect width="%1$d" height="%2$d" rx="8" fill="#161b22"/>
        <circle cx="20" cy="18" r="5.5" fill="#ff5f57"/><circle cx="38" cy="18" r="5.5" fill="#febc2e"/><circle cx="56" cy="18" r="5.5" fill="#28c840"/>
        """
        .formatted(width, height, escaped(title));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
