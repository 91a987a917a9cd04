package outpost.lab;

/** The lab could not do what it was asked for; the message says what and why. */
public final class LabFailed extends RuntimeException {
  LabFailed(String message) {
    super(message);
  }
}
