package outpost.core.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.core.connect.Login;
import outpost.core.connect.Logins;

/** Brings together what a host's variables, the play and the command line say of its login. */
final class LoginVars {
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");

  /** Names for the same thing: what one of them says must not meet what another says. */
  private static final List<List<String>> SAME =
      List.of(
          List.of("ansible_host", "ansible_ssh_host"),
          List.of("ansible_port", "ansible_ssh_port"),
          List.of("ansible_user", "ansible_ssh_user"),
          List.of("ansible_password", "ansible_ssh_pass", "ansible_ssh_password"),
          List.of("ansible_private_key_file", "ansible_ssh_private_key_file"),
          List.of("ansible_timeout", "ansible_ssh_timeout"),
          List.of("ansible_host_key_checking", "ansible_ssh_host_key_checking"));

  private LoginVars() {}

  /**
   * Returns the login of a host.
   *
   * @param vars the host's own
   * @param weaker count where the host's own say nothing under any name
   * @throws outpost.core.connect.BadLogin if a variable cannot be followed
   */
  static Login login(String host, Map<String, Object> vars, Map<String, Object> weaker) {
    Map<String, Object> all = new LinkedHashMap<>(weaker);
    for (List<String> names : SAME) {
      if (names.stream().anyMatch(vars::containsKey)) all.keySet().removeAll(names);
    }
    all.putAll(vars);
    if (HERE.contains(host) && !saysHow(vars)) all.put("ansible_connection", "local");
    return Logins.from(host, all, Path.of(System.getProperty("user.home")));
  }

  /** The control node needs no SSH to itself, unless its variables speak of it. */
  private static boolean saysHow(Map<String, Object> vars) {
    return vars.containsKey("ansible_connection")
        || vars.containsKey("ansible_host")
        || vars.containsKey("ansible_port");
  }
}
