package outpost.core.facts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files below /etc by which distributions tell themselves apart, as Ansible reads them: what a
 * distribution is called follows from which file is found first.
 */
final class ReleaseFiles {
  static final List<String> ORDER =
      List.of(
          "/etc/altlinux-release Altlinux",
          "/etc/oracle-release OracleLinux",
          "/etc/slackware-version Slackware",
          "/etc/centos-release CentOS",
          "/etc/redhat-release RedHat",
          "/etc/vmware-release VMwareESX",
          "/etc/openwrt_release OpenWrt",
          "/etc/os-release Amazon",
          "/etc/system-release Amazon",
          "/etc/alpine-release Alpine",
          "/etc/arch-release Archlinux",
          "/etc/os-release Archlinux",
          "/etc/os-release SUSE",
          "/etc/SuSE-release SUSE",
          "/etc/gentoo-release Gentoo",
          "/etc/os-release Debian",
          "/etc/lsb-release Debian",
          "/etc/os-release Flatcar");

  private final String base;
  private final String text;
  private final OsRelease os;
  private final Printed lines;
  private final Map<String, Object> facts;

  private ReleaseFiles(
      String base, String text, OsRelease os, Printed lines, Map<String, Object> facts) {
    this.base = base;
    this.text = text;
    this.os = os;
    this.lines = lines;
    this.facts = facts;
  }

  /** Takes from a file what it says; false if it is not that of this variety. */
  static boolean read(
      String variety,
      String base,
      String text,
      OsRelease os,
      Printed lines,
      Map<String, Object> facts) {
    return new ReleaseFiles(base, text, os, lines, facts).read(variety);
  }

  private boolean read(String variety) {
    return switch (variety) {
      case "Altlinux" -> searched(variety, "ALT");
      case "OracleLinux" -> searched(variety, "Oracle Linux");
      case "RedHat" -> searched(variety, "Red Hat");
      case "Slackware", "OpenWrt" -> text.contains(variety) && openOrSlack(variety);
      case "CentOS" -> centos();
      case "Amazon" -> text.contains("Amazon") && amazon();
      case "Alpine" -> versioned("Alpine", text, "");
      case "Archlinux" ->
          (text.isEmpty() || !base.equals("os-release") || os.says("Arch Linux"))
              && name("Archlinux");
      case "SUSE" -> text.toLowerCase(Locale.ROOT).contains("suse") && suse();
      case "Debian" -> debian();
      case "Flatcar" ->
          os.get("ID").filter("flatcar"::equals).isPresent()
              && versioned("Flatcar", os.get("VERSION").orElse("NA"), "");
      default -> name(variety);
    };
  }

  private boolean name(String name) {
    facts.put("distribution", name);
    return true;
  }

  private boolean versioned(String name, String version, String release) {
    facts.put("distribution_version", version);
    if (!release.isEmpty()) facts.put("distribution_release", release);
    return name(name);
  }

  /** The file names the distribution, or its first word does: Rocky, AlmaLinux, Fedora. */
  private boolean searched(String variety, String words) {
    return name(text.contains(words) ? variety : text.split("\\s")[0]);
  }

  private boolean openOrSlack(String variety) {
    find("DISTRIB_RELEASE=[\"']?([^\"'\n]*)")
        .or(() -> find("(\\w+[.]\\w+\\+?)"))
        .ifPresent(version -> facts.put("distribution_version", version));
    find("DISTRIB_CODENAME=[\"']?([^\"'\n]*)")
        .ifPresent(name -> facts.put("distribution_release", name));
    return name(variety);
  }

  private boolean centos() {
    if (text.contains("TencentOS Server")) return name("TencentOS");
    if (!text.contains("CentOS Stream")) return false;
    facts.put("distribution_release", "Stream");
    return name("CentOS");
  }

  private boolean amazon() {
    String version =
        base.equals("os-release")
            ? os.get("VERSION_ID").orElse("NA")
            : find("(?:^|\\s)(\\d+)(?:\\s|$)").orElse("NA");
    facts.put("distribution_version", version);
    if (base.equals("os-release")) {
      String[] parts = version.split("\\.");
      facts.put("distribution_major_version", parts[0]);
      facts.put("distribution_minor_version", parts.length > 1 ? parts[1] : "NA");
    }
    return name("Amazon");
  }

  private boolean suse() {
    if (!base.equals("os-release")) return oldSuse();
    String version = os.get("VERSION_ID").orElse("");
    Matcher parts = Pattern.compile("^(\\d+)\\.?(\\d*)").matcher(version);
    if (parts.find()) {
      facts.put("distribution_version", parts.group());
      facts.put("distribution_major_version", parts.group(1));
      String all = text.toLowerCase(Locale.ROOT);
      String minor = parts.group(2);
      if (all.contains("open")) facts.put("distribution_release", minor);
      else if (all.contains("enterprise")) {
        facts.put("distribution_release", minor.isEmpty() ? "0" : minor);
      }
    }
    boolean sap = lines.text("product").filter(p -> p.endsWith("SLES_SAP.prod")).isPresent();
    return name(sap ? "SLES_SAP" : os.get("NAME").orElse("SUSE"));
  }

  private boolean oldSuse() {
    if (text.toLowerCase(Locale.ROOT).contains("open")) {
      find("CODENAME *= *([^\n]+)").ifPresent(n -> facts.put("distribution_release", n.strip()));
      return name(text.split("\\s")[0]);
    }
    find("PATCHLEVEL = (\\d+)")
        .ifPresent(
            level -> {
              facts.put("distribution_release", level);
              facts.merge("distribution_version", level, (v, l) -> v + "." + l);
            });
    return name(text.contains("Desktop") ? "SLED" : "SLES");
  }

  private boolean debian() {
    if (text.contains("Debian") || text.contains("Raspbian")) {
      find("PRETTY_NAME=[^(]+ \\(?([^)]+?)\\)")
          .ifPresent(release -> facts.put("distribution_release", release));
      minor();
      return name("Debian");
    }
    if (text.contains("Ubuntu")) return name("Ubuntu");
    if (text.contains("SteamOS")) return name("SteamOS");
    if (text.contains("Kali") || text.contains("Parrot")) {
      find("DISTRIB_RELEASE=(.*)").ifPresent(r -> facts.put("distribution_release", r));
      return name(text.contains("Kali") ? "Kali" : "Parrot");
    }
    if (text.contains("Devuan")) {
      find("PRETTY_NAME=\"?[^(\"]+ \\(?([^) \"]+)\\)?")
          .ifPresent(release -> facts.put("distribution_release", release));
      find("VERSION_ID=\"(.*)\"").ifPresent(this::version);
      return name("Devuan");
    }
    if (text.contains("Cumulus")) {
      os.get("VERSION_ID").ifPresent(this::version);
      os.get("VERSION").ifPresent(release -> facts.put("distribution_release", release));
      return name("Cumulus Linux");
    }
    if (text.contains("Mint")) {
      find("VERSION_ID=\"(.*)\"").ifPresent(this::version);
      return name("Linux Mint");
    }
    for (String name : List.of("Uos", "Deepin")) {
      if (!text.contains(name) && !text.contains(name.toLowerCase(Locale.ROOT))) continue;
      find("VERSION_ID=\"(.*)\"").ifPresent(this::version);
      return name(name);
    }
    return false;
  }

  private void version(String version) {
    facts.put("distribution_version", version);
    facts.put("distribution_major_version", version.split("\\.")[0]);
  }

  private void minor() {
    Matcher own = Pattern.compile("\\d+\\.(\\d+)").matcher(lines.whole("release.debian_version"));
    if (own.find()) facts.put("distribution_minor_version", own.group(1));
  }

  private Optional<String> find(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
