package outpost.core.template;

/** Thrown where a decision would need a value that is not known yet. */
public final class UnknownValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean told;

  UnknownValue(String what) {
    this(what + " is not known yet", false);
  }

  private UnknownValue(String message, boolean told) {
    super(message, null, false, false);
    this.told = told;
  }

  /** Returns what stands for a text that could not be read. */
  static UnknownValue unread() {
    return new UnknownValue("it could not be read", true);
  }

  /** Returns whether it will never be known, because of a mistake that is told already. */
  public boolean isTold() {
    return told;
  }
}
