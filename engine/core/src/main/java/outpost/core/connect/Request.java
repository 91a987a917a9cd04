package outpost.core.connect;

import java.time.Duration;

/**
 * A script for a resident shell.
 *
 * @param text POSIX sh; quoting is done
 * @param stdin bytes for its standard input; empty is {@code /dev/null}
 * @param timeout after which it is killed with its children; zero is never
 */
public record Request(String text, Input stdin, Duration timeout) {

  /** Returns it as it is asked before its time: see {@link Reply#usable}. */
  public Request ahead() {
    return new Request(Loop.AHEAD + text, stdin, timeout);
  }

  public Request(String text, byte[] stdin, Duration timeout) {
    this(text, Input.of(stdin), timeout);
  }
}
