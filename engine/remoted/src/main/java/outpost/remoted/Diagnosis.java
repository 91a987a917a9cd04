package outpost.remoted;

import java.util.EnumSet;
import java.util.Set;

/**
 * What an attempt to talk to a pacemaker_remoted showed, to be told to the user.
 *
 * @param detail what fills the cause's sentence; empty where it needs nothing
 */
public record Diagnosis(Endpoint at, Cause cause, String detail) {
  private static final Set<Cause> UNREACHED =
      EnumSet.of(
          Cause.NAME_UNKNOWN,
          Cause.NO_ROUTE,
          Cause.DROPPED,
          Cause.TUNNEL_PROHIBITED,
          Cause.INTERRUPTED,
          Cause.NOT_DIALLED);

  /** What is the matter, in one sentence: lower case, no full stop. */
  public String sentence() {
    return fill(cause.sentence());
  }

  /** What to do about it. */
  public String hint() {
    return fill(cause.hint());
  }

  /** Whether the peer is known to have the same key, or a certificate that is to be trusted. */
  public boolean keyIsRight() {
    return cause == Cause.KEY_RIGHT
        || cause == Cause.REGISTERED
        || cause == Cause.CERTIFICATE_TRUSTED;
  }

  /** Whether nothing of the host was seen, so that all is open. */
  public boolean unreached() {
    return UNREACHED.contains(cause);
  }

  private String fill(String text) {
    // the detail last: it is the peer's words, in which braces mean nothing
    return text.replace("{host}", "`" + at.host() + "`")
        .replace("{port}", Integer.toString(at.port()))
        .replace("{detail}", detail);
  }

  @Override
  public String toString() {
    return cause.id() + ": " + sentence();
  }
}
