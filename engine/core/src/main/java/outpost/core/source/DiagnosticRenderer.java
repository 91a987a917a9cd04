package outpost.core.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws problems with their place and the piece of text they are about. */
public final class DiagnosticRenderer {
  private static final int TAB = 4;
  private static final int WIDEST = 160;

  private final boolean colour;

  public DiagnosticRenderer(boolean colour) {
    this.colour = colour;
  }

  /**
   * Draws them all, parted by blank lines, and counts them at the end; nothing if there is none.
   */
  public String render(List<Diagnostic> diagnostics) {
    if (diagnostics.isEmpty()) return "";
    return diagnostics.stream().map(this::render).collect(Collectors.joining("\n"))
        + "\n"
        + count(diagnostics)
        + "\n";
  }

  /** Draws one; ends with a line break. */
  public String render(Diagnostic diagnostic) {
    boolean error = diagnostic.severity() == Diagnostic.Severity.ERROR;
    StringBuilder out = new StringBuilder();
    out.append(error ? paint("1;31", "error") : paint("1;33", "warning"))
        .append(paint("1", ": " + printable(diagnostic.problem().message())))
        .append('\n');
    int gutter = 2;
    if (diagnostic.span().isPresent()) {
      Span span = diagnostic.span().get();
      gutter = Math.max(2, Integer.toString(span.line()).length());
      place(out, span, gutter, error);
    }
    for (String hint : diagnostic.problem().hints()) hint(out, hint, gutter);
    return out.toString();
  }

  private void place(StringBuilder out, Span span, int gutter, boolean error) {
    String blank = " ".repeat(gutter);
    out.append(blank).append(paint("1;34", "--> ")).append(printable(span.toString())).append('\n');
    if (span.source().isSecret()) return;
    Optional<Snippet> drawn = Snippet.of(span);
    if (drawn.isEmpty()) return;
    Snippet snippet = drawn.get();
    String number = String.format("%" + gutter + "d", span.line());
    String bar = paint("1;34", "|");
    out.append(blank).append(' ').append(bar).append('\n');
    out.append(paint("1;34", number)).append(' ').append(bar).append(' ');
    out.append(snippet.text()).append('\n');
    out.append(blank).append(' ').append(bar).append(' ').append(" ".repeat(snippet.from()));
    out.append(paint(error ? "1;31" : "1;33", "^".repeat(snippet.width()))).append('\n');
  }

  /** Draws a hint; further lines of it stand below its first. */
  private void hint(StringBuilder out, String hint, int gutter) {
    String lead = " ".repeat(gutter + 1);
    String[] lines = hint.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      out.append(lead).append(i == 0 ? paint("1;34", "=") : " ").append(' ');
      out.append(printable(lines[i])).append('\n');
    }
  }

  private static String count(List<Diagnostic> diagnostics) {
    long errors =
        diagnostics.stream().filter(d -> d.severity() == Diagnostic.Severity.ERROR).count();
    long warnings = diagnostics.size() - errors;
    if (warnings == 0) return plural(errors, "error");
    if (errors == 0) return plural(warnings, "warning");
    return plural(errors, "error") + ", " + plural(warnings, "warning");
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private String paint(String style, String text) {
    return colour ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
  }

  /** Shows what would move the cursor or change its colour as the sign for it. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.appendCodePoint(visible(c)));
    return shown.toString();
  }

  private static int visible(int code) {
    if (code < 0x20) return 0x2400 + code;
    if (code == 0x7f) return 0x2421;
    boolean unseen =
        code >= 0x80 && code < 0xa0
            || Character.getType(code) == Character.FORMAT
            || Character.getType(code) == Character.SURROGATE
            || code == 0x2028
            || code == 0x2029;
    return unseen ? 0xfffd : code;
  }

  /**
   * A line as a terminal shows it.
   *
   * @param from the terminal columns before the marked piece
   * @param width the terminal columns of the marked piece
   */
  private record Snippet(String text, int from, int width) {

    static Optional<Snippet> of(Span span) {
      Source source = span.source();
      int line = span.line();
      String whole = source.lineText(line);
      if (whole.isBlank() && source.text().isBlank()) return Optional.empty();
      int start = Math.min(span.start() - source.lineStart(line), whole.length());
      int end = Math.max(start, Math.min(span.end() - source.lineStart(line), whole.length()));
      String piece = whole.substring(start, end);
      if (!piece.isBlank()) piece = piece.stripTrailing();
      String before = shown(whole.substring(0, start));
      String marked = shown(piece);
      String after = shown(whole.substring(start + piece.length()));
      int from = width(before);
      int width = Math.max(1, width(marked));
      if (from + width + width(after) <= WIDEST) {
        return Optional.of(new Snippet((before + marked + after).stripTrailing(), from, width));
      }
      return Optional.of(cut(before, marked, after));
    }

    /** Keeps what stands nearest to the marked piece. */
    private static Snippet cut(String before, String marked, String after) {
      int room = WIDEST / 4;
      String left = before.length() > 2 * room ? "… " + tail(before, 2 * room) : before;
      String middle = marked.length() > room ? head(marked, room) : marked;
      String right = marked.length() > room ? "" : after;
      String text = left + middle + head(right, room);
      boolean more = marked.length() > room || right.length() > room;
      return new Snippet(
          (text + (more ? " …" : "")).stripTrailing(), width(left), Math.max(1, width(middle)));
    }

    private static String head(String text, int length) {
      if (text.length() <= length) return text;
      boolean pair = Character.isHighSurrogate(text.charAt(length - 1));
      return text.substring(0, pair ? length - 1 : length);
    }

    private static String tail(String text, int length) {
      int start = text.length() - length;
      boolean pair = Character.isLowSurrogate(text.charAt(start));
      return text.substring(pair ? start + 1 : start);
    }

    private static String shown(String text) {
      StringBuilder shown = new StringBuilder();
      text.codePoints()
          .forEach(
              c -> {
                if (c == '\t') shown.append(" ".repeat(TAB));
                else shown.appendCodePoint(visible(c));
              });
      return shown.toString();
    }

    private static int width(String text) {
      return text.codePoints().map(Snippet::width).sum();
    }

    /** Returns the columns of a terminal that a character takes. */
    private static int width(int code) {
      int type = Character.getType(code);
      if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) return 0;
      boolean wide =
          code >= 0x1100 && code <= 0x115f
              || code >= 0x2e80 && code <= 0xa4cf && code != 0x303f
              || code >= 0xac00 && code <= 0xd7a3
              || code >= 0xf900 && code <= 0xfaff
              || code >= 0xfe30 && code <= 0xfe6f
              || code >= 0xff00 && code <= 0xff60
              || code >= 0xffe0 && code <= 0xffe6
              || code >= 0x1f300 && code <= 0x1f64f
              || code >= 0x1f680 && code <= 0x1f6ff
              || code >= 0x1f900 && code <= 0x1f9ff
              || code >= 0x20000 && code <= 0x3fffd;
      return wide ? 2 : 1;
    }
  }
}
