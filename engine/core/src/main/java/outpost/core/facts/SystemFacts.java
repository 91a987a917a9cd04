package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What single files of the system tell. */
final class SystemFacts {
  private SystemFacts() {}

  static void lsb(Printed lines, Map<String, Object> facts) {
    Map<String, Object> lsb = new LinkedHashMap<>();
    for (String line : lines.all("lsb_release")) lsbLine(line, ":", lsb);
    if (lsb.isEmpty()) for (String line : lines.all("lsb_file")) lsbLine(line, "=", lsb);
    Object release = lsb.get("release");
    if (release != null) lsb.put("major_release", release.toString().split("\\.")[0]);
    facts.put("lsb", lsb);
  }

  private static void lsbLine(String line, String separator, Map<String, Object> lsb) {
    int at = line.indexOf(separator);
    if (at < 0) return;
    String name =
        switch (line.substring(0, at).strip()) {
          case "LSB Version", "Release", "DISTRIB_RELEASE" -> "release";
          case "Distributor ID", "DISTRIB_ID" -> "id";
          case "Description", "DISTRIB_DESCRIPTION" -> "description";
          case "Codename", "DISTRIB_CODENAME" -> "codename";
          default -> "";
        };
    String value = line.substring(at + 1).strip().replaceAll("^[\"'\\\\]+|[\"'\\\\]+$", "");
    if (!name.isEmpty()) lsb.put(name, value);
  }

  static void selinux(Printed lines, Map<String, Object> facts) {
    Map<String, Object> selinux = new LinkedHashMap<>();
    facts.put("selinux", selinux);
    if (!lines.has("selinux_enforce")) {
      selinux.put("status", "disabled");
      return;
    }
    selinux.put("status", "enabled");
    selinux.put(
        "mode", lines.text("selinux_enforce").orElse("").equals("1") ? "enforcing" : "permissive");
    lines.count("selinux_policy").ifPresent(version -> selinux.put("policyvers", version));
    for (String line : lines.all("selinux_config")) {
      String value = line.substring(line.indexOf('=') + 1).strip();
      if (line.startsWith("SELINUXTYPE=")) selinux.put("type", value);
      else if (line.startsWith("SELINUX=")) selinux.put("config_mode", value);
    }
  }

  static void apparmor(Printed lines, Map<String, Object> facts) {
    facts.put("apparmor", Map.of("status", lines.has("apparmor") ? "enabled" : "disabled"));
  }

  static void fips(Printed lines, Map<String, Object> facts) {
    facts.put("fips", lines.text("fips").orElse("0").equals("1"));
  }

  /** A root that is not the first process's; who may not see that looks at the inode's number. */
  static void chroot(Printed lines, Map<String, Object> facts) {
    List<String> roots = lines.all("root").stream().filter(r -> !r.isBlank()).toList();
    boolean chroot = lines.has("chroot_named");
    if (roots.size() == 2) chroot |= !roots.get(0).equals(roots.get(1));
    else if (roots.size() == 1) chroot |= !roots.get(0).endsWith(":" + rootInode(lines));
    facts.put("is_chroot", chroot);
  }

  private static String rootInode(Printed lines) {
    String type = lines.text("root_type").orElse("");
    if (type.contains("btrfs")) return "256";
    return type.contains("xfs") ? "128" : "2";
  }

  static void capabilities(Printed lines, Map<String, Object> facts) {
    Object enforced = lines.lines().containsKey("capsh") ? "NA" : "N/A";
    Object capabilities = lines.lines().containsKey("capsh") ? List.of() : "N/A";
    for (String line : lines.all("capsh")) {
      if (!line.startsWith("Current:")) continue;
      String value = line.substring("Current:".length()).strip();
      enforced = value.equals("=ep") ? "False" : "True";
      int equals = line.indexOf('=');
      if (value.equals("=ep") || equals < 0) continue;
      String first = line.substring(equals + 1).split("=")[0];
      List<Object> names = new ArrayList<>();
      for (String name : first.split(",")) names.add(name.strip());
      capabilities = names;
    }
    facts.put("system_capabilities_enforced", enforced);
    facts.put("system_capabilities", capabilities);
  }

  /** {@code proc_cmdline} has a list where a word comes more than once. */
  static void commandLine(Printed lines, Map<String, Object> facts) {
    if (!lines.has("cmdline")) return;
    Map<String, Object> last = new LinkedHashMap<>();
    Map<String, Object> all = new LinkedHashMap<>();
    Matcher words =
        Pattern.compile("(?:\"[^\"]*\"|'[^']*'|\\S)+").matcher(lines.text("cmdline").get());
    while (words.find()) {
      String[] pair = words.group().split("=", 2);
      Object value = pair.length == 1 ? (Object) true : pair[1];
      last.put(pair[0], value);
      if (pair.length == 1) all.put(pair[0], true);
      else all.merge(pair[0], value, SystemFacts::both);
    }
    facts.put("cmdline", last);
    facts.put("proc_cmdline", all);
  }

  private static Object both(Object before, Object after) {
    List<Object> both = new ArrayList<>();
    if (before instanceof List<?> list) both.addAll(list);
    else both.add(before);
    both.add(after);
    return both;
  }

  static void hostKeys(Printed lines, Map<String, Object> facts) {
    for (String algorithm : List.of("dsa", "rsa", "ecdsa", "ed25519")) {
      List<String> words = lines.words("ssh_key." + algorithm);
      if (words.size() < 2) continue;
      String name = "ssh_host_key_" + algorithm + "_public";
      facts.put(name, words.get(1));
      facts.put(name + "_keytype", words.get(0));
    }
  }

  static void dns(Printed lines, Map<String, Object> facts) {
    Map<String, Object> dns = new LinkedHashMap<>();
    for (String line : lines.all("resolv")) {
      List<String> words = Printed.split(line);
      if (words.isEmpty() || line.startsWith("#") || line.startsWith(";")) continue;
      List<Object> rest = new ArrayList<>(words.subList(1, words.size()));
      switch (words.get(0)) {
        case "nameserver" -> dns.merge("nameservers", rest, SystemFacts::joined);
        case "search", "sortlist" -> dns.put(words.get(0), rest);
        case "domain" -> rest.stream().findFirst().ifPresent(name -> dns.put("domain", name));
        case "options" -> dns.put("options", options(rest));
        default -> {}
      }
    }
    facts.put("dns", dns);
  }

  private static Object joined(Object before, Object after) {
    List<Object> all = new ArrayList<>((List<?>) before);
    all.addAll((List<?>) after);
    return all;
  }

  private static Map<String, Object> options(List<Object> words) {
    Map<String, Object> options = new LinkedHashMap<>();
    for (Object word : words) {
      String[] pair = word.toString().split(":", 2);
      options.put(pair[0], pair.length == 2 && !pair[1].isEmpty() ? pair[1] : (Object) true);
    }
    return options;
  }

  static void fibreChannel(Printed lines, Map<String, Object> facts) {
    facts.put(
        "fibre_channel_wwn",
        lines.all("fibre_channel").stream()
            .map(line -> (Object) line.strip().replaceFirst("^..", ""))
            .toList());
  }

  static void iscsi(Printed lines, Map<String, Object> facts) {
    facts.put("iscsi_iqn", after(lines, "iscsi", "InitiatorName="));
  }

  static void nvme(Printed lines, Map<String, Object> facts) {
    String name = after(lines, "nvme", "nqn.");
    facts.put("hostnqn", name.isEmpty() ? "" : "nqn." + name);
  }

  private static String after(Printed lines, String key, String prefix) {
    return lines.all(key).stream()
        .filter(line -> line.startsWith(prefix))
        .findFirst()
        .map(line -> line.substring(prefix.length()).strip())
        .orElse("");
  }
}
