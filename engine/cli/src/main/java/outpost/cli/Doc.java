package outpost.cli;

import java.util.List;
import java.util.Map;

/** The manual of one thing, in the forms in which it can be shown. */
interface Doc {
  String name();

  /** Other names of it. */
  default List<String> aliases() {
    return List.of();
  }

  /** Returns what it is, in one sentence. */
  String sentence();

  List<String> page(DocText text);

  /** Returns a task to fill in; only modules have one. */
  default List<String> snippet() {
    return List.of();
  }

  Map<String, Object> json();
}
