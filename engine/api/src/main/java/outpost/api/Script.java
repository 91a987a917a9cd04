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
 * and standard input from {@link #stdin} or {@code /dev/null}. These functions are defined there:
 *
 * <ul>
 *   <li>{@code emit KEY VALUE} prints one answer of a probe, {@code KEY=VALUE}, for values of one
 *       line;
 *   <li>{@code COMMAND | blob KEY} answers with whatever bytes come in, any number of lines;
 *   <li>{@code due} ends a probe that the engine sends before its task is due, to save a trip; it
 *       is asked again then. For what other hosts may change meanwhile: the state of a cluster,
 *       what a server answers. Else nothing that a probe finds may hang on more than its own host;
 *   <li>{@code inode KEY PATH} answers with {@code KEY.is}, which is st_mode in hexadecimal, uid,
 *       gid, size, device:inode and owner:group in one line, and of a symbolic link with {@code
 *       KEY.target}; {@code inode KEY PATH -L} with what a link points to. It sets {@code is} to
 *       that line: to nothing where nothing is, and then does not answer;
 *   <li>{@code sha256 PATH} sets {@code sum} to that of a file, in hexadecimal;
 *   <li>{@code content KEY PATH BYTES} answers with the bytes of a file, of about that many;
 *   <li>{@code group_line NAME} sets {@code line} to what getent(1) tells of a group, to nothing
 *       where there is none;
 *   <li>{@code user_id NAME} and {@code group_id NAME} set {@code id}, to nothing where nobody has
 *       the name; the latter sets {@code line}, too.
 * </ul>
 *
 * Names that begin with {@code _} are the engine's. What the last six will be asked a script may
 * say in advance: {@link #glances}. A script fails by its exit status; what it wrote to standard
 * error is the reason that users see.
 */
public final class Script {
  private final List<String> parts;
  private final Optional<Payload> stdin;
  private final boolean simple;
  private final List<Glance> glances;

  private Script(
      List<String> parts, Optional<Payload> stdin, boolean simple, List<Glance> glances) {
    this.parts = parts;
    this.stdin = stdin;
    this.simple = simple;
    this.glances = glances;
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
    return new Script(List.of(text), Optional.empty(), false, List.of());
  }

  /** Returns this script, followed by another one if it succeeds. At most one may read stdin. */
  public Script then(Script next) {
    if (stdin.isPresent() && next.stdin.isPresent()) {
      throw new IllegalArgumentException("both scripts read standard input");
    }
    return new Script(
        concat(parts, next.parts),
        stdin.or(() -> next.stdin),
        simple && next.simple,
        concat(glances, next.glances));
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Returns this script with bytes on its standard input. */
  public Script stdin(Payload payload) {
    return new Script(parts, Optional.of(payload), false, glances);
  }

  /** Returns this script, which will most likely ask this of a path or a name. */
  public Script glancing(Glance.What what, String of) {
    return new Script(parts, stdin, simple, concat(glances, List.of(new Glance(what, of))));
  }

  /**
   * Returns this script as one that may run in one subshell with others of its kind, which saves a
   * process for each: it sets every variable that it reads, never ends by {@code exit}, and leaves
   * directory, traps, options, positional parameters and open files of its shell alone.
   */
  public Script simple() {
    return new Script(parts, stdin, true, glances);
  }

  public boolean isSimple() {
    return simple;
  }

  /** Returns what it said in advance that it will ask. */
  public List<Glance> glances() {
    return glances;
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
