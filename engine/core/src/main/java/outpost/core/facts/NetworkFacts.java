package outpost.core.facts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Interfaces, addresses and the default routes. */
final class NetworkFacts {
  private final Printed lines;
  private final Map<String, Object> facts;
  private final Map<String, Map<String, Object>> interfaces = new LinkedHashMap<>();
  private final List<Address> addresses = new ArrayList<>();

  private NetworkFacts(Printed lines, Map<String, Object> facts) {
    this.lines = lines;
    this.facts = facts;
  }

  /** An address of an interface, as {@code ip -o addr} tells it. */
  private record Address(
      String device, boolean four, String address, int prefix, String broadcast, String scope) {}

  static void add(Printed lines, Map<String, Object> facts) {
    new NetworkFacts(lines, facts).add();
  }

  private void add() {
    lines.all("interface").forEach(this::device);
    lines.all("address").forEach(this::address);
    plainAddresses();
    facts.put("interfaces", List.copyOf(interfaces.keySet()));
    facts.put("all_ipv4_addresses", outside(true));
    facts.put("all_ipv6_addresses", outside(false));
    facts.put("default_ipv4", route("route4", true));
    facts.put("default_ipv6", route("route6", false));
    interfaces.forEach(
        (name, values) ->
            facts.putIfAbsent(name.replaceAll("[-.:]", "_"), Collections.unmodifiableMap(values)));
  }

  private void device(String line) {
    String[] words = line.split(" ");
    if (words.length < 5) return;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("device", words[0]);
    boolean loopback = words[4].equals("772"); // ARPHRD_LOOPBACK of linux/if_arp.h
    // a loopback never says that it is up
    values.put("active", words[3].equals("up") || loopback);
    values.put("type", type(words[0], words[4]));
    if (!loopback && !words[1].equals("-")) values.put("macaddress", words[1]);
    OptionalLong mtu = Printed.number(words[2]);
    if (mtu.isPresent()) values.put("mtu", mtu.getAsLong());
    interfaces.put(words[0], values);
  }

  private static String type(String name, String number) {
    if (number.equals("772")) return "loopback";
    if (name.startsWith("bond")) return "bonding";
    if (name.startsWith("br") || name.startsWith("virbr") || name.startsWith("docker")) {
      return "bridge";
    }
    return number.equals("1") ? "ether" : "unknown";
  }

  private void address(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    if (words.size() < 4 || !words.get(2).startsWith("inet")) return;
    String[] cidr = words.get(3).split("/");
    boolean four = words.get(2).equals("inet");
    int prefix = cidr.length > 1 ? Integer.parseInt(cidr[1]) : four ? 32 : 128;
    Address address =
        new Address(
            words.get(1).split("@")[0],
            four,
            cidr[0],
            prefix,
            after(words, "brd").orElse(""),
            after(words, "scope").orElse(""));
    addresses.add(address);
    Map<String, Object> device = interfaces.get(address.device);
    if (device == null) return;
    if (four) device.putIfAbsent("ipv4", four(address));
    else six(device).add(sixth(address));
  }

  @SuppressWarnings("unchecked")
  private static List<Object> six(Map<String, Object> device) {
    return (List<Object>) device.computeIfAbsent("ipv6", key -> new ArrayList<Object>());
  }

  private static Map<String, Object> sixth(Address address) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("address", address.address);
    values.put("prefix", String.valueOf(address.prefix));
    values.put("scope", address.scope);
    return values;
  }

  private static Map<String, Object> four(Address address) {
    Map<String, Object> values = new LinkedHashMap<>();
    int mask = address.prefix == 0 ? 0 : -1 << 32 - address.prefix;
    values.put("address", address.address);
    values.put("broadcast", address.broadcast);
    values.put("netmask", dotted(mask));
    values.put("network", dotted(number(address.address) & mask));
    values.put("prefix", String.valueOf(address.prefix));
    return values;
  }

  private static int number(String dotted) {
    int number = 0;
    for (String part : dotted.split("\\.")) number = number << 8 | Integer.parseInt(part);
    return number;
  }

  private static String dotted(int number) {
    return (number >>> 24)
        + "."
        + (number >>> 16 & 255)
        + "."
        + (number >>> 8 & 255)
        + "."
        + (number & 255);
  }

  /** Without ip(8) there are addresses only, and nothing about their interfaces. */
  private void plainAddresses() {
    for (String word : lines.words("plain_addresses")) {
      boolean four = word.indexOf(':') < 0;
      addresses.add(new Address("", four, word, four ? 32 : 128, "", "global"));
    }
  }

  private List<Object> outside(boolean four) {
    return addresses.stream()
        .filter(a -> a.four == four)
        .map(Address::address)
        .filter(a -> !a.startsWith("127.") && !a.equals("::1"))
        .map(Object.class::cast)
        .toList();
  }

  /** Returns what a packet to the outside would take; empty without a route. */
  private Map<String, Object> route(String key, boolean four) {
    List<String> words = lines.words(key);
    Optional<String> device = after(words, "dev");
    Optional<String> source = after(words, "src");
    if (device.isEmpty() || source.isEmpty() || device.get().equals("lo")) return Map.of();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("interface", device.get());
    values.put("address", source.get());
    after(words, "via").ifPresent(gateway -> values.put("gateway", gateway));
    addresses.stream()
        .filter(a -> a.device.equals(device.get()) && a.address.equals(source.get()))
        .findFirst()
        .ifPresent(a -> values.putAll(four ? four(a) : sixth(a)));
    for (String name : List.of("macaddress", "mtu", "type")) {
      Object value = interfaces.getOrDefault(device.get(), Map.of()).get(name);
      if (value != null) values.put(name, value);
    }
    return values;
  }

  private static Optional<String> after(List<String> words, String word) {
    int at = words.lastIndexOf(word);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }
}
