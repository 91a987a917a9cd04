package outpost.core.source;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import outpost.api.Problem;
import outpost.api.Secret;

/** Opens files and values that are encrypted; they are known by how they begin. */
public interface Unlocker {
  /** What every encrypted text begins with. */
  String MARK = "$ANSIBLE_VAULT;";

  /**
   * Returns what an encrypted text holds.
   *
   * @throws Locked if it is damaged, or no password opens it
   */
  Secret open(String text);

  /** Is given each single value found in what was opened, so that no output shows it. */
  void keep(Secret value);

  static boolean isLocked(String text) {
    return text.startsWith(MARK);
  }

  static boolean isLocked(byte[] bytes) {
    if (bytes.length < MARK.length()) return false;
    return isLocked(new String(bytes, 0, MARK.length(), StandardCharsets.ISO_8859_1));
  }

  /** Opens nothing, as no password is known. */
  Unlocker NONE =
      new Unlocker() {
        @Override
        public Secret open(String text) {
          throw new Locked(
              Problem.of(
                  "vault-no-password",
                  "this is encrypted, and no vault password is given",
                  "`--vault-password-file FILE` reads it from a file, `-J` asks for it"),
              0,
              0);
        }

        @Override
        public void keep(Secret value) {}
      };

  /** Thrown where something encrypted cannot be opened. */
  final class Locked extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;
    private final int from;
    private final int to;

    /**
     * @param from where in the encrypted text the trouble begins
     * @param to where it ends; the same where it is about the whole
     */
    public Locked(Problem problem, int from, int to) {
      super(problem.message(), null, false, false);
      this.problem = problem;
      this.from = from;
      this.to = to;
    }

    public Problem problem() {
      return problem;
    }

    /** Returns the place in a source that holds the encrypted text and nothing else. */
    public Span in(Source source) {
      int header = source.text().indexOf('\n') < 0 ? MARK.length() : source.lineText(1).length();
      return from == to ? source.span(0, header) : source.span(from, to);
    }

    /** Returns where in the encrypted text the trouble is; empty if it is about the whole. */
    public Optional<int[]> part() {
      return from == to ? Optional.empty() : Optional.of(new int[] {from, to});
    }
  }
}
