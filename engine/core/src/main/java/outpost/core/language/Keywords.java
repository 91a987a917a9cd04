package outpost.core.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.source.Node;

/** What a play or a task says by keywords, and what stands around it. */
public final class Keywords {
  private final Map<Keyword, Node.Entry> own;
  private final Optional<Keywords> around;

  Keywords(Map<Keyword, Node.Entry> own, Optional<Keywords> around) {
    Map<Keyword, Node.Entry> copy = new EnumMap<>(Keyword.class);
    copy.putAll(own);
    this.own = Collections.unmodifiableMap(copy);
    this.around = around;
  }

  /** Returns what is said at this very level. */
  public Optional<Node> own(Keyword keyword) {
    return ownEntry(keyword).map(Node.Entry::value);
  }

  /** Returns what is said at this very level, with the place of the word itself. */
  public Optional<Node.Entry> ownEntry(Keyword keyword) {
    return Optional.ofNullable(own.get(keyword));
  }

  /**
   * Returns what holds here: what this level says, else the nearest one around it. A name is each
   * one's own.
   */
  public Optional<Node> find(Keyword keyword) {
    Optional<Node> here = own(keyword);
    return here.isPresent() || keyword == Keyword.NAME
        ? here
        : around.flatMap(a -> a.find(keyword));
  }

  /**
   * Returns what all levels say, the outermost first: for what adds up, such as {@code vars} and
   * {@code environment}, where a later one wins name by name.
   */
  public List<Node> all(Keyword keyword) {
    List<Node> all = new ArrayList<>(around.map(a -> a.all(keyword)).orElse(List.of()));
    own(keyword).ifPresent(all::add);
    return all;
  }
}
