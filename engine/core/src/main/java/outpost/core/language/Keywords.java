package outpost.core.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.source.Node;

/** What a play or a task says by keywords, and what stands around it. */
public final class Keywords {
  private final Level level;
  private final Map<Keyword, Node.Entry> own;
  private final Optional<Keywords> around;

  Keywords(Level level, Map<Keyword, Node.Entry> own, Optional<Keywords> around) {
    this.level = level;
    Map<Keyword, Node.Entry> copy = new EnumMap<>(Keyword.class);
    copy.putAll(own);
    this.own = Collections.unmodifiableMap(copy);
    this.around = around;
  }

  /**
   * Returns what holds around tasks that are included by a task with these keywords: what stands
   * around that task, and its tags, but no other keyword of its own.
   *
   * @param apply keywords given for them
   */
  public Keywords aroundIncluded(Optional<Keywords> apply) {
    Map<Keyword, Node.Entry> tags = new EnumMap<>(Keyword.class);
    ownEntry(Keyword.TAGS).ifPresent(entry -> tags.put(Keyword.TAGS, entry));
    Keywords outer = new Keywords(Level.BLOCK, tags, around);
    return apply.map(a -> new Keywords(Level.BLOCK, a.own, Optional.of(outer))).orElse(outer);
  }

  /** Returns what stands around this level. */
  public Optional<Keywords> around() {
    return around;
  }

  /** Returns the words that are said at this very level. */
  public Set<Keyword> ownWords() {
    return own.keySet();
  }

  /** Returns the loop of this very level. */
  Optional<Node.Entry> ownLoop() {
    return own.entrySet().stream()
        .filter(entry -> entry.getKey().isLoop())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Returns what the levels between the play and this one say, the outermost first. */
  public List<Node> belowPlay(Keyword keyword) {
    if (level == Level.PLAY || level == Level.IMPORT) return List.of();
    List<Node> all = new ArrayList<>(around.map(a -> a.belowPlay(keyword)).orElse(List.of()));
    own(keyword).ifPresent(all::add);
    return all;
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
