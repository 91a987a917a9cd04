package outpost.core.source;

/** A piece of a source: from {@code start} up to, not including, {@code end}, in characters. */
public record Span(Source source, int start, int end) {

  public int line() {
    return source.line(start);
  }

  public int column() {
    return source.column(start);
  }

  /** Returns the place as editors take it: {@code file:line:column}. */
  @Override
  public String toString() {
    return source.name() + ":" + line() + ":" + column();
  }
}
