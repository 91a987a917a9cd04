package outpost.core.facts;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which distribution a host runs, in Ansible's words: names and families as its {@code
 * distribution} facts have them, which are not those of os-release(5).
 */
final class Distribution {
  private static final String UNKNOWN = "NA";

  /** "Rocky Linux release 8.10 (Green Obsidian)". */
  private static final Pattern RELEASE_LINE =
      Pattern.compile("^(.+?) (?:release )?([\\d.]+[\\w.+-]*)(?:[^(]*\\(([^)]*)\\))?");

  private static final Map<String, String> FAMILIES = families();

  private final Printed lines;
  private final OsRelease os;
  private final Map<String, Object> facts;

  private Distribution(Printed lines, Map<String, Object> facts) {
    this.lines = lines;
    this.os = OsRelease.of(lines.all("os_release"));
    this.facts = facts;
  }

  private static Map<String, String> families() {
    Map<String, String> families = new HashMap<>();
    family(
        families,
        "RedHat",
        "RedHat|RHEL|Fedora|CentOS|Scientific|SLC|Ascendos|CloudLinux|PSBM|OracleLinux|OVS|OEL"
            + "|Amazon|Virtuozzo|XenServer|Alibaba|EulerOS|openEuler|AlmaLinux|Rocky|TencentOS"
            + "|EuroLinux|Kylin Linux Advanced Server|MIRACLE");
    family(
        families,
        "Debian",
        "Debian|Ubuntu|Raspbian|Neon|KDE neon|Linux Mint|SteamOS|Devuan|Kali|Cumulus Linux"
            + "|Pop!_OS|Parrot|Pardus GNU/Linux|Uos|Deepin|OSMC");
    family(
        families,
        "Suse",
        "SuSE|SLES|SLED|openSUSE|openSUSE Tumbleweed|SLES_SAP|SUSE_LINUX|openSUSE Leap"
            + "|ALP-Dolomite|SL-Micro|openSUSE MicroOS");
    family(families, "Archlinux", "Archlinux|Antergos|Manjaro");
    family(families, "Mandrake", "Mandrake|Mandriva");
    family(families, "Gentoo", "Gentoo|Funtoo");
    family(families, "ClearLinux", "Clear Linux OS|Clear Linux Mix");
    return families;
  }

  private static void family(Map<String, String> families, String family, String names) {
    for (String name : names.split("\\|")) families.put(name, family);
  }

  static void read(Printed lines, Map<String, Object> facts) {
    new Distribution(lines, facts).read();
  }

  private void read() {
    String system = lines.text("system").orElse("Linux");
    if (!system.equals("Linux")) {
      facts.put("distribution", system);
      facts.put("os_family", system);
      return;
    }
    guess();
    if (!named()) os.get("NAME").ifPresent(name -> facts.put("distribution", name));
    String name = String.valueOf(facts.get("distribution"));
    facts.put("os_family", FAMILIES.containsKey(name) ? FAMILIES.get(name) : like(name));
  }

  /** What holds unless a file of the distribution's own says better. */
  private void guess() {
    String version = version();
    set(idName(), version, codename());
    facts.put("distribution_major_version", version.split("\\.")[0]);
  }

  private void set(String name, String version, String release) {
    facts.put("distribution", name);
    facts.put("distribution_version", version);
    facts.put("distribution_release", release);
  }

  private String id() {
    return os.get("ID").orElseGet(() -> releaseLine(1).toLowerCase(Locale.ROOT).split(" ")[0]);
  }

  private String idName() {
    String id = id();
    return switch (id) {
      case "amzn" -> "Amazon";
      case "rhel" -> "Redhat";
      case "" -> "OtherLinux";
      default -> id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
    };
  }

  private String version() {
    String id = os.get("VERSION_ID").orElse("");
    String told = releaseLine(2);
    if (id().equals("centos")) {
      String better = dots(told) > dots(id) ? told : id;
      return nonEmpty(Pattern.compile("^([^.]*\\.[^.]*)\\..*").matcher(better).replaceFirst("$1"));
    }
    if (id().equals("debian")) {
      String own = file("debian_version");
      return nonEmpty(id.isEmpty() || dots(own) > dots(id) ? own : id);
    }
    return nonEmpty(id.isEmpty() ? told : id);
  }

  private static String nonEmpty(String text) {
    return text.isEmpty() ? UNKNOWN : text;
  }

  private static long dots(String text) {
    return text.chars().filter(c -> c == '.').count();
  }

  /** A codename that is there and empty is one: Fedora has none. */
  private String codename() {
    return os.get("VERSION_CODENAME")
        .or(() -> os.get("UBUNTU_CODENAME"))
        .or(() -> id().equals("ubuntu") ? lsbCodename() : Optional.empty())
        .or(() -> os.get("VERSION").flatMap(Distribution::inVersion))
        .orElseGet(() -> nonEmpty(releaseLine(3)));
  }

  private Optional<String> lsbCodename() {
    return lines.all("release.lsb-release").stream()
        .filter(line -> line.startsWith("DISTRIB_CODENAME="))
        .map(line -> line.substring("DISTRIB_CODENAME=".length()))
        .findFirst();
  }

  /** "14.04.6 LTS, Trusty Tahr", "9.4 (Plow)". */
  private static Optional<String> inVersion(String version) {
    Matcher matcher = Pattern.compile("\\((\\D+)\\)|,\\s*(\\D+)").matcher(version);
    if (!matcher.find()) return Optional.empty();
    return Optional.of((matcher.group(1) == null ? matcher.group(2) : matcher.group(1)).strip());
  }

  /** Returns a part of the release file's line: 1 the name, 2 the version, 3 the release's name. */
  private String releaseLine(int group) {
    for (String name :
        List.of(
            "centos-release",
            "redhat-release",
            "SuSE-release",
            "gentoo-release",
            "system-release")) {
      Matcher matcher = RELEASE_LINE.matcher(file(name).split("\n")[0]);
      if (matcher.find()) return matcher.group(group) == null ? "" : matcher.group(group);
    }
    return "";
  }

  private String file(String name) {
    return lines.whole("release." + name).strip();
  }

  /** Asks the distribution's own files in Ansible's order; the first that knows decides. */
  private boolean named() {
    for (String path : ReleaseFiles.ORDER) {
      String[] parts = path.split(" ");
      String base = Printed.base(parts[0]);
      boolean empty = lines.all("marker").contains(base);
      String text = base.equals("os-release") ? os.text() : file(base);
      if (text.isEmpty() && !empty) continue;
      if (!ReleaseFiles.read(parts[1], base, text, os, lines, facts)) continue;
      facts.put("distribution_file_path", parts[0]);
      facts.put("distribution_file_variety", parts[1]);
      if (!empty) facts.put("distribution_file_parsed", true);
      return true;
    }
    return false;
  }

  /** Returns the family of a distribution that we do not know by what it says it is like. */
  private String like(String name) {
    List<String> like = Arrays.asList(os.get("ID_LIKE").orElse("").split("\\s+"));
    if (like.contains("rhel") || like.contains("fedora") || like.contains("centos"))
      return "RedHat";
    if (like.contains("debian") || like.contains("ubuntu")) return "Debian";
    if (like.contains("suse") || like.contains("opensuse")) return "Suse";
    return like.contains("arch") ? "Archlinux" : name;
  }
}
