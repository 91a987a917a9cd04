package outpost.core.template;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address with the length of its network's prefix.
 *
 * @param bits 32 or 128
 * @param written whether the prefix was written, else it is that of a single address
 */
record IpNetwork(int bits, BigInteger address, int prefix, boolean written) {
  private static final Pattern DIGITS = Pattern.compile("\\d{1,3}");
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /**
   * Reads {@code 192.0.2.1}, {@code 192.0.2.0/24}, {@code 192.0.2.0/255.255.255.0}, {@code ::1}.
   */
  static Optional<IpNetwork> read(String text) {
    String[] parts = text.strip().split("/", 2);
    boolean four = V4.matcher(parts[0]).matches();
    if (!four && !V6.matcher(parts[0]).matches()) return Optional.empty();
    int bits = four ? 32 : 128;
    Optional<BigInteger> address = number(parts[0], four);
    if (address.isEmpty()) return Optional.empty();
    if (parts.length == 1) return Optional.of(new IpNetwork(bits, address.get(), bits, false));
    int prefix = -1;
    if (DIGITS.matcher(parts[1]).matches()) {
      prefix = Integer.parseInt(parts[1]);
    } else if (four && V4.matcher(parts[1]).matches()) {
      BigInteger mask = number(parts[1], true).orElse(BigInteger.ZERO);
      prefix = mask.bitCount();
      if (!mask.equals(mask(32, prefix))) return Optional.empty();
    }
    return prefix < 0 || prefix > bits
        ? Optional.empty()
        : Optional.of(new IpNetwork(bits, address.get(), prefix, true));
  }

  private static Optional<BigInteger> number(String text, boolean four) {
    try {
      byte[] bytes = new byte[four ? 4 : 16];
      if (four) {
        String[] parts = text.split("\\.");
        for (int i = 0; i < 4; i++) {
          int part = Integer.parseInt(parts[i]);
          if (part > 255) return Optional.empty();
          bytes[i] = (byte) part;
        }
      } else {
        byte[] read = InetAddress.getByName(text).getAddress(); // of digits and colons: asks no one
        // Java turns ::ffff:192.0.2.1 into the IPv4 address
        System.arraycopy(read, 0, bytes, bytes.length - read.length, read.length);
        if (read.length == 4) bytes[10] = bytes[11] = (byte) 0xff;
      }
      return Optional.of(new BigInteger(1, bytes));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static BigInteger mask(int bits, int prefix) {
    return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE.shiftLeft(bits - prefix));
  }

  BigInteger size() {
    return BigInteger.ONE.shiftLeft(bits - prefix);
  }

  BigInteger first() {
    return address.and(mask(bits, prefix));
  }

  BigInteger last() {
    return first().add(size()).subtract(BigInteger.ONE);
  }

  /** Returns whether it is the network itself, not a host in it. */
  boolean isNetwork() {
    return prefix < bits && address.equals(first());
  }

  boolean holds(IpNetwork other) {
    return bits == other.bits
        && first().compareTo(other.first()) <= 0
        && last().compareTo(other.last()) >= 0;
  }

  /** Returns the same network with another address in it. */
  IpNetwork at(BigInteger other) {
    return new IpNetwork(bits, other, prefix, true);
  }

  IpNetwork sized(BigInteger start, int length) {
    return new IpNetwork(bits, start, length, true);
  }

  String netmask() {
    return text(mask(bits, prefix));
  }

  String hostmask() {
    return text(size().subtract(BigInteger.ONE));
  }

  String withPrefix() {
    return text(address) + "/" + prefix;
  }

  /** Returns an address as people write it; the longest run of zeros of IPv6 is left out. */
  String text(BigInteger number) {
    if (bits == 32) {
      long value = number.longValue();
      return (value >> 24)
          + "."
          + (value >> 16 & 255)
          + "."
          + (value >> 8 & 255)
          + "."
          + (value & 255);
    }
    List<Integer> groups = new ArrayList<>();
    for (int i = 7; i >= 0; i--) groups.add(number.shiftRight(16 * i).intValue() & 0xffff);
    int best = -1;
    int longest = 1;
    for (int from = 0; from < 8; from++) {
      int to = from;
      while (to < 8 && groups.get(to) == 0) to++;
      if (to - from > longest) {
        best = from;
        longest = to - from;
      }
    }
    if (best < 0) return joined(groups);
    return joined(groups.subList(0, best)) + "::" + joined(groups.subList(best + longest, 8));
  }

  private static String joined(List<Integer> groups) {
    return String.join(":", groups.stream().map(Integer::toHexString).toList());
  }
}
