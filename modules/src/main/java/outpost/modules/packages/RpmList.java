package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.api.Script;

/** Packages and repositories to tell of, as Ansible's dnf does for {@code list}. */
final class RpmList {
  private RpmList() {}

  /** One line for each: name, epoch, version, release, architecture, repository, state. */
  static Script question(DnfSources sources, String what) {
    String installed = "%{NAME}|%{EPOCHNUM}|%{VERSION}|%{RELEASE}|%{ARCH}|installed|installed\\n";
    String available = "%{name}|%{epoch}|%{version}|%{release}|%{arch}|%{repoid}|available\\n";
    String pattern =
        List.of("installed", "updates", "available", "repos").contains(what) ? "*" : what;
    List<String> options = sources.options();
    Script begin = sh("emit manager dnf; emit rc 0");
    Script all = sh("rpm --root={} -qa --qf {} {}", sources.installroot(), installed, pattern);
    Script ask =
        switch (what) {
          case "installed" -> Script.raw(all.text() + " | sort | blob listed"); // quoted already
          case "updates" -> told(sh("dnf -q {} repoquery --upgrades --qf {}", options, available));
          case "available" ->
              told(sh("dnf -q {} repoquery --available --qf {}", options, available));
          case "repos" ->
              told(sh("dnf -q {} repolist --enabled | awk 'NR > 1 { print $1 }'", options));
          default ->
              told(
                  all.then(
                      sh("dnf -q {} repoquery --available --qf {} {}", options, available, what)));
        };
    return begin.then(ask);
  }

  private static Script told(Script ask) {
    String text = ask.text(); // its parts are quoted already
    return Script.raw("due\nsaid=$(" + text + ") || exit\nprintf '%s\\n' \"$said\" | blob listed");
  }

  static List<Map<String, Object>> read(String lines) {
    return lines.lines().filter(line -> !line.isBlank()).map(RpmList::item).toList();
  }

  private static Map<String, Object> item(String line) {
    String[] p = line.split("\\|", -1);
    Map<String, Object> item = new LinkedHashMap<>();
    if (p.length < 7) {
      item.put("repoid", line.strip());
      item.put("state", "enabled");
      return item;
    }
    String nevra = p[0] + "-" + p[1] + ":" + p[2] + "-" + p[3] + "." + p[4];
    item.put("name", p[0]);
    item.put("epoch", p[1]);
    item.put("version", p[2]);
    item.put("release", p[3]);
    item.put("arch", p[4]);
    item.put("repo", p[5]);
    item.put("nevra", nevra);
    item.put("envra", p[1] + ":" + p[0] + "-" + p[2] + "-" + p[3] + "." + p[4]);
    item.put("yumstate", p[6]);
    return item;
  }
}
