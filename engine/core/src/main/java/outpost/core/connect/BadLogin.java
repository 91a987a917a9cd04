package outpost.core.connect;

/** A connection variable says something that cannot be followed; no host was asked. */
public final class BadLogin extends HostUnreachable {
  private static final long serialVersionUID = 1L;
  private final String variable;

  /**
   * @param variable the one that is wrong
   */
  public BadLogin(String variable, String message, String hint) {
    super("`" + variable + "`: " + message, hint);
    this.variable = variable;
  }

  public String variable() {
    return variable;
  }
}
