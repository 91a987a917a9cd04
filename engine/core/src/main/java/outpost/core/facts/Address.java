package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An address of an interface.
 *
 * @param label the interface, or a name such as eth0:1 that the address alone has
 * @param secondary whether another address of the interface is in the same network
 */
record Address(
    String device,
    String label,
    boolean four,
    boolean secondary,
    String address,
    int prefix,
    String broadcast,
    String scope) {

  /** Reads what ip(8) tells, or where there is none what the kernel does. */
  static List<Address> all(Printed lines) {
    List<Address> all = new ArrayList<>();
    for (String line : lines.all("address")) of(line).ifPresent(all::add);
    if (all.isEmpty()) all.addAll(ProcNet.addresses(lines));
    return all;
  }

  /** {@code 2: eth0 inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0\ valid_lft forever}. */
  private static Optional<Address> of(String line) {
    List<String> words = Printed.split(line.split("\\\\")[0]);
    if (words.size() < 4 || !words.get(2).startsWith("inet")) return Optional.empty();
    boolean four = words.get(2).equals("inet");
    String device = words.get(1).split("@")[0];
    String[] cidr = words.get(3).split("/");
    String peer = after(words, "peer").orElse("");
    String prefix = cidr.length > 1 ? cidr[1] : "";
    if (!four && !peer.isEmpty() && peer.contains("/")) prefix = peer.split("/")[1];
    int bits = (int) Printed.number(prefix).orElse(four ? 32 : 128);
    return Optional.of(
        new Address(
            device,
            four ? words.get(words.size() - 1) : device,
            four,
            words.contains("secondary"),
            cidr[0],
            bits,
            after(words, "brd").orElse(""),
            after(words, "scope").orElse("")));
  }

  private static Optional<String> after(List<String> words, String word) {
    int at = words.indexOf(word);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  Map<String, Object> six() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("address", address);
    values.put("prefix", String.valueOf(prefix));
    values.put("scope", scope);
    return values;
  }

  Map<String, Object> asFour() {
    Map<String, Object> values = new LinkedHashMap<>();
    int mask = prefix == 0 ? 0 : -1 << 32 - prefix;
    values.put("address", address);
    values.put("broadcast", broadcast);
    values.put("netmask", dotted(mask));
    values.put("network", dotted(number(address) & mask));
    values.put("prefix", String.valueOf(prefix));
    return values;
  }

  static int number(String dotted) {
    int number = 0;
    for (String part : dotted.split("\\.")) number = number << 8 | Integer.parseInt(part);
    return number;
  }

  static String dotted(int number) {
    return (number >>> 24)
        + "."
        + (number >>> 16 & 255)
        + "."
        + (number >>> 8 & 255)
        + "."
        + (number & 255);
  }
}
