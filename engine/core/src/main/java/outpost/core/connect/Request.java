package outpost.core.connect;

import java.time.Duration;
import java.util.List;
import outpost.api.Glance;

/**
 * A script for a resident shell.
 *
 * @param text POSIX sh; quoting is done
 * @param stdin bytes for its standard input; empty is {@code /dev/null}
 * @param timeout after which it is killed with its children; zero is never
 * @param simple see {@link outpost.api.Script#simple}
 * @param glances what is found out for it together with what others of its exchange say: no request
 *     behind the first one that has any may change the host
 */
public record Request(
    String text, Input stdin, Duration timeout, boolean simple, List<Glance> glances) {

  public Request(String text, Input stdin, Duration timeout) {
    this(text, stdin, timeout, false, List.of());
  }

  public Request(String text, byte[] stdin, Duration timeout) {
    this(text, Input.of(stdin), timeout);
  }

  /** Returns it as it is asked before its time: see {@link Reply#usable}. */
  public Request ahead() {
    return simple ? this : new Request(Loop.AHEAD + text, stdin, timeout, false, glances);
  }

  /** Returns it with another timeout. */
  public Request within(Duration limit) {
    return new Request(text, stdin, limit, simple, glances);
  }

  /** Returns it as one that finds out everything itself, when it runs, in a subshell of its own. */
  public Request alone() {
    return new Request(text, stdin, timeout);
  }
}
