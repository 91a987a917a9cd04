package outpost.core.template;

import static outpost.core.template.Signature.textual;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Built-ins about IP addresses and networks, after Ansible's ipaddr family. */
final class IpBuiltIns {
  private static final List<String> PRIVATE =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");
  private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");
  private static final List<String> LINK_LOCAL = List.of("169.254.0.0/16", "fe80::/10");
  private static final List<String> MULTICAST = List.of("224.0.0.0/4", "ff00::/8");
  private static final List<String> RESERVED = List.of("240.0.0.0/4", "0.0.0.0/8", "::/128");

  private static final String QUERIES =
      "address, broadcast, bool, first_usable, host, host/prefix, hostmask, int, ipv4, ipv6,"
          + " last_usable, link-local, loopback, multicast, net, netmask, network, network/prefix,"
          + " prefix, private, public, range_usable, revdns, size, subnet, type, version, wrap, a"
          + " number, a network";

  static final List<Signature> TABLE =
      List.of(
          textual("scalar|list?ipaddr(text|number?) any", (x, args) -> asked(x, args, 0)),
          textual("scalar|list?ipv4(text|number?) any", (x, args) -> asked(x, args, 32)),
          textual("scalar|list?ipv6(text|number?) any", (x, args) -> asked(x, args, 128)),
          textual("scalar|list?ipwrap any", (x, args) -> wrapped(x)),
          textual("text?ipsubnet(number? number?) any", IpBuiltIns::subnet),
          textual("text?ipmath(number) text", IpBuiltIns::further),
          textual("text?nthhost(number) any", IpBuiltIns::nth));

  private IpBuiltIns() {}

  /** Of a list those items that fit; false for what is no address or does not fit. */
  private static Object asked(Object value, Args args, int bits) throws BadCall {
    if (value instanceof List<?> items) {
      List<Object> fitting = new ArrayList<>();
      for (Object item : items) {
        Object answer = asked(item, args, bits);
        if (!Boolean.FALSE.equals(answer)) fitting.add(answer);
      }
      return fitting;
    }
    if (value instanceof List<?> || value instanceof Boolean || value == null) return false;
    Optional<IpNetwork> read = IpNetwork.read(Args.string(value));
    if (read.isEmpty() || bits != 0 && read.get().bits() != bits) return false;
    Object answer = args.has(0) ? answer(read.get(), args) : value;
    return answer == null ? false : answer;
  }

  private static Object answer(IpNetwork ip, Args args) throws BadCall {
    if (Args.isNumber(args.get(0)) || args.text(0).matches("-?\\d+")) {
      BigInteger number = new BigInteger(Args.string(args.get(0)));
      BigInteger base = number.signum() < 0 ? ip.last().add(BigInteger.ONE) : ip.first();
      BigInteger at = base.add(number);
      return at.compareTo(ip.last()) > 0 || at.compareTo(ip.first()) < 0
          ? null
          : ip.at(at).withPrefix();
    }
    boolean several = ip.prefix() < ip.bits();
    String address = ip.text(ip.address());
    boolean small = ip.bits() - ip.prefix() < 2;
    BigInteger one = BigInteger.ONE;
    return switch (args.text(0)) {
      case "" -> ip.written() ? ip.withPrefix() : address;
      case "bool" -> true;
      case "address", "ip", "gateway", "gw" -> ip.isNetwork() ? null : address;
      case "host" -> ip.isNetwork() ? null : ip.withPrefix();
      case "host/prefix", "ip/prefix", "address/prefix", "hostnet" ->
          several && !ip.isNetwork() ? ip.withPrefix() : null;
      case "net" -> ip.isNetwork() ? ip.withPrefix() : null;
      case "network", "network_id" -> several ? ip.text(ip.first()) : null;
      case "network/prefix", "subnet", "cidr" -> ip.at(ip.first()).withPrefix();
      case "netmask" -> ip.netmask();
      case "hostmask", "wildcard" -> ip.hostmask();
      case "prefix" -> ip.prefix();
      case "broadcast" -> several && !small ? ip.text(ip.last()) : null;
      case "size" -> ip.size();
      case "int" -> ip.address();
      case "version" -> ip.bits() == 32 ? 4 : 6;
      case "type" -> ip.isNetwork() ? "network" : "address";
      case "first_usable" -> several ? ip.text(small ? ip.first() : ip.first().add(one)) : null;
      case "last_usable" -> several ? ip.text(small ? ip.last() : ip.last().subtract(one)) : null;
      case "range_usable" ->
          several
              ? ip.text(small ? ip.first() : ip.first().add(one))
                  + "-"
                  + ip.text(small ? ip.last() : ip.last().subtract(one))
              : null;
      case "ipv4", "4" -> ip.bits() == 32 ? written(ip) : null;
      case "ipv6", "6" -> ip.bits() == 128 ? written(ip) : null;
      case "wrap" -> wrapped(written(ip));
      case "revdns" -> reversed(ip);
      case "private" ->
          in(ip, PRIVATE) || in(ip, LINK_LOCAL) || in(ip, LOOPBACK) ? written(ip) : null;
      case "public" ->
          in(ip, PRIVATE)
                  || in(ip, LOOPBACK)
                  || in(ip, LINK_LOCAL)
                  || in(ip, MULTICAST)
                  || in(ip, RESERVED)
              ? null
              : written(ip);
      case "loopback", "lo" -> in(ip, LOOPBACK) ? written(ip) : null;
      case "link-local" -> in(ip, LINK_LOCAL) ? written(ip) : null;
      case "multicast" -> in(ip, MULTICAST) ? written(ip) : null;
      case "unicast" -> in(ip, MULTICAST) ? null : written(ip);
      default -> {
        Optional<IpNetwork> around = IpNetwork.read(args.text(0));
        if (around.isEmpty()) {
          throw new BadCall(
              1, "addresses are not asked for `" + args.text(0) + "`", "there are " + QUERIES);
        }
        yield around.get().holds(ip) ? written(ip) : null;
      }
    };
  }

  private static String written(IpNetwork ip) {
    return ip.written() ? ip.withPrefix() : ip.text(ip.address());
  }

  private static boolean in(IpNetwork ip, List<String> networks) {
    return networks.stream().anyMatch(network -> IpNetwork.read(network).orElseThrow().holds(ip));
  }

  private static String reversed(IpNetwork ip) {
    if (ip.bits() == 32) {
      String[] parts = ip.text(ip.address()).split("\\.");
      return String.join(".", parts[3], parts[2], parts[1], parts[0]) + ".in-addr.arpa.";
    }
    String hex = ip.address().add(BigInteger.ONE.shiftLeft(128)).toString(16).substring(1);
    String turned = new StringBuilder(hex).reverse().toString();
    return turned.replaceAll(".", "$0.") + "ip6.arpa.";
  }

  private static Object wrapped(Object value) {
    if (value instanceof List<?> items) return items.stream().map(IpBuiltIns::wrapped).toList();
    Optional<IpNetwork> ip = IpNetwork.read(Args.string(value));
    if (ip.isEmpty() || ip.get().bits() == 32) return value;
    String address = "[" + ip.get().text(ip.get().address()) + "]";
    return ip.get().written() ? address + "/" + ip.get().prefix() : address;
  }

  private static IpNetwork network(Object value) throws BadCall {
    return IpNetwork.read(Args.string(value))
        .orElseThrow(
            () -> new BadCall(0, "`" + Args.string(value) + "` is no IP address or network"));
  }

  private static Object subnet(Object value, Args args) throws BadCall {
    IpNetwork ip = network(value);
    int size = args.number(0, ip.prefix());
    if (size < 0 || size > ip.bits()) throw new BadCall(1, "there are no networks of /" + size);
    if (!args.has(0)) return ip.at(ip.first()).withPrefix();
    if (!args.has(1)) {
      // of an address the network of that size around it, of a network how many are in it
      return size < ip.prefix() || ip.prefix() == ip.bits()
          ? new IpNetwork(ip.bits(), ip.sized(ip.address(), size).first(), size, true).withPrefix()
          : BigInteger.ONE.shiftLeft(size - ip.prefix());
    }
    BigInteger count = BigInteger.ONE.shiftLeft(Math.max(0, size - ip.prefix()));
    BigInteger index = BigInteger.valueOf(args.number(1, 0));
    if (index.signum() < 0) index = count.add(index);
    if (size < ip.prefix() || index.signum() < 0 || index.compareTo(count) >= 0) {
      throw new BadCall(2, "there is no network " + args.number(1, 0) + " of /" + size + " in it");
    }
    BigInteger start = ip.first().add(index.shiftLeft(ip.bits() - size));
    return ip.sized(start, size).withPrefix();
  }

  private static Object further(Object value, Args args) throws BadCall {
    IpNetwork ip = network(value);
    BigInteger at = ip.address().add(BigInteger.valueOf(args.number(0, 0)));
    if (at.signum() < 0 || at.bitLength() > ip.bits()) {
      throw new BadCall(1, "there is no address so far on");
    }
    return ip.text(at);
  }

  private static Object nth(Object value, Args args) throws BadCall {
    IpNetwork ip = network(value);
    int number = args.number(0, 0);
    BigInteger base = number < 0 ? ip.last().add(BigInteger.ONE) : ip.first();
    BigInteger at = base.add(BigInteger.valueOf(number));
    return at.compareTo(ip.last()) > 0 || at.compareTo(ip.first()) < 0 ? false : ip.text(at);
  }
}
