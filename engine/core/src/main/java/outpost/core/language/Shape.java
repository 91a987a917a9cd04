package outpost.core.language;

import outpost.core.source.Node;
import outpost.core.source.Problems;

/** What kind of value a keyword takes, as far as that shows before anything is evaluated. */
interface Shape {

  /** Tells what is wrong with a value; says nothing if it may be right. */
  void check(Node.Scalar word, Node value, Problems problems);
}
