package outpost.core.template;

import java.util.List;
import java.util.Set;

/**
 * Answers {@code lookup('KIND', …)}: what expressions may ask of the control node. Files are looked
 * for where the scope says the task stands ({@code role_path}, {@code playbook_dir}).
 */
public interface Lookups {

  /** Returns the kinds that there are. */
  Set<String> kinds();

  /** Returns whether a kind may be asked before the run: asking does nothing and costs nothing. */
  boolean isPure(String kind);

  /**
   * Returns one value for each term, or more.
   *
   * @throws LookupFailed if there is none
   */
  List<Object> find(String kind, List<Object> terms, Asking asking);

  /** Who asks: the variables visible there, and the templates of this run. */
  record Asking(Scope scope, Templates templates) {}

  /** Thrown when a lookup has no answer. */
  final class LookupFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * @param message what is wrong, lower case, the user's words in backticks
     * @param hint what to do; empty for none
     */
    public LookupFailed(String message, String hint) {
      super(message, null, false, false);
      this.hint = hint;
    }

    public String hint() {
      return hint;
    }
  }

  /** Knows no kind at all. */
  static Lookups none() {
    return new Lookups() {
      @Override
      public Set<String> kinds() {
        return Set.of();
      }

      @Override
      public boolean isPure(String kind) {
        return true;
      }

      @Override
      public List<Object> find(String kind, List<Object> terms, Asking asking) {
        throw new LookupFailed("there is no lookup `" + kind + "`", "");
      }
    };
  }
}
