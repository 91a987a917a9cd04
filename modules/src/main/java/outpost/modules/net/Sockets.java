package outpost.modules.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sockets of one port as {@code /proc/net/tcp} and {@code tcp6} list them: {@code ADDRESS/STATE} in
 * hexadecimal, addresses in words of the host's own byte order.
 */
record Sockets(Set<String> listed) {
  private static final String LISTEN = "0A";

  /** ESTABLISHED, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT: what Ansible waits for. */
  private static final Set<String> BUSY = Set.of("01", "02", "03", "04", "05", "06");

  private static final Set<String> ANY = Set.of("0".repeat(8), "0".repeat(32));
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "::1");
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  /** Whether a host is the one that is asked itself, by a name that means nothing else. */
  static boolean isLocal(String host) {
    return LOCAL_NAMES.contains(host) || WILDCARDS.contains(host);
  }

  /** Whether something listens where a connection to {@code host} would arrive. */
  boolean listening(String host) {
    return listed.stream()
        .filter(one -> one.endsWith("/" + LISTEN))
        .map(Sockets::address)
        .anyMatch(at -> WILDCARDS.contains(host) || ANY.contains(at) || forms(host).contains(at));
  }

  /** Returns how many states of connections to {@code host} there are; each counts once. */
  boolean busy(String host) {
    return listed.stream()
        .filter(one -> BUSY.contains(one.substring(one.indexOf('/') + 1)))
        .map(Sockets::address)
        .anyMatch(at -> WILDCARDS.contains(host) || forms(host).contains(at));
  }

  private static String address(String socket) {
    return socket.substring(0, socket.indexOf('/'));
  }

  /** Returns the ways in which an address may be listed, for either byte order. */
  private static List<String> forms(String host) {
    if (host.equals("localhost")) {
      List<String> both = new ArrayList<>(forms("127.0.0.1"));
      both.addAll(forms("::1"));
      return both;
    }
    byte[] bytes = literal(host).map(InetAddress::getAddress).orElse(new byte[0]);
    if (bytes.length == 0) return List.of();
    String big = String.format("%0" + bytes.length * 2 + "X", new BigInteger(1, bytes));
    String little = swapped(big);
    if (bytes.length == 16) return List.of(big, little);
    String mapped = "0".repeat(16);
    return List.of(big, little, mapped + "0000FFFF" + big, mapped + swapped("0000FFFF") + little);
  }

  /** Reads an address that is no name, so that nothing is looked up. */
  static Optional<InetAddress> literal(String host) {
    if (!host.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) return Optional.empty();
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String swapped(String words) {
    StringBuilder swapped = new StringBuilder();
    for (int word = 0; word < words.length(); word += 8) {
      for (int at = word + 6; at >= word; at -= 2) swapped.append(words, at, at + 2);
    }
    return swapped.toString();
  }
}
