package outpost.core.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import outpost.api.Secret;
import outpost.core.connect.Become;
import outpost.core.connect.Login;
import outpost.core.connect.Means;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Unknown;

/** How one host is reached, and as whom: its variables, the play's keywords, the command line. */
public record HostAccess(String host, Map<String, Object> vars) {
  private static final Set<String> VARIABLES =
      Set.of(
          "ansible_host",
          "ansible_port",
          "ansible_user",
          "ansible_password",
          "ansible_connection",
          "ansible_private_key_file",
          "ansible_timeout",
          "ansible_host_key_checking");

  /**
   * What the command line says of logins and users.
   *
   * @param login variables that count where a host's own and the play's keywords say nothing
   * @param becomePassword for every host whose variables name none
   */
  public record Defaults(
      Map<String, Object> login,
      boolean become,
      Optional<String> becomeUser,
      Optional<Secret> becomePassword) {}

  /** Collects a host's connection variables, which beat the play's keywords. */
  static HostAccess of(String host, Scope scope, Map<String, Object> keywords) {
    return of(host, scope, keywords, Template::evaluate);
  }

  /** The same as far as it can be told without asking anybody; empty if that is not all of it. */
  static Optional<HostAccess> beforehand(String host, Scope scope, Map<String, Object> keywords) {
    HostAccess access = of(host, scope, keywords, Template::preview);
    boolean known = access.vars().values().stream().allMatch(HostAccess::isKnown);
    return known ? Optional.of(access) : Optional.empty();
  }

  private static boolean isKnown(Object value) {
    if (value instanceof Unknown) return false;
    if (value instanceof Collection<?> items) return items.stream().allMatch(HostAccess::isKnown);
    return !(value instanceof Map<?, ?> map) || isKnown(map.values());
  }

  private static HostAccess of(
      String host,
      Scope scope,
      Map<String, Object> keywords,
      BiFunction<Template, Scope, Object> reading) {
    Map<String, Object> vars = new LinkedHashMap<>(keywords);
    for (String name : scope.names()) {
      if (!isConnection(name)) continue;
      Object value = scope.get(name);
      vars.put(name, value instanceof Template template ? reading.apply(template, scope) : value);
    }
    return new HostAccess(host, vars);
  }

  private static boolean isConnection(String name) {
    return VARIABLES.contains(name)
        || name.startsWith("ansible_ssh_")
        || name.startsWith("ansible_become");
  }

  Login login(Defaults defaults) {
    return LoginVars.login(host, vars, defaults.login());
  }

  /** Returns as whom a task runs here: variables beat keywords, keywords the command line. */
  Become become(Optional<Boolean> keyword, Optional<String> user, Defaults defaults) {
    boolean becomes =
        variable("ansible_become")
            .flatMap(Keywords::truth)
            .or(() -> keyword)
            .orElse(defaults.become());
    if (!becomes) return Become.NO;
    String whom =
        variable("ansible_become_user")
            .map(Keywords::string)
            .or(() -> user)
            .or(defaults::becomeUser)
            .orElse("root");
    Optional<Secret> password =
        variable("ansible_become_password")
            .or(() -> variable("ansible_become_pass"))
            .map(HostAccess::secret)
            .or(defaults::becomePassword);
    return new Become(Optional.of(whom), password, means(defaults));
  }

  private Means means(Defaults defaults) {
    return Means.of(
        variable("ansible_become_method")
            .or(() -> Optional.ofNullable(defaults.login().get("ansible_become_method")))
            .map(Keywords::string),
        variable("ansible_become_exe").map(Keywords::string),
        variable("ansible_become_flags").map(Keywords::string));
  }

  private Optional<Object> variable(String name) {
    return Optional.ofNullable(vars.get(name));
  }

  static Secret secret(Object value) {
    return value instanceof Secret secret ? secret : Secret.of(String.valueOf(value));
  }
}
