package outpost.core.template;

/**
 * A yes or no that counts as 1 or 0 as well, so that {@code until: job.finished} and {@code until:
 * job.finished == 1} both mean what they say. It prints as the number.
 */
public final class Flag extends Number {
  private static final long serialVersionUID = 1L;
  private static final Flag YES = new Flag(1);
  private static final Flag NO = new Flag(0);

  private final int number;

  private Flag(int number) {
    this.number = number;
  }

  public static Flag of(boolean yes) {
    return yes ? YES : NO;
  }

  boolean isYes() {
    return number == 1;
  }

  @Override
  public int intValue() {
    return number;
  }

  @Override
  public long longValue() {
    return number;
  }

  @Override
  public float floatValue() {
    return number;
  }

  @Override
  public double doubleValue() {
    return number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Flag flag && flag.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public String toString() {
    return String.valueOf(number);
  }
}
