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
 * @param glances what is found out for it together with what others of its exchange say: no request
 *     behind the first one that has any may change the host
 */
public record Request(String text, Input stdin, Duration timeout, List<Glance> glances) {

  public Request(String text, Input stdin, Duration timeout) {
    this(text, stdin, timeout, List.of());
  }

  public Request(String text, byte[] stdin, Duration timeout) {
    this(text, Input.of(stdin), timeout);
  }

  /** Returns it as it is asked before its time: see {@link Reply#usable}. */
  public Request ahead() {
    return new Request(Loop.AHEAD + text, stdin, timeout, glances);
  }

  /** Returns it with another timeout. */
  public Request within(Duration limit) {
    return new Request(text, stdin, limit, glances);
  }

  /** Returns it as one that finds out everything itself, when it runs. */
  public Request alone() {
    return new Request(text, stdin, timeout);
  }
}
