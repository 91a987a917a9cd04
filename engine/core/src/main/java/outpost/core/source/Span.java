package outpost.core.source;

/** A piece of a source: from {@code start} up to, not including, {@code end}, in characters. */
public record Span(Source source, int start, int end) {

  public int line() {
    return source.line(start);
  }

  public int column() {
    return source.column(start);
  }

  /** Returns the text as it stands in the file, quotes and all. */
  public String text() {
    String all = source.text();
    return all.substring(Math.min(start, all.length()), Math.min(end, all.length()));
  }

  /** Returns the piece that begins {@code from} characters after this one's start. */
  public Span part(int from, int length) {
    return new Span(source, start + from, start + from + length);
  }

  /** Returns the place as editors take it: {@code file:line:column}. */
  @Override
  public String toString() {
    return source.name() + ":" + line() + ":" + column();
  }
}
