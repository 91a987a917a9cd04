package outpost.core.connect;

/** The host refuses to let the login user become another one. */
public final class BecomeFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  public BecomeFailed(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  public String hint() {
    return hint;
  }
}
