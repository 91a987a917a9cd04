package outpost.core.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host as inventories write it: a name with ranges, {@code db[01:10]}, and perhaps a port.
 *
 * @param names every name it stands for
 * @param port what follows the name, {@code host:2222} or {@code [fe80::1]:2222}
 * @param mistake why it cannot be read; no names then
 */
record HostRange(List<String> names, Optional<String> port, Optional<String> mistake) {
  private static final int MOST = 100_000;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\[\\]]*)](?::([0-9]+))?");
  private static final Pattern WITH_PORT =
      Pattern.compile("((?:[^:\\[\\]]|\\[[^\\]]*])+):([0-9]+)");
  private static final Pattern ADDRESS_6 =
      Pattern.compile("(?=.*::|(?:[^:]*:){7})[0-9A-Fa-f:.]+(?:%\\w+)?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  static HostRange read(String written) {
    Matcher bracketed = BRACKETED.matcher(written);
    if (bracketed.matches() && ADDRESS_6.matcher(bracketed.group(1)).matches()) {
      return checked(List.of(bracketed.group(1)), Optional.ofNullable(bracketed.group(2)));
    }
    Matcher withPort = WITH_PORT.matcher(written);
    String pattern = withPort.matches() ? withPort.group(1) : written;
    Optional<String> port = withPort.matches() ? Optional.of(withPort.group(2)) : Optional.empty();
    List<String> names = new ArrayList<>();
    Optional<String> mistake = expand("", pattern, names);
    if (mistake.isPresent()) return new HostRange(List.of(), Optional.empty(), mistake);
    return checked(names, port);
  }

  /** One host's name, and its port where one is written. */
  record Single(String name, Optional<Integer> port) {}

  /** Reads a host that is added by name: no ranges; what is no address with a port is a name. */
  static Single single(String written) {
    Matcher bracketed = BRACKETED.matcher(written);
    if (bracketed.matches() && ADDRESS_6.matcher(bracketed.group(1)).matches()) {
      return single(bracketed.group(1), Optional.ofNullable(bracketed.group(2)), written);
    }
    Matcher withPort = WITH_PORT.matcher(written);
    if (!withPort.matches()) return new Single(written, Optional.empty());
    return single(withPort.group(1), Optional.of(withPort.group(2)), written);
  }

  private static Single single(String name, Optional<String> port, String written) {
    if (port.isPresent() && !isPort(port.get())) return new Single(written, Optional.empty());
    return new Single(name, port.map(Integer::parseInt));
  }

  private static boolean isPort(String number) {
    return number.length() <= 5 && Integer.parseInt(number) <= 65535;
  }

  private static HostRange checked(List<String> names, Optional<String> port) {
    if (port.isPresent() && !isPort(port.get())) {
      return new HostRange(
          List.of(), Optional.empty(), Optional.of("there is no port " + port.get()));
    }
    return new HostRange(List.copyOf(names), port, Optional.empty());
  }

  /** Adds the names of a pattern, all behind {@code head}. */
  private static Optional<String> expand(String head, String pattern, List<String> into) {
    int open = pattern.indexOf('[');
    if (open < 0) {
      if (pattern.indexOf(']') >= 0) return Optional.of("`]` closes nothing");
      into.add(head + pattern);
      return into.size() > MOST
          ? Optional.of("it stands for more than 100,000 hosts")
          : Optional.empty();
    }
    int close = pattern.indexOf(']', open);
    if (close < 0) return Optional.of("`[` is not closed");
    List<String> values = new ArrayList<>();
    Optional<String> mistake = values(pattern.substring(open + 1, close), values);
    String before = head + pattern.substring(0, open);
    String tail = pattern.substring(close + 1);
    for (int i = 0; i < values.size() && mistake.isEmpty(); i++) {
      mistake = expand(before + values.get(i), tail, into);
    }
    return mistake;
  }

  private static Optional<String> values(String range, List<String> into) {
    String[] bounds = range.split(":", -1);
    if (bounds.length != 2 && bounds.length != 3) {
      return Optional.of("a range is `[begin:end]` or `[begin:end:step]`");
    }
    String begin = bounds[0].isEmpty() ? "0" : bounds[0];
    String end = bounds[1];
    if (end.isEmpty()) return Optional.of("the range `[" + range + "]` has no end");
    String stepText = bounds.length == 3 ? bounds[2] : "1";
    boolean stepFits = NUMBER.matcher(stepText).matches() && Integer.parseInt(stepText) > 0;
    if (!stepFits) return Optional.of("the step of a range is a number from 1");
    int step = Integer.parseInt(stepText);
    boolean letters =
        begin.length() == 1
            && end.length() == 1
            && LETTERS.contains(begin)
            && LETTERS.contains(end);
    if (letters) return letters(range, LETTERS.indexOf(begin), LETTERS.indexOf(end), step, into);
    if (!NUMBER.matcher(begin).matches() || !NUMBER.matcher(end).matches()) {
      return Optional.of("a range goes from number to number, or from letter to letter");
    }
    boolean padded = begin.length() > 1 && begin.startsWith("0");
    if (padded && begin.length() != end.length()) {
      return Optional.of("with a leading zero both ends of a range have the same length");
    }
    int from = Integer.parseInt(begin);
    int to = Integer.parseInt(end);
    if (from > to) return backwards(range);
    if ((to - from) / step >= MOST) return Optional.of("it stands for more than 100,000 hosts");
    String format = padded ? "%0" + begin.length() + "d" : "%d";
    for (long value = from; value <= to; value += step) into.add(String.format(format, value));
    return Optional.empty();
  }

  private static Optional<String> letters(
      String range, int from, int to, int step, List<String> into) {
    if (from > to) return backwards(range);
    for (int i = from; i <= to; i += step) into.add(LETTERS.substring(i, i + 1));
    return Optional.empty();
  }

  private static Optional<String> backwards(String range) {
    return Optional.of("the range `[" + range + "]` ends before it begins");
  }
}
