package outpost.core.template;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Gives every number one form, so that equal numbers are equal objects. */
final class Numbers {
  private static final int LONGEST = 10_000;

  private Numbers() {}

  /** Returns an Integer, Long or BigInteger for a whole number, else a BigDecimal. */
  static Number normal(Number number) {
    if (number instanceof Integer) return number;
    if (number instanceof Long || number instanceof Short || number instanceof Byte) {
      return whole(BigInteger.valueOf(number.longValue()));
    }
    if (number instanceof BigInteger big) return whole(big);
    BigDecimal decimal = new BigDecimal(number.toString());
    if (decimal.signum() == 0) return 0;
    if (Math.abs((long) decimal.scale()) > LONGEST) {
      throw new ArithmeticException("a number of more than ten thousand digits");
    }
    BigDecimal stripped = decimal.stripTrailingZeros();
    return stripped.scale() <= 0 ? whole(stripped.toBigIntegerExact()) : stripped;
  }

  /** Returns the number without exponent and without needless zeros. */
  static String plain(Number number) {
    Number normal = normal(number);
    return normal instanceof BigDecimal decimal ? decimal.toPlainString() : normal.toString();
  }

  private static Number whole(BigInteger big) {
    if (big.bitLength() < Integer.SIZE) return big.intValue();
    return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
  }
}
