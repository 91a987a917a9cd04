package outpost.core.language;

import outpost.core.source.Node;
import outpost.core.source.Span;

/** One item of a list of tasks. */
public sealed interface Item permits Task, Block {

  Node.Mapping written();

  Keywords keywords();

  /** Returns where it begins: its first key. */
  default Span span() {
    return written().entries().get(0).key().span();
  }
}
