package outpost.core.connect;

import java.nio.charset.StandardCharsets;

/**
 * What became of a request.
 *
 * @param fate whether it ran to its end
 * @param status its exit status; 0 if it did not run, 128 + n when signal n ended it
 * @param stdout what it printed; of more than 16 MiB the middle is left out, and a line says so
 * @param stderr what it complained about; of more than 1 MiB the middle is left out likewise
 * @param dropped how many bytes were left out of both; 0 means that they are whole
 */
public record Reply(Fate fate, int status, byte[] stdout, byte[] stderr, long dropped) {

  public Reply(Fate fate, int status, byte[] stdout, byte[] stderr) {
    this(fate, status, stdout, stderr, 0);
  }

  /** How a request ended. */
  public enum Fate {
    DONE,
    TIMED_OUT,
    /** An earlier script of its group failed. */
    NOT_RUN
  }

  public boolean ok() {
    return fate == Fate.DONE && status == 0;
  }

  /** Whether it is the whole answer to a question, even one that was asked before its time. */
  public boolean usable() {
    return ok() && !out().contains(Loop.DUE);
  }

  public String out() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  public String err() {
    return new String(stderr, StandardCharsets.UTF_8);
  }
}
