package outpost.core.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A YAML value with its place. */
public sealed interface Node {

  Span span();

  /** What it is, in the words of a message: {@code a list}. */
  String kind();

  /** Whether nothing was written: {@code key:}, {@code ~} or {@code null}. */
  default boolean isNull() {
    return false;
  }

  /**
   * Text as it was written, before any type is given to it: {@code 0644} stays {@code 0644}.
   *
   * @param span the whole of it, quotes or the header of a block included, its tag and anchor not
   * @param text the value, YAML's own quoting and folding undone
   * @param plain whether it stood without quotes, so that YAML 1.1 may make it a number, a boolean
   *     or null where its reader has no type of its own
   * @param tag {@code !raw} for text that is no template ({@code !unsafe} is read as that), {@code
   *     !vault} for encrypted text, {@code !broken} for what could not be read and is told already,
   *     empty otherwise
   */
  record Scalar(Span span, String text, boolean plain, String tag) implements Node {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> YES = Set.of("yes", "true", "on");
    private static final Set<String> NO = Set.of("no", "false", "off");

    /** The tag of text in which {@code ${…}} means nothing. */
    public static final String RAW = "!raw";

    /** The tag of a text that is encrypted. */
    public static final String VAULTED = "!vault";

    @Override
    public boolean isNull() {
      return plain && NULLS.contains(text);
    }

    /** The tag of what stands in for a value that could not be read. */
    public static final String BROKEN = "!broken";

    /** Whether {@code ${…}} means nothing in it. */
    public boolean isRaw() {
      return tag.equals(RAW) || isVaulted() || isBroken();
    }

    /** Whether it is encrypted, and its value is to be found by an {@link Unlocker}. */
    public boolean isVaulted() {
      return tag.equals(VAULTED);
    }

    /** Whether its problem is told already, so that nothing more need be said about it. */
    public boolean isBroken() {
      return tag.equals(BROKEN);
    }

    /**
     * Whether it holds an expression, be it one of Jinja2, so that its value is known only later.
     */
    public boolean isTemplate() {
      return !isRaw() && (text.contains("${") || text.contains("{{"));
    }

    /** Reads {@code yes}, {@code off}, {@code True}, … quoted or not. */
    public Optional<Boolean> truth() {
      String word = text.toLowerCase(Locale.ROOT);
      if (YES.contains(word)) return Optional.of(true);
      return NO.contains(word) ? Optional.of(false) : Optional.empty();
    }

    @Override
    public String kind() {
      return isNull() ? "nothing" : "text";
    }
  }

  /** A list. */
  record Sequence(Span span, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
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

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** One key and its value. */
  record Entry(Scalar key, Node value) {}
}
