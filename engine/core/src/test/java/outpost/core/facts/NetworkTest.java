package outpost.core.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

  @Test
  void tellsLabelsAndFurtherAddresses() {
    Map<String, Object> facts =
        parse(
            """
            interface=eth0
            address=2: eth0    inet 192.0.2.5/24 brd 192.0.2.255 scope global eth0\\  valid_lft forever
            address=2: eth0    inet 192.0.2.6/24 scope global secondary eth0\\  valid_lft forever
            address=2: eth0    inet 192.0.2.7/24 scope global secondary eth0:1\\  valid_lft forever
            """);
    Map<?, ?> eth0 = (Map<?, ?>) facts.get("eth0");
    assertEquals("192.0.2.5", ((Map<?, ?>) eth0.get("ipv4")).get("address"));
    assertEquals(
        List.of("192.0.2.6", "192.0.2.7"),
        ((List<?>) eth0.get("ipv4_secondaries"))
            .stream().map(a -> ((Map<?, ?>) a).get("address")).toList());
    assertEquals(List.of("eth0", "eth0_1"), facts.get("interfaces"));
    assertEquals(1, ((List<?>) ((Map<?, ?>) facts.get("eth0_1")).get("ipv4_secondaries")).size());
  }

  @Test
  void takesPointToPointAddressesForSingleOnes() {
    Map<String, Object> facts =
        parse(
            """
            interface=tun0
            address=3: tun0    inet 10.8.0.1 peer 10.8.0.2/32 scope global tun0\\  valid_lft forever
            address=3: tun0    inet6 fe80::1 peer fe80::2/64 scope link \\  valid_lft forever
            """);
    Map<?, ?> tunnel = (Map<?, ?>) facts.get("tun0");
    assertEquals("255.255.255.255", ((Map<?, ?>) tunnel.get("ipv4")).get("netmask"));
    assertEquals(
        List.of(Map.of("address", "fe80::1", "prefix", "64", "scope", "link")), tunnel.get("ipv6"));
  }

  @Test
  void describesABond() {
    Map<?, ?> bond =
        (Map<?, ?>)
            parse(
                    """
                    interface=bond0
                    net.bond0.bond_slaves=eth0 eth1
                    net.bond0.bond_mode=active-backup 1
                    net.bond0.bond_miimon=100
                    net.bond0.bond_lacp_rate=slow 0
                    net.bond0.bond_primary=eth0
                    net.bond0.bond_all_slaves_active=0
                    """)
                .get("bond0");
    assertEquals("bonding", bond.get("type"));
    assertEquals(List.of("eth0", "eth1"), bond.get("slaves"));
    assertEquals("active-backup", bond.get("mode"));
    assertEquals("slow", bond.get("lacp_rate"));
    assertEquals("eth0", bond.get("primary"));
    assertEquals(false, bond.get("all_slaves_active"));
  }

  /** The same host as ip(8) would tell it, on a little-endian and a big-endian machine. */
  @ParameterizedTest
  @CsvSource({"010200C0,000200C0,00FFFFFF", "C0000201,C0000200,FFFFFF00"})
  void doesWithoutTheIpTool(String gateway, String network, String mask) {
    Map<String, Object> facts =
        parse(
            """
            interface=lo
            interface=eth0
            net.eth0.address=02:42:ac:11:00:02
            net.eth0.mtu=1500
            net.eth0.type=1
            fib=Main:
            fib=  +-- 0.0.0.0/0 3 0 5
            fib=     |-- 127.0.0.1
            fib=        /32 host LOCAL
            fib=     |-- 192.0.2.2
            fib=        /32 host LOCAL
            fib=     |-- 192.0.2.255
            fib=        /32 link BROADCAST
            fib=Local:
            fib=     |-- 192.0.2.2
            fib=        /32 host LOCAL
            route=Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            route=eth0	00000000	GATEWAY	0003	0	0	0	00000000	0	0	0
            route=eth0	NETWORK	00000000	0001	0	0	0	MASK	0	0	0
            inet6=00000000000000000000000000000001 01 80 10 80       lo
            inet6=fd000000000000000000000000000002 04 40 00 82     eth0
            inet6=fe8000000000000000fc00fffe000001 04 40 20 80     eth0
            route_inet6=fd000000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
            route_inet6=00000000000000000000000000000000 00 00000000000000000000000000000000 00 fd000000000000000000000000000001 00000400 00000003 00000000 00000003     eth0
            """
                .replace("GATEWAY", gateway)
                .replace("NETWORK", network)
                .replace("MASK", mask));
    assertEquals(List.of("192.0.2.2"), facts.get("all_ipv4_addresses"));
    assertEquals(List.of("fd00::2", "fe80::fc:ff:fe00:1"), facts.get("all_ipv6_addresses"));
    Map<?, ?> route = (Map<?, ?>) facts.get("default_ipv4");
    assertEquals("192.0.2.1", route.get("gateway"));
    assertEquals("192.0.2.2", route.get("address"));
    assertEquals("192.0.2.255", route.get("broadcast"));
    assertEquals("24", route.get("prefix"));
    assertEquals("02:42:ac:11:00:02", route.get("macaddress"));
    assertEquals("eth0", route.get("alias"));
    Map<?, ?> sixth = (Map<?, ?>) facts.get("default_ipv6");
    assertEquals("fd00::1", sixth.get("gateway"));
    assertEquals("fd00::2", sixth.get("address"));
    assertEquals("global", sixth.get("scope"));
    assertEquals(
        "255.0.0.0", ((Map<?, ?>) ((Map<?, ?>) facts.get("lo")).get("ipv4")).get("netmask"));
  }

  @Test
  void isEmptyWhereThereIsNothing() {
    Map<String, Object> facts = parse("");
    assertEquals(Map.of(), facts.get("default_ipv4"));
    assertEquals(Map.of(), facts.get("default_ipv6"));
    assertEquals(List.of(), facts.get("interfaces"));
    assertEquals(Map.of(), parse("route4=unreachable 8.8.8.8 from 10.0.0.1").get("default_ipv4"));
  }

  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000001,::1",
    "00000000000000000000000000000000,::",
    "20010db8000000010000000000000001,2001:db8:0:1::1",
    "20010db8000100020003000400050000,2001:db8:1:2:3:4:5:0",
    "fe800000000000000000000000000000,fe80::",
  })
  void writesAddressesShort(String hex, String written) {
    assertEquals(written, ProcNet.six(hex));
  }

  private static Map<String, Object> parse(String printed) {
    return Facts.parse(EnumSet.of(Group.NETWORK), printed.getBytes(StandardCharsets.UTF_8));
  }
}
