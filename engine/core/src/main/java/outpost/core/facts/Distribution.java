package outpost.core.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which distribution a host runs, in Ansible's words: names and families as its {@code
 * distribution} facts have them, which are not those of os-release(5).
 */
record Distribution(String name, String family, String version, String release) {
  private static final Pattern REDHAT_RELEASE =
      Pattern.compile("release (?<version>[\\d.]+)[^(]*(\\((?<release>[^)]*)\\))?");

  /** os-release's ID, then the name and the family. */
  private static final Map<String, List<String>> KNOWN = known();

  private static Map<String, List<String>> known() {
    Map<String, List<String>> known = new LinkedHashMap<>();
    known.put("almalinux", List.of("AlmaLinux", "RedHat"));
    known.put("rocky", List.of("Rocky", "RedHat"));
    known.put("rhel", List.of("RedHat", "RedHat"));
    known.put("centos", List.of("CentOS", "RedHat"));
    known.put("fedora", List.of("Fedora", "RedHat"));
    known.put("ol", List.of("OracleLinux", "RedHat"));
    known.put("amzn", List.of("Amazon", "RedHat"));
    known.put("openEuler", List.of("openEuler", "RedHat"));
    known.put("debian", List.of("Debian", "Debian"));
    known.put("ubuntu", List.of("Ubuntu", "Debian"));
    known.put("linuxmint", List.of("Linux Mint", "Debian"));
    known.put("raspbian", List.of("Raspbian", "Debian"));
    known.put("kali", List.of("Kali", "Debian"));
    known.put("sles", List.of("SLES", "Suse"));
    known.put("sles_sap", List.of("SLES_SAP", "Suse"));
    known.put("opensuse-leap", List.of("openSUSE Leap", "Suse"));
    known.put("opensuse-tumbleweed", List.of("openSUSE Tumbleweed", "Suse"));
    known.put("alpine", List.of("Alpine", "Alpine"));
    known.put("arch", List.of("Archlinux", "Archlinux"));
    known.put("gentoo", List.of("Gentoo", "Gentoo"));
    return known;
  }

  static Distribution of(Printed lines) {
    Map<String, String> release = osRelease(lines);
    String id = release.getOrDefault("ID", "");
    List<String> names = KNOWN.get(id);
    String name = names == null ? release.getOrDefault("NAME", "NA") : names.get(0);
    String family = names == null ? family(release, name) : names.get(1);
    String version = release.getOrDefault("VERSION_ID", "NA");
    String codename = release.getOrDefault("VERSION_CODENAME", "");
    if (family.equals("RedHat")) return redHat(lines, name, version, codename);
    if (id.equals("debian")) {
      // "trixie/sid" before a release
      version = lines.text("debian_version").filter(v -> v.matches("[\\d.]+")).orElse(version);
    }
    if (id.equals("alpine")) version = lines.text("alpine_release").orElse(version);
    return new Distribution(name, family, version, codename.isEmpty() ? "NA" : codename);
  }

  /** The point release stands in /etc/redhat-release only, and so does the release's name. */
  private static Distribution redHat(Printed lines, String name, String id, String codename) {
    String text = lines.text("redhat_release").orElse("");
    Matcher matcher = REDHAT_RELEASE.matcher(text);
    boolean found = matcher.find();
    String version = found ? matcher.group("version") : id;
    String called = found && matcher.group("release") != null ? matcher.group("release") : codename;
    if (text.contains("Stream")) called = "Stream";
    return new Distribution(name, "RedHat", version, called);
  }

  /** Returns the family of a distribution that we do not know by what it says it is like. */
  private static String family(Map<String, String> release, String name) {
    for (String like : release.getOrDefault("ID_LIKE", "").split("\\s+")) {
      if (like.equals("suse")) return "Suse";
      if (KNOWN.containsKey(like)) return KNOWN.get(like).get(1);
    }
    return name;
  }

  private static Map<String, String> osRelease(Printed lines) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : lines.all("os_release")) {
      int equals = line.indexOf('=');
      if (equals <= 0 || line.startsWith("#")) continue;
      values.put(line.substring(0, equals), unquoted(line.substring(equals + 1).strip()));
    }
    return values;
  }

  private static String unquoted(String text) {
    if (text.length() < 2 || "\"'".indexOf(text.charAt(0)) < 0) return text;
    return text.substring(1, text.length() - 1).replaceAll("\\\\([\"$`\\\\])", "$1");
  }

  String major() {
    return version.split("\\.")[0];
  }
}
