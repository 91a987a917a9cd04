package outpost.core.template;

/** Thrown where a decision would need a value that is not known yet. */
public final class UnknownValue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownValue(String what) {
    super(what + " is not known yet", null, false, false);
  }
}
