package outpost.core.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers {@code lookup('KIND', …)}: what expressions may ask of the control node, and the ways to
 * arrange values that {@code with_KIND} loops go through.
 */
public interface Lookups {

  /** Returns the kinds that there are. */
  Set<String> kinds();

  /** Returns whether a kind may be asked before the run: asking does nothing and costs nothing. */
  boolean isPure(String kind);

  /** Returns the names of what can be given in a map behind the terms of a kind. */
  Set<String> options(String kind);

  /** Returns whether maps may be among the terms of a kind. */
  boolean takesMaps(String kind);

  /**
   * Returns one value for each term, or more.
   *
   * @throws LookupFailed if there is none
   */
  List<Object> find(String kind, List<Object> terms, Map<String, Object> options, Asking asking);

  /**
   * Who asks: the variables visible there, and the templates of this run.
   *
   * @param preview whether this only looks ahead: what may come into being later is unknown
   * @param folder where files of a role, or beside a playbook, are looked for first
   */
  record Asking(Scope scope, Templates templates, boolean preview, String folder) {}

  /** Thrown when a lookup has no answer. */
  final class LookupFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> hints;

    /**
     * @param message what is wrong, lower case, the user's words in backticks
     * @param hints what to do
     */
    public LookupFailed(String message, String... hints) {
      super(message, null, false, false);
      this.hints = List.of(hints);
    }

    public List<String> hints() {
      return hints;
    }
  }

  /** Knows no kind at all. */
  static Lookups none() {
    return new LookupTable(List.of());
  }
}
