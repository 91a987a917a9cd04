package outpost.api;

/**
 * Thrown by the constructor of an arguments' record when values do not go together or have the
 * wrong form. The engine turns it into an error at the place of that argument.
 */
public final class BadArg extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String arg;
  private final String hint;

  /**
   * @param arg the argument's name as the record spells it
   * @param message what is wrong, lower case, the user's words in backticks
   * @param hint what to do instead
   */
  public BadArg(String arg, String message, String hint) {
    super(message);
    this.arg = arg;
    this.hint = hint;
  }

  public String arg() {
    return arg;
  }

  public String hint() {
    return hint;
  }
}
