package outpost.core.connect;

/** A host cannot be reached, or no longer; nothing of the exchange ran. */
public sealed class HostUnreachable extends RuntimeException permits BadLogin {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /**
   * @param message why, in one sentence: the true cause, no Java class name
   * @param hint what to do
   */
  public HostUnreachable(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  public String hint() {
    return hint;
  }
}
