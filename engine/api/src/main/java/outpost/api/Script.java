package outpost.api;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * POSIX shell text whose words are quoted, with the bytes it may read from standard input.
 *
 * <p>It runs in a subshell of the host's resident {@code sh} with {@code LC_ALL=C}, {@code cd /}
 * and standard input from {@link #stdin} or {@code /dev/null}. Three functions are defined there:
 *
 * <ul>
 *   <li>{@code emit KEY VALUE} prints one answer of a probe, {@code KEY=VALUE}, for values of one
 *       line;
 *   <li>{@code COMMAND | blob KEY} answers with whatever bytes come in, any number of lines;
 *   <li>{@code due} ends a probe that the engine sends before its task is due, to save a trip; it
 *       is asked again then. For what other hosts may change meanwhile: the state of a cluster,
 *       what a server answers. Else nothing that a probe finds may hang on more than its own host.
 * </ul>
 *
 * A script fails by its exit status; what it wrote to standard error is the reason that users see.
 */
public final class Script {
  private final List<String> parts;
  private final Optional<Payload> stdin;

  private Script(List<String> parts, Optional<Payload> stdin) {
    this.parts = parts;
    this.stdin = stdin;
  }

  /**
   * Makes a script from a template in which every {@code {}} stands for the next word, quoted; a
   * word that is a collection becomes that many quoted words.
   *
   * @throws IllegalArgumentException if the number of {@code {}} and of words differ
   */
  public static Script sh(String template, Object... words) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (Object word : words) {
      int hole = template.indexOf("{}", from);
      if (hole < 0) throw new IllegalArgumentException("more words than {} in: " + template);
      text.append(template, from, hole).append(quoteAny(word));
      from = hole + 2;
    }
    if (template.indexOf("{}", from) >= 0) {
      throw new IllegalArgumentException("more {} than words in: " + template);
    }
    return raw(text.append(template.substring(from)).toString());
  }

  /** Makes a script from text taken as it is: say at the call why nothing in it needs quoting. */
  public static Script raw(String text) {
    return new Script(List.of(text), Optional.empty());
  }

  /** Returns this script, followed by another one if it succeeds. At most one may read stdin. */
  public Script then(Script next) {
    if (stdin.isPresent() && next.stdin.isPresent()) {
      throw new IllegalArgumentException("both scripts read standard input");
    }
    List<String> both = Stream.concat(parts.stream(), next.parts.stream()).toList();
    return new Script(both, stdin.or(() -> next.stdin));
  }

  /** Returns this script with bytes on its standard input. */
  public Script stdin(Payload payload) {
    return new Script(parts, Optional.of(payload));
  }

  public String text() {
    return parts.size() == 1
        ? parts.get(0)
        : parts.stream().collect(Collectors.joining("\n} && {\n", "{ ", "\n}"));
  }

  public Optional<Payload> stdin() {
    return stdin;
  }

  /**
   * Returns a word that every POSIX shell reads as exactly {@code text}.
   *
   * @throws IllegalArgumentException if the text holds NUL, which no argument can carry
   */
  public static String quote(String text) {
    if (text.indexOf('\0') >= 0) throw new IllegalArgumentException("NUL in a shell word");
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String quoteAny(Object word) {
    if (word instanceof Secret) throw new IllegalArgumentException("a secret in argv");
    return word instanceof Collection<?> words
        ? words.stream().map(Script::quoteAny).collect(Collectors.joining(" "))
        : quote(String.valueOf(word));
  }

  @Override
  public String toString() {
    return text();
  }
}
