package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Addresses and routes as the kernel's files have them, for hosts without ip(8). */
final class ProcNet {
  private static final Map<String, String> SCOPES =
      Map.of("00", "global", "10", "host", "20", "link", "40", "site");

  private ProcNet() {}

  /** A line of /proc/net/route: addresses as numbers, the first byte of the text the highest. */
  private record Route(String device, int network, int gateway, int mask) {}

  static List<Address> addresses(Printed lines) {
    List<Address> all = new ArrayList<>();
    List<Route> routes = routes(lines);
    for (String address : local(lines)) {
      boolean loopback = address.startsWith("127.");
      Optional<Route> own = loopback ? Optional.empty() : over(address, routes);
      String device = own.map(Route::device).orElse(loopback ? "lo" : "");
      if (device.isEmpty()) continue;
      int prefix = loopback ? 8 : Integer.bitCount(own.get().mask());
      String broadcast =
          loopback ? "" : Address.dotted(Address.number(address) | ~own.get().mask());
      String scope = loopback ? "host" : "global";
      boolean again = all.stream().anyMatch(a -> a.device().equals(device));
      all.add(new Address(device, device, true, again, address, prefix, broadcast, scope));
    }
    for (String line : lines.all("inet6")) {
      List<String> words = Printed.split(line);
      if (words.size() < 6 || words.get(0).length() != 32) continue;
      String device = words.get(5);
      int prefix = Integer.parseInt(words.get(2), 16);
      String scope = SCOPES.getOrDefault(words.get(3), "global");
      all.add(new Address(device, device, false, false, six(words.get(0)), prefix, "", scope));
    }
    return all;
  }

  /** Returns the host's own addresses, each once: the tree lists those of every table. */
  private static Set<String> local(Printed lines) {
    Set<String> local = new LinkedHashSet<>();
    String last = "";
    for (String line : lines.all("fib")) {
      String text = line.strip();
      if (text.startsWith("|-- ")) last = text.substring("|-- ".length());
      else if (text.equals("/32 host LOCAL")) local.add(last);
    }
    return local;
  }

  private static Optional<Route> over(String address, List<Route> routes) {
    int number = Address.number(address);
    return routes.stream()
        .filter(route -> route.mask != 0 && (number & route.mask) == route.network)
        .max((a, b) -> Integer.bitCount(a.mask) - Integer.bitCount(b.mask));
  }

  /** Numbers stand there in the machine's own order of bytes; addresses tell which that is. */
  private static List<Route> routes(Printed lines) {
    List<Route> little = routes(lines, true);
    boolean fits = local(lines).stream().anyMatch(address -> over(address, little).isPresent());
    return fits ? little : routes(lines, false);
  }

  private static List<Route> routes(Printed lines, boolean little) {
    List<Route> routes = new ArrayList<>();
    for (String line : lines.all("route")) {
      List<String> words = Printed.split(line);
      if (words.size() < 8 || !words.get(1).matches("[0-9A-F]{8}")) continue;
      int[] numbers =
          IntStream.of(1, 2, 7)
              .map(i -> Integer.parseUnsignedInt(words.get(i), 16))
              .map(number -> little ? Integer.reverseBytes(number) : number)
              .toArray();
      routes.add(new Route(words.get(0), numbers[0], numbers[1], numbers[2]));
    }
    return routes;
  }

  static Map<String, Object> route(
      Printed lines, boolean four, List<Address> addresses, Consumer<Map<String, Object>> more) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (four) {
      routes(lines).stream()
          .filter(route -> route.mask == 0 && route.gateway != 0)
          .findFirst()
          .ifPresent(route -> put(route.device, Address.dotted(route.gateway), values));
    } else {
      lines.all("route_inet6").stream()
          .map(Printed::split)
          .filter(words -> words.size() > 9 && words.get(1).equals("00"))
          .filter(words -> words.get(0).matches("0+") && !words.get(9).equals("lo"))
          .findFirst()
          .ifPresent(words -> put(words.get(9), six(words.get(4)), values));
    }
    addresses.stream()
        .filter(a -> a.four() == four && a.device().equals(values.get("interface")))
        .filter(a -> a.scope().equals("global"))
        .findFirst()
        .ifPresent(address -> values.put("address", address.address()));
    more.accept(values);
    return values;
  }

  private static void put(String device, String gateway, Map<String, Object> values) {
    values.put("interface", device);
    if (!gateway.equals("::")) values.put("gateway", gateway);
  }

  /** Writes 32 hex digits as RFC 5952 has addresses: the longest row of zeros is left out. */
  static String six(String hex) {
    String[] groups = new String[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = Integer.toHexString(Integer.parseInt(hex.substring(4 * i, 4 * i + 4), 16));
    }
    int start = -1;
    int length = 1; // a single zero stays
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end].equals("0")) end++;
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    if (start < 0) return String.join(":", groups);
    return joined(groups, 0, start) + "::" + joined(groups, start + length, 8);
  }

  private static String joined(String[] groups, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> groups[i]).collect(Collectors.joining(":"));
  }
}
