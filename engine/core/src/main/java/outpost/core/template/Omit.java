package outpost.core.template;

/** The value of the variable {@code omit}: as if the argument or map entry were not written. */
public enum Omit {
  OMIT
}
