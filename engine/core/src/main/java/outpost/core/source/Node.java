package outpost.core.source;

import java.util.List;
import java.util.Optional;

/** A YAML value with its place. */
public sealed interface Node {

  Span span();

  /**
   * Text as it was written, before any type is given to it: {@code 0644} stays {@code 0644}.
   *
   * @param text the value, YAML's own quoting and folding undone
   * @param plain whether it stood without quotes, so that YAML 1.1 may make it a number, a boolean
   *     or null where its reader has no type of its own
   * @param tag an explicit tag such as {@code !raw} or {@code !vault}; empty otherwise
   */
  record Scalar(Span span, String text, boolean plain, String tag) implements Node {}

  /** A list. */
  record Sequence(Span span, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A mapping in the order of its file; keys are unique. */
  record Mapping(Span span, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    public Optional<Node> get(String key) {
      return entry(key).map(Entry::value);
    }

    public Optional<Entry> entry(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
    }
  }

  /** One key and its value. */
  record Entry(Scalar key, Node value) {}
}
