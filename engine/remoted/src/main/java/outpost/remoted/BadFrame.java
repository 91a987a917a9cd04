package outpost.remoted;

import java.io.IOException;

/** The peer sent what is no message of the protocol: nothing after it can be understood. */
final class BadFrame extends IOException {
  private static final long serialVersionUID = 1;

  private final Cause cause;

  BadFrame(Cause cause, String detail) {
    super(detail);
    this.cause = cause;
  }

  Diagnosis at(Endpoint endpoint) {
    return new Diagnosis(endpoint, cause, getMessage());
  }
}
