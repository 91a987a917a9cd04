package outpost.core.language;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import outpost.core.source.Suggest;

/** Ways out for those who name a module that there is not, above all one of Ansible's. */
final class Instead {
  private static final String LIST = "`java -jar engine.jar doc -l` lists the modules there are";
  private static final String ANYTHING =
      "what no module does `command` does, and `changed_when` says whether it changed something";
  private static final Map<String, String> KNOWN = new HashMap<>();

  static {
    known("write `package`", "apk", "aptitude", "homebrew", "pacman", "zypper");
    known(
        "open ports with `firewalld`, or with `firewall_port` where there is no firewalld",
        "iptables",
        "ufw");
    known("write the key into the source, as `signed_by` of `deb822_repository`", "apt_key");
    known("write `command` with `creates:`, so that it runs once", "cpanm", "gem", "npm", "pip");
  }

  private Instead() {}

  private static void known(String hint, String... modules) {
    for (String module : modules) KNOWN.put(module, hint);
  }

  /**
   * Returns hints for a name without its collection.
   *
   * @param valid what can stand there
   */
  static List<String> hints(String module, Collection<String> valid) {
    if (KNOWN.containsKey(module)) return List.of(KNOWN.get(module), LIST);
    List<String> near = Suggest.hint(module, valid);
    return near.isEmpty() ? List.of(ANYTHING, LIST) : near;
  }
}
