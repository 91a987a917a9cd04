package outpost.core.facts;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "almalinux|9.4|AlmaLinux release 9.4 (Seafoam Ocelot)|AlmaLinux|RedHat|9.4|9|Seafoam Ocelot",
        "rocky|8.10|Rocky Linux release 8.10 (Green Obsidian)|Rocky|RedHat|8.10|8|Green Obsidian",
        "rhel|9.4|Red Hat Enterprise Linux release 9.4 (Plow)|RedHat|RedHat|9.4|9|Plow",
        "fedora|40|Fedora release 40 (Forty)|Fedora|RedHat|40|40|Forty",
        "centos|7|CentOS Linux release 7.9.2009 (Core)|CentOS|RedHat|7.9|7|Core",
      })
  void knowsRedHatsFamily(
      String id,
      String versionId,
      String line,
      String name,
      String family,
      String version,
      String major,
      String release) {
    Map<String, Object> facts =
        parse(
            "os_release=ID=\""
                + id
                + "\"\nos_release=VERSION_ID=\""
                + versionId
                + "\"\nrelease.redhat-release="
                + line);
    assertDistribution(facts, name, family, version, major, release);
  }

  @Test
  void knowsDebianByItsPointRelease() {
    assertDistribution(
        parse(
            "os_release=ID=debian\nos_release=VERSION_ID=\"12\"\nos_release=VERSION_CODENAME=bookworm\nrelease.debian_version=12.5"),
        "Debian",
        "Debian",
        "12.5",
        "12",
        "bookworm");
  }

  @Test
  void knowsADebianThatIsNotReleasedYet() {
    assertDistribution(
        parse(
            "os_release=ID=debian\nos_release=NAME=Debian\nos_release=VERSION_CODENAME=trixie\nrelease.debian_version=trixie/sid"),
        "Debian",
        "Debian",
        "trixie/sid",
        "trixie/sid",
        "trixie");
  }

  @Test
  void knowsUbuntuAndAlpineAndSuse() {
    assertDistribution(
        parse(
            "os_release=ID=ubuntu\nos_release=VERSION_ID=\"22.04\"\nos_release=VERSION_CODENAME=jammy\nrelease.debian_version=bookworm/sid"),
        "Ubuntu",
        "Debian",
        "22.04",
        "22",
        "jammy");
    assertDistribution(
        parse("os_release=ID=alpine\nos_release=VERSION_ID=3.19.1\nrelease.alpine-release=3.19.1"),
        "Alpine",
        "Alpine",
        "3.19.1",
        "3",
        "NA");
    assertDistribution(
        parse(
            "os_release=ID=\"opensuse-leap\"\nos_release=NAME=\"openSUSE Leap\"\nos_release=VERSION_ID=\"15.5\""),
        "openSUSE Leap",
        "Suse",
        "15.5",
        "15",
        "5");
  }

  @Test
  void takesTheFamilyOfAnUnknownDistributionFromWhatItIsLike() {
    Map<String, Object> facts =
        parse(
            "os_release=ID=virtuozzo\nos_release=NAME='Virtuozzo Linux'\nos_release=ID_LIKE=\"rhel fedora centos\"\nos_release=VERSION_ID=8");
    assertDistribution(facts, "Virtuozzo Linux", "RedHat", "8", "8", "");
  }

  @Test
  void namesTheHost() {
    Map<String, Object> facts =
        parse("uname=Linux web1.example.org 5.14.0-427.el9.x86_64 x86_64\nfqdn=web1.example.org");
    assertEquals("web1", facts.get("hostname"));
    assertEquals("web1.example.org", facts.get("nodename"));
    assertEquals("web1.example.org", facts.get("fqdn"));
    assertEquals("example.org", facts.get("domain"));
    assertEquals("5.14.0-427.el9.x86_64", facts.get("kernel"));
    assertEquals("x86_64", facts.get("architecture"));
  }

  @Test
  void takesTheNodeNameWhereTheResolverKnowsNoOther() {
    Map<String, Object> facts = parse("uname=Linux web1 6.1 i686\nnode=web1\nfqdn=");
    assertEquals("web1", facts.get("fqdn"));
    assertEquals("", facts.get("domain"));
    assertEquals("i386", facts.get("architecture"));
    assertEquals("i686", facts.get("machine"));
  }

  @Test
  void takesTheToolsOfTheFamilyFirst() {
    assertEquals(
        "apt",
        parse("os_release=ID=debian\npackage_tool=/usr/bin/apt-get\npackage_tool=/usr/bin/dnf")
            .get("pkg_mgr"));
    assertEquals(
        "dnf",
        parse(
                "release.redhat-release=Red Hat\npackage_tool=/usr/bin/apt-get\npackage_tool=/usr/bin/dnf")
            .get("pkg_mgr"));
    assertEquals(
        "dnf5",
        parse(
                "release.redhat-release=Fedora release 41 (x)\npackage_tool=/usr/bin/dnf\ndnf=/usr/bin/dnf5")
            .get("pkg_mgr"));
    assertEquals("unknown", parse("").get("pkg_mgr"));
    assertEquals("systemd", parse("first_process=systemd").get("service_mgr"));
    assertEquals("systemd", parse("service_tool=systemd\nfirst_process=bash").get("service_mgr"));
    assertEquals("openrc", parse("service_tool=openrc\nfirst_process=init").get("service_mgr"));
    assertEquals("sysvinit", parse("service_scripts=yes\nfirst_process=init").get("service_mgr"));
    assertEquals("service", parse("").get("service_mgr"));
  }

  @Test
  void describesTheDefaultRoute() {
    Map<String, Object> facts =
        parse(
            """
            interface=eth0
            net.eth0.address=02:42:ac:11:00:02
            net.eth0.mtu=1500
            net.eth0.operstate=up
            net.eth0.type=1
            interface=eth0.7
            net.eth0.7.operstate=down
            interface=br-1
            net.br-1.bridge=yes
            net.br-1.port=veth1
            interface=lo
            net.lo.address=00:00:00:00:00:00
            net.lo.operstate=unknown
            net.lo.type=772
            address=1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever
            address=1: lo    inet6 ::1/128 scope host \\       valid_lft forever
            address=4: eth0    inet 192.0.2.130/25 brd 192.0.2.255 scope global eth0\\       valid
            address=4: eth0    inet 10.0.0.1/32 scope global eth0\\       valid_lft forever
            address=4: eth0    inet6 fd00::2/64 scope global nodad \\       valid_lft forever
            route4=8.8.8.8 via 192.0.2.129 dev eth0 src 192.0.2.130 uid 0
            route6=2404:6800:400a:800::1012 from :: via fd00::1 dev eth0 src fd00::2 metric 1024
            """);
    assertEquals(
        Map.ofEntries(
            entry("interface", "eth0"),
            entry("alias", "eth0"),
            entry("address", "192.0.2.130"),
            entry("gateway", "192.0.2.129"),
            entry("broadcast", "192.0.2.255"),
            entry("netmask", "255.255.255.128"),
            entry("network", "192.0.2.128"),
            entry("prefix", "25"),
            entry("macaddress", "02:42:ac:11:00:02"),
            entry("mtu", 1500L),
            entry("type", "ether")),
        facts.get("default_ipv4"));
    assertEquals("fd00::1", ((Map<?, ?>) facts.get("default_ipv6")).get("gateway"));
    assertEquals(List.of("192.0.2.130", "10.0.0.1"), facts.get("all_ipv4_addresses"));
    assertEquals(List.of("fd00::2"), facts.get("all_ipv6_addresses"));
    assertEquals(List.of("eth0", "eth0.7", "br-1", "lo"), facts.get("interfaces"));
    assertEquals(false, ((Map<?, ?>) facts.get("eth0.7")).get("active"));
    assertEquals(true, ((Map<?, ?>) facts.get("lo")).get("active"));
    assertFalse(((Map<?, ?>) facts.get("lo")).containsKey("macaddress"));
    assertEquals(List.of("veth1"), ((Map<?, ?>) facts.get("br_1")).get("interfaces"));
  }

  @Test
  void leavesTheDefaultRouteEmptyWhereThereIsNone() {
    assertEquals(Map.of(), parse("route4=\nroute6=").get("default_ipv4"));
  }

  @Test
  void tellsSelinuxAsItIsAndAsItIsConfigured() {
    assertEquals(
        Map.of("status", "disabled"), parse("selinux_config=SELINUX=enforcing").get("selinux"));
    assertEquals(
        Map.of(
            "status",
            "enabled",
            "mode",
            "permissive",
            "config_mode",
            "enforcing",
            "type",
            "targeted"),
        parse(
                "selinux_enforce=0\nselinux_config=SELINUX=enforcing\nselinux_config=SELINUXTYPE=targeted")
            .get("selinux"));
  }

  @Test
  void tellsTheTimeOfTheHostsOwnZone() {
    Map<?, ?> time = (Map<?, ?>) parse("date=1700000000 +0530 IST").get("date_time");
    assertEquals("2023-11-15", time.get("date"));
    assertEquals("03:43:20", time.get("time"));
    assertEquals("2023-11-14T22:13:20Z", time.get("iso8601"));
    assertEquals("1700000000", time.get("epoch"));
    assertEquals("Wednesday", time.get("weekday"));
    assertEquals("3", time.get("weekday_number"));
    assertEquals("IST", time.get("tz"));
  }

  @Test
  void keepsLineEndsInTheEnvironment() {
    Map<?, ?> env = (Map<?, ?>) parse("env=A=1=2\nenv=B=x\u0001y\nenv=junk").get("env");
    assertEquals(Map.of("A", "1=2", "B", "x\ny"), env);
  }

  @Test
  void knowsTheUser() {
    Map<String, Object> facts =
        parse("user=admin:x:1000:1001:Ad Min,,,:/home/admin:/bin/bash\nids=1000 0 1001 0");
    assertEquals("admin", facts.get("user_id"));
    assertEquals("/home/admin", facts.get("user_dir"));
    assertEquals(1000L, facts.get("user_uid"));
    assertEquals(1001L, facts.get("user_gid"));
  }

  @Test
  void seesAChrootByItsRoot() {
    assertEquals(true, parse("root=1:2\nroot=1:3").get("is_chroot"));
    assertEquals(false, parse("root=1:2\nroot=1:2").get("is_chroot"));
    assertEquals(false, parse("root=1:2\nroot=").get("is_chroot"), "only root can see the other");
    assertEquals(true, parse("root=1:9\nroot=\nroot_type=xfs").get("is_chroot"));
    assertEquals(false, parse("root=1:128\nroot=\nroot_type=xfs").get("is_chroot"));
  }

  @Test
  void needsTheGroupOfEachFactThatIsNamed() {
    assertEquals(Group.all(), Facts.groups(Set.of("x", "ansible_facts")));
    Set<Group> distribution = Set.of(Group.DISTRIBUTION);
    assertEquals(distribution, Facts.groups(Set.of("ansible_facts.os_family")));
    assertEquals(distribution, Facts.groups(Set.of("ansible_os_family")));
    assertEquals(Set.of(Group.NETWORK), Facts.groups(Set.of("ansible_eth0.ipv4")));
    assertEquals(Set.of(Group.NETWORK), Facts.groups(Set.of("ansible_facts.enp0s3")));
    assertEquals(
        Set.of(Group.PKG_MGR, Group.DISTRIBUTION), Facts.groups(Set.of("ansible_pkg_mgr")));
    assertEquals(Set.of(Group.LOCAL), Facts.groups(Set.of("ansible_local.web")));
    assertEquals(Set.of(Group.LOCAL), Facts.groups(Set.of("ansible_facts.ansible_local")));
    assertEquals(Set.of(), Facts.groups(Set.of("os_family", "ansible_host", "ansible_check_mode")));
    assertEquals(
        Set.of(), Facts.groups(Set.of("ansible_lo_fi", "ansible_port", "ansible_facts.x")));
  }

  static void assertDistribution(
      Map<String, Object> facts,
      String name,
      String family,
      String version,
      String major,
      String release) {
    assertEquals(name, facts.get("distribution"));
    assertEquals(family, facts.get("os_family"));
    assertEquals(version, facts.get("distribution_version"));
    assertEquals(major, facts.get("distribution_major_version"));
    if (!release.isEmpty()) assertEquals(release, facts.get("distribution_release"));
  }

  private static Map<String, Object> parse(String printed) {
    return Facts.parse(Group.all(), printed.getBytes(StandardCharsets.UTF_8));
  }
}
