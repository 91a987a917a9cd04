package outpost.core.template;

import outpost.core.source.Span;

/** Knows where the characters of an expression stand in a file. */
@FunctionalInterface
interface Place {

  Span span(int from, int to);

  /** Returns the place of text that begins at {@code offset} of this one's. */
  default Place from(int offset) {
    return (from, to) -> span(offset + from, offset + to);
  }
}
