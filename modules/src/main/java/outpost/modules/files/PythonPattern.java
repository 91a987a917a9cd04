package outpost.modules.files;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import outpost.api.BadArg;

/**
 * A regular expression as Ansible's users write it, which is Python's: translated where Java means
 * another thing by it, refused where Java cannot say it.
 */
public final class PythonPattern {
  private final String arg;
  private final String written;
  private final PythonSyntax syntax;
  private final Pattern pattern;

  private PythonPattern(String arg, String written, int flags, boolean multiline) {
    this.arg = arg;
    this.written = written;
    this.syntax = new PythonSyntax(arg, written, multiline);
    try {
      this.pattern = Pattern.compile(syntax.java(), flags | Pattern.UNIX_LINES);
    } catch (PatternSyntaxException e) {
      throw PythonSyntax.bad(arg, written, e.getDescription().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /**
   * Reads an expression for one line or a short text.
   *
   * @throws BadArg if it is none, or cannot be said in Java
   */
  public static PythonPattern of(String arg, String written) {
    return new PythonPattern(arg, written, 0, false);
  }

  /** As {@link #of}, where {@code ^} and {@code $} are the ends of each line of a long text. */
  static PythonPattern ofLines(String arg, String written) {
    int flags = Pattern.MULTILINE | Pattern.UNICODE_CHARACTER_CLASS;
    return new PythonPattern(arg, written, flags, true);
  }

  /** As {@link #of}, where {@code .} is any character. */
  static PythonPattern ofAll(String arg, String written) {
    return new PythonPattern(arg, written, Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS, false);
  }

  /** Returns this for a text that is read in another encoding than the arguments are. */
  PythonPattern in(Encoding encoding) {
    String other = encoding.argument(written);
    return other.equals(written)
        ? this
        : new PythonPattern(
            arg, other, pattern.flags(), (pattern.flags() & Pattern.MULTILINE) != 0);
  }

  boolean isMultiline() {
    return syntax.isMultiline();
  }

  public Matcher matcher(String text) {
    return pattern.matcher(text);
  }

  /** Whether it is found anywhere in a text. */
  public boolean isIn(String text) {
    return matcher(text).find();
  }

  /** Returns the number of a group by its name, if there is one. */
  int group(String name) {
    return syntax.names().getOrDefault(name, -1);
  }

  int groups() {
    return pattern.matcher("").groupCount();
  }

  List<String> names() {
    return List.copyOf(syntax.names().keySet());
  }
}
