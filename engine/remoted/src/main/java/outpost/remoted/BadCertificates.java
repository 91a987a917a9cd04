package outpost.remoted;

/** Certificates cannot be used. */
public final class BadCertificates extends Exception {
  private static final long serialVersionUID = 1;

  BadCertificates(String reason) {
    super(reason);
  }

  /** Why, in one sentence: lower case, no full stop. */
  public String reason() {
    return getMessage();
  }
}
