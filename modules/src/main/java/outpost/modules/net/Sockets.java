package outpost.modules.net;

import static outpost.api.Script.sh;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.BadArg;
import outpost.api.Script;

/**
 * Sockets of one port as {@code /proc/net/tcp} and {@code tcp6} list them: {@code
 * ADDRESS/STATE/PEER} in hexadecimal, addresses in words of the host's own byte order.
 */
record Sockets(Set<String> listed) {
  private static final String LISTEN = "0A";

  /** The kernel's numbers of what Ansible calls active. */
  private static final Map<String, String> STATES =
      Map.of(
          "ESTABLISHED", "01",
          "SYN_SENT", "02",
          "SYN_RECV", "03",
          "FIN_WAIT1", "04",
          "FIN_WAIT2", "05",
          "TIME_WAIT", "06");

  private static final Set<String> ANY = Set.of("0".repeat(8), "0".repeat(32));
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "::1");
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  /** Lists those of a port, under the key {@code sockets}. */
  static Script question(int port) {
    return sh(
        """
        for list in /proc/net/tcp /proc/net/tcp6; do
          [ ! -r "$list" ] || awk -v port={} '
            { split($2, at, ":"); split($3, from, ":") }
            at[2] == port && !seen[at[1], $4, from[1]]++ {
              print "sockets=" at[1] "/" $4 "/" from[1]
            }' "$list" || exit
        done\
        """,
        String.format("%04X", port));
  }

  /** Whether a host is the one that is asked itself, by a name that means nothing else. */
  static boolean isLocal(String host) {
    return LOCAL_NAMES.contains(host) || WILDCARDS.contains(host);
  }

  /** Returns the kernel's numbers of states. */
  static Set<String> codes(List<String> names) {
    Set<String> codes = new TreeSet<>();
    for (String name : names) {
      String code = STATES.get(name.toUpperCase(Locale.ROOT));
      if (code == null) {
        throw new BadArg(
            "activeConnectionStates",
            "`" + name + "` is no state of a connection",
            "there are " + String.join(", ", new TreeSet<>(STATES.keySet())));
      }
      codes.add(code);
    }
    return codes;
  }

  /** One socket, as listed. */
  private record Socket(String address, String state, String peer) {
    static Socket of(String listed) {
      String[] parts = listed.split("/");
      return new Socket(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
    }
  }

  private Stream<Socket> all() {
    return listed.stream().map(Socket::of);
  }

  /** Whether something listens where a connection to {@code host} would arrive. */
  boolean listening(String host) {
    return all()
        .filter(one -> one.state().equals(LISTEN))
        .map(Socket::address)
        .anyMatch(at -> WILDCARDS.contains(host) || ANY.contains(at) || forms(host).contains(at));
  }

  /** Whether there is a connection to {@code host} in one of these states, but from others. */
  boolean busy(String host, Set<String> states, List<String> others) {
    Set<String> peers = others.stream().flatMap(o -> forms(o).stream()).collect(Collectors.toSet());
    return all()
        .filter(one -> states.contains(one.state()) && !peers.contains(one.peer()))
        .map(Socket::address)
        .anyMatch(at -> WILDCARDS.contains(host) || forms(host).contains(at));
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
