package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Interfaces, addresses and the default routes. */
final class NetworkFacts {
  /** ARPHRD_ of linux/if_arp.h. */
  private static final Map<String, String> TYPES =
      Map.of(
          "1", "ether",
          "32", "infiniband",
          "512", "ppp",
          "772", "loopback",
          "65534", "tunnel");

  private final Printed lines;
  private final Map<String, Map<String, Object>> interfaces = new LinkedHashMap<>();
  private final List<Address> addresses;

  private NetworkFacts(Printed lines) {
    this.lines = lines;
    this.addresses = Address.all(lines);
  }

  static void read(Printed lines, Map<String, Object> facts) {
    new NetworkFacts(lines).read(facts);
  }

  private void read(Map<String, Object> facts) {
    for (String name : lines.all("interface")) interfaces.put(name, device(name));
    addresses.forEach(this::take);
    List<Object> names = new ArrayList<>();
    interfaces.keySet().forEach(name -> names.add(name.replace(':', '_')));
    facts.put("interfaces", names);
    facts.put("all_ipv4_addresses", outside(true));
    facts.put("all_ipv6_addresses", outside(false));
    facts.put("default_ipv4", route(true));
    facts.put("default_ipv6", route(false));
    interfaces.forEach((name, values) -> facts.putIfAbsent(name.replaceAll("[-:]", "_"), values));
  }

  private Map<String, Object> device(String name) {
    String key = "net." + name + ".";
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("device", name);
    lines
        .text(key + "address")
        .filter(mac -> !mac.matches("[0:]+"))
        .ifPresent(mac -> values.put("macaddress", mac));
    number(key + "mtu", "mtu", values);
    // a loopback never says that it is up
    lines.text(key + "operstate").ifPresent(state -> values.put("active", !state.equals("down")));
    lines.text(key + "module").ifPresent(path -> values.put("module", Printed.base(path)));
    lines
        .text(key + "type")
        .ifPresent(type -> values.put("type", TYPES.getOrDefault(type, "unknown")));
    if (lines.has(key + "bridge")) bridge(key, values);
    if (lines.has(key + "bond_mode")) bond(key, values);
    lines.text(key + "perm_hwaddr").ifPresent(mac -> values.put("perm_macaddress", mac));
    lines.text(key + "pciid").ifPresent(path -> values.put("pciid", Printed.base(path)));
    number(key + "speed", "speed", values);
    lines
        .text(key + "flags")
        .filter(flags -> flags.matches("0x[0-9a-f]+"))
        .ifPresent(f -> values.put("promisc", (Long.decode(f) & 0x100) != 0)); // IFF_PROMISC
    return values;
  }

  private void number(String key, String name, Map<String, Object> values) {
    OptionalLong number = lines.count(key);
    if (number.isPresent()) values.put(name, number.getAsLong());
  }

  private void bridge(String key, Map<String, Object> values) {
    values.put("type", "bridge");
    values.put("interfaces", List.copyOf(lines.all(key + "port")));
    values.put("id", lines.text(key + "bridge_id").orElse(""));
    values.put("stp", lines.text(key + "stp").orElse("0").equals("1"));
  }

  private void bond(String key, Map<String, Object> values) {
    values.put("type", "bonding");
    values.put("slaves", List.copyOf(lines.words(key + "bond_slaves")));
    for (String name : List.of("mode", "miimon", "lacp_rate")) {
      lines.words(key + "bond_" + name).stream().findFirst().ifPresent(v -> values.put(name, v));
    }
    lines.text(key + "bond_primary").ifPresent(name -> values.put("primary", name));
    lines
        .text(key + "bond_all_slaves_active")
        .ifPresent(on -> values.put("all_slaves_active", on.equals("1")));
  }

  /** The first address is the interface's; a label such as eth0:1 is an interface of its own. */
  private void take(Address address) {
    if (!address.four()) {
      list(interfaces.computeIfAbsent(address.device(), d -> new LinkedHashMap<>()), "ipv6")
          .add(address.six());
      return;
    }
    Map<String, Object> own =
        interfaces.computeIfAbsent(address.label(), label -> new LinkedHashMap<>());
    if (address.secondary() || own.containsKey("ipv4")) {
      list(own, "ipv4_secondaries").add(address.asFour());
      if (!address.label().equals(address.device())) {
        list(interfaces.get(address.device()), "ipv4_secondaries").add(address.asFour());
      }
    } else {
      own.put("ipv4", address.asFour());
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Map<String, Object> values, String name) {
    return (List<Object>) values.computeIfAbsent(name, key -> new ArrayList<Object>());
  }

  private List<Object> outside(boolean four) {
    return addresses.stream()
        .filter(a -> a.four() == four)
        .map(Address::address)
        .filter(a -> !a.startsWith("127.") && !a.equals("::1"))
        .map(Object.class::cast)
        .toList();
  }

  /** Returns what a packet to the outside would take; empty without a route. */
  private Map<String, Object> route(boolean four) {
    List<String> words = lines.words(four ? "route4" : "route6");
    if (words.isEmpty()) return ProcNet.route(lines, four, addresses, this::more);
    String target = four ? "8.8.8.8" : "2404:6800:400a:800::1012";
    if (!words.get(0).equals(target)) return Map.of(); // "unreachable", "prohibit"
    Map<String, Object> values = new LinkedHashMap<>();
    after(words, "dev").ifPresent(device -> values.put("interface", device));
    after(words, "src").ifPresent(source -> values.put("address", source));
    after(words, "via").ifPresent(gateway -> values.put("gateway", gateway));
    more(values);
    return values;
  }

  /** Adds what is known of a default route's address and interface. */
  private void more(Map<String, Object> route) {
    Optional<Address> own =
        addresses.stream().filter(a -> a.address().equals(route.get("address"))).findFirst();
    if (own.isEmpty()) return;
    Map<String, Object> values = own.get().four() ? own.get().asFour() : own.get().six();
    values.remove("address");
    route.putAll(values);
    Map<String, Object> device = interfaces.getOrDefault(own.get().device(), Map.of());
    for (String name : List.of("macaddress", "mtu")) {
      if (device.containsKey(name)) route.put(name, device.get(name));
    }
    route.put("type", device.getOrDefault("type", "unknown"));
    if (own.get().four()) route.put("alias", own.get().label());
  }

  private static Optional<String> after(List<String> words, String word) {
    int at = words.lastIndexOf(word);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }
}
