package outpost.core.facts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The operating system, its names, its user, its clock. */
final class SystemFacts {
  private static final List<String> SERVICE_PROCESSES = List.of("runit", "s6-svscan", "init");

  private SystemFacts() {}

  static void add(Printed lines, Map<String, Object> facts) {
    names(lines, facts);
    Distribution distribution = Distribution.of(lines);
    facts.put("os_family", distribution.family());
    facts.put("distribution", distribution.name());
    facts.put("distribution_version", distribution.version());
    facts.put("distribution_major_version", distribution.major());
    facts.put("distribution_release", distribution.release());
    facts.put("pkg_mgr", packageManager(lines, distribution.family()));
    facts.put("service_mgr", serviceManager(lines));
    facts.put("selinux", selinux(lines));
    facts.put("fips", lines.text("fips").orElse("0").equals("1"));
    lines.text("machine_id").ifPresent(id -> facts.put("machine_id", id));
    user(lines, facts);
    facts.put("env", environment(lines));
    time(lines, facts);
    List<String> roots = lines.all("root").stream().filter(r -> !r.isBlank()).toList();
    facts.put("is_chroot", roots.size() == 2 && !roots.get(0).equals(roots.get(1)));
  }

  private static void names(Printed lines, Map<String, Object> facts) {
    List<String> uname = lines.words("uname"); // always in this order, says uname(1)
    if (uname.size() < 4) return;
    String machine = uname.get(uname.size() - 1);
    facts.put("system", uname.get(0));
    facts.put("nodename", uname.get(1));
    facts.put("hostname", uname.get(1).split("\\.")[0]);
    facts.put("kernel", uname.get(2));
    facts.put("machine", machine);
    facts.put("architecture", machine.matches("i[3-6]86") ? "i386" : machine);
    String fqdn = lines.text("fqdn").orElse(uname.get(1));
    facts.put("fqdn", fqdn);
    int dot = fqdn.indexOf('.');
    facts.put("domain", dot < 0 ? "" : fqdn.substring(dot + 1));
  }

  /** Returns the tool that the family uses: a Debian may have dnf installed as well. */
  private static String packageManager(Printed lines, String family) {
    List<String> tools =
        lines.all("package_tool").stream().map(t -> t.equals("apt-get") ? "apt" : t).toList();
    List<String> own =
        switch (family) {
          case "Debian" -> List.of("apt");
          case "RedHat" -> List.of("dnf5", "dnf", "microdnf");
          case "Suse" -> List.of("zypper");
          case "Alpine" -> List.of("apk");
          case "Archlinux" -> List.of("pacman");
          default -> List.of();
        };
    return own.stream()
        .filter(tools::contains)
        .findFirst()
        .or(() -> tools.stream().findFirst())
        .orElse("unknown");
  }

  private static String serviceManager(Printed lines) {
    String first = lines.text("first_process").orElse("");
    return lines
        .text("service_tool")
        .orElse(
            SERVICE_PROCESSES.contains(first)
                ? first.equals("init") ? "sysvinit" : first
                : "service");
  }

  private static Map<String, Object> selinux(Printed lines) {
    Map<String, Object> selinux = new LinkedHashMap<>();
    if (!lines.has("selinux_enforce")) {
      selinux.put("status", "disabled");
      return selinux;
    }
    selinux.put("status", "enabled");
    selinux.put(
        "mode", lines.text("selinux_enforce").orElse("").equals("1") ? "enforcing" : "permissive");
    for (String line : lines.all("selinux_config")) {
      String value = line.substring(line.indexOf('=') + 1).strip();
      selinux.put(line.startsWith("SELINUXTYPE") ? "type" : "config_mode", value);
    }
    return selinux;
  }

  private static void user(Printed lines, Map<String, Object> facts) {
    String[] passwd = lines.text("user").orElse("").split(":", -1);
    lines.text("user_id").ifPresent(name -> facts.put("user_id", name));
    if (passwd.length < 7) return;
    facts.put("user_id", passwd[0]);
    number(passwd[2], "user_uid", facts);
    number(passwd[3], "user_gid", facts);
    number(passwd[2], "real_user_id", facts);
    lines.text("real_group").ifPresent(group -> number(group, "real_group_id", facts));
    facts.put("user_gecos", passwd[4]);
    facts.put("user_dir", passwd[5]);
    facts.put("user_shell", passwd[6]);
  }

  private static void number(String text, String name, Map<String, Object> facts) {
    OptionalLong number = Printed.number(text);
    if (number.isPresent()) facts.put(name, number.getAsLong());
  }

  private static Map<String, Object> environment(Printed lines) {
    Map<String, Object> environment = new LinkedHashMap<>();
    for (String line : lines.all("env")) {
      int equals = line.indexOf('=');
      if (equals <= 0) continue;
      environment.put(
          line.substring(0, equals), line.substring(equals + 1).replace('\u0001', '\n'));
    }
    return environment;
  }

  private static void time(Printed lines, Map<String, Object> facts) {
    lines.text("uptime").ifPresent(text -> number(text.split("[. ]")[0], "uptime_seconds", facts));
    List<String> date = lines.words("date");
    if (date.size() < 3 || Printed.number(date.get(0)).isEmpty()) return;
    Instant now = Instant.ofEpochSecond(Long.parseLong(date.get(0)));
    ZonedDateTime local = now.atZone(ZoneOffset.of(date.get(1)));
    Map<String, Object> time = new LinkedHashMap<>();
    put(time, local, "date", "yyyy-MM-dd");
    put(time, local, "time", "HH:mm:ss");
    put(time, local, "year", "yyyy");
    put(time, local, "month", "MM");
    put(time, local, "day", "dd");
    put(time, local, "hour", "HH");
    put(time, local, "minute", "mm");
    put(time, local, "second", "ss");
    put(time, local, "weekday", "EEEE");
    time.put("weekday_number", String.valueOf(local.getDayOfWeek().getValue() % 7));
    time.put("epoch", date.get(0));
    time.put("iso8601", now.toString());
    put(time, local, "iso8601_basic_short", "yyyyMMdd'T'HHmmss");
    time.put("tz", date.get(2));
    time.put("tz_offset", date.get(1));
    facts.put("date_time", time);
  }

  private static void put(
      Map<String, Object> time, ZonedDateTime local, String name, String pattern) {
    time.put(name, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(local));
  }
}
