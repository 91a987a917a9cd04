package outpost.modules.net;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/**
 * Ports of one protocol from {@code first} to {@code last}, written {@code 3121/tcp} or {@code
 * 5405-5412/udp}.
 */
record Ports(int first, int last, String protocol) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?/(tcp|udp|sctp|dccp)");

  static Ports of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (1 <= first && first <= last && last <= 65535) {
        return new Ports(first, last, matcher.group(3));
      }
    }
    throw new BadArg("ports", "`" + text + "` is not a port", "write it as 3121/tcp");
  }

  /**
   * Whether every one of these ports is among others. firewalld joins neighbouring ports to ranges,
   * so they need not be listed as they were added.
   */
  boolean allIn(Collection<Ports> others) {
    for (int port = first; port <= last; port++) {
      int one = port;
      if (others.stream().noneMatch(other -> other.holds(one, protocol))) return false;
    }
    return true;
  }

  /** Whether one of these ports is among others. */
  boolean anyIn(Collection<Ports> others) {
    return others.stream()
        .anyMatch(o -> o.protocol.equals(protocol) && o.first <= last && first <= o.last);
  }

  private boolean holds(int port, String of) {
    return protocol.equals(of) && first <= port && port <= last;
  }

  @Override
  public String toString() {
    return (first == last ? "" + first : first + "-" + last) + "/" + protocol;
  }
}
