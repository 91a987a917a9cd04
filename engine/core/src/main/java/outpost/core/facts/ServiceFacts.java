package outpost.core.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tool installs packages, and which starts services. */
final class ServiceFacts {
  /** Programs and the names Ansible has for them; where there are several the last one counts. */
  private static final Map<String, String> TOOLS = new LinkedHashMap<>();

  static {
    String tools =
        "rpm-ostree atomic_container|microdnf dnf|yum yum|dnf dnf|apt-get apt|zypper zypper"
            + "|urpmi urpmi|pacman pacman|opkg opkg|brew homebrew|apk apk|pkg pkgng|emerge portage"
            + "|xbps-install xbps|swupd swupd|sorcery sorcery";
    for (String tool : tools.split("\\|")) TOOLS.put(tool.split(" ")[0], tool.split(" ")[1]);
  }

  /** What a first process is called, then the service manager, where they differ. */
  private static final Map<String, String> FIRST =
      Map.of(
          "procd", "openwrt_init",
          "runit-init", "runit",
          "svscan", "svc",
          "openrc-init", "openrc");

  private ServiceFacts() {}

  static void packageManager(Printed lines, Map<String, Object> facts) {
    List<String> found = lines.all("package_tool").stream().map(Printed::base).toList();
    String tool =
        TOOLS.entrySet().stream()
            .filter(entry -> found.contains(entry.getKey()))
            .reduce((first, second) -> second)
            .map(Map.Entry::getValue)
            .orElse("unknown");
    String family = String.valueOf(facts.get("os_family"));
    if (family.equals("Debian")) tool = "apt"; // others can be installed as well
    if (family.equals("RedHat")) tool = redHat(lines, facts, found);
    boolean rpm = lines.has("apt_rpm") || family.equals("Altlinux");
    facts.put("pkg_mgr", tool.equals("apt") && rpm ? "apt_rpm" : tool);
  }

  private static String redHat(Printed lines, Map<String, Object> facts, List<String> found) {
    if (lines.has("ostree")) return "atomic_container";
    if (lines.text("dnf").filter(path -> path.endsWith("dnf5")).isPresent()) return "dnf5";
    String major = String.valueOf(facts.get("distribution_major_version"));
    long number = Printed.number(major).orElse(8);
    String name = String.valueOf(facts.get("distribution"));
    long firstWithDnf = name.equals("Fedora") ? 23 : name.equals("Amazon") ? 2022 : 8;
    return number < firstWithDnf && (firstWithDnf == 8 || found.contains("yum")) ? "yum" : "dnf";
  }

  /** A first process called init, or a shell as in containers, tells nothing. */
  static void serviceManager(Printed lines, Map<String, Object> facts) {
    String first = Printed.base(lines.text("first_process").orElse("init"));
    if (!first.equals("init") && !first.endsWith("sh")) {
      facts.put("service_mgr", FIRST.getOrDefault(first, first));
      return;
    }
    List<String> tools = lines.all("service_tool");
    List<String> order = List.of("openwrt_init", "systemd", "upstart", "openrc");
    String manager =
        order.stream().filter(tools::contains).findFirst().orElseGet(() -> offline(lines));
    facts.put("service_mgr", manager);
  }

  private static String offline(Printed lines) {
    if (lines.text("init").filter(i -> Printed.base(i).equals("systemd")).isPresent()) {
      return "systemd";
    }
    return lines.has("service_scripts") ? "sysvinit" : "service";
  }
}
