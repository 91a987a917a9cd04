package outpost.core.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Secret;
import outpost.core.connect.Login.HostKeys;

/**
 * Reads a host's {@code ansible_*} connection variables, also under their old names.
 *
 * <p>{@code ansible_ssh_args}, {@code ansible_ssh_common_args} and {@code ansible_ssh_extra_args}
 * hold arguments of OpenSSH's {@code ssh}; {@link SshFlags} says which can be followed. A variable
 * of its own ({@code ansible_user}) beats the same thing said in arguments. What tunes Ansible's
 * own transport (pipelining, control sockets, retries, {@code sftp}) means nothing here.
 */
public final class Logins {
  /** The variables whose text may be wrong. */
  public static final List<String> READ =
      List.of(
          "ansible_connection",
          "ansible_port",
          "ansible_ssh_port",
          "ansible_host_key_checking",
          "ansible_ssh_host_key_checking",
          "ansible_timeout",
          "ansible_ssh_timeout",
          "ansible_ssh_args",
          "ansible_ssh_common_args",
          "ansible_ssh_extra_args");

  private static final Set<String> SSH =
      Set.of(
          "ssh",
          "smart",
          "paramiko",
          "paramiko_ssh",
          "ansible.builtin.ssh",
          "ansible.builtin.paramiko_ssh");
  private static final Set<String> LOCAL = Set.of("local", "ansible.builtin.local");

  private final String name;
  private final Map<String, Object> vars;
  private final Path home;

  private Logins(String name, Map<String, Object> vars, Path home) {
    this.name = name;
    this.vars = vars;
    this.home = home;
  }

  /**
   * Makes the login of a host.
   *
   * @param name the name in the inventory
   * @param vars its variables, evaluated; others than connection variables may be among them
   * @param home what {@code ~} stands for in paths
   * @throws BadLogin if a variable cannot be followed
   */
  public static Login from(String name, Map<String, Object> vars, Path home) {
    return new Logins(name, vars, home).login();
  }

  private Login login() {
    Map<String, List<String>> options = options();
    Optional<Path> config = first(options, "config").map(this::path);
    options.remove("config");
    return new Login(
        name,
        text("ansible_host", "ansible_ssh_host").orElse(name),
        local(),
        port(),
        text("ansible_user", "ansible_ssh_user"),
        password(),
        text("ansible_private_key_file", "ansible_ssh_private_key_file").map(this::path).stream()
            .toList(),
        hostKeys(),
        Optional.empty(),
        List.of(),
        timeout(),
        config,
        options);
  }

  private boolean local() {
    String connection = text("ansible_connection").orElse("ssh");
    if (LOCAL.contains(connection)) return true;
    if (SSH.contains(connection)) return false;
    throw new BadLogin(
        "ansible_connection",
        "there is no connection `" + connection + "`",
        "use `ssh` or `local`");
  }

  private Optional<Integer> port() {
    String[] names = {"ansible_port", "ansible_ssh_port"};
    Optional<String> text = text(names);
    if (text.isEmpty()) return Optional.empty();
    if (text.get().matches("[1-9]\\d{0,4}") && Integer.parseInt(text.get()) < 65536) {
      return text.map(Integer::valueOf);
    }
    throw new BadLogin(
        present(names), "`" + text.get() + "` is not a port", "write a number up to 65535");
  }

  private Optional<Secret> password() {
    String[] names = {"ansible_password", "ansible_ssh_pass", "ansible_ssh_password"};
    return value(names)
        .map(value -> value instanceof Secret secret ? secret : Secret.of(String.valueOf(value)));
  }

  private Optional<HostKeys> hostKeys() {
    String[] names = {"ansible_host_key_checking", "ansible_ssh_host_key_checking"};
    Optional<String> text = text(names).map(t -> t.toLowerCase(Locale.ROOT));
    if (text.isEmpty()) return Optional.empty();
    return switch (text.get()) {
      case "true", "yes", "on", "1" -> Optional.empty();
      case "strict" -> Optional.of(HostKeys.STRICT);
      case "accept-new" -> Optional.of(HostKeys.ACCEPT_NEW);
      case "false", "no", "off", "0" -> Optional.of(HostKeys.OFF);
      default ->
          throw new BadLogin(
              present(names),
              "`" + text.get() + "` is neither true nor false",
              "write `false` to take any host key");
    };
  }

  private Optional<Duration> timeout() {
    String[] names = {"ansible_timeout", "ansible_ssh_timeout"};
    Optional<String> text = text(names);
    if (text.isEmpty()) return Optional.empty();
    if (text.get().matches("[1-9]\\d{0,5}")) {
      return text.map(t -> Duration.ofSeconds(Long.parseLong(t)));
    }
    throw new BadLogin(
        present(names), "`" + text.get() + "` is not a time", "write a number of seconds");
  }

  private Map<String, List<String>> options() {
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (String variable :
        List.of("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args")) {
      Optional<String> text = text(variable);
      if (text.isEmpty()) continue;
      SshFlags flags = flags(variable, text.get());
      flags
          .options()
          .forEach(
              (keyword, values) ->
                  options.merge(
                      keyword,
                      values,
                      (old, more) ->
                          keyword.equals("identityfile")
                              ? java.util.stream.Stream.concat(old.stream(), more.stream()).toList()
                              : old));
    }
    return options;
  }

  private static SshFlags flags(String variable, String text) {
    SshFlags flags;
    try {
      flags = SshFlags.parse(text);
    } catch (SshFlags.Refused e) {
      throw new BadLogin(
          variable,
          e.getMessage(),
          "leave it out, or say it in ~/.ssh/config where that is enough");
    }
    if (!flags.rest().isEmpty() || flags.forwards()) {
      throw new BadLogin(
          variable,
          "`" + (flags.forwards() ? "-W" : flags.rest().get(0)) + "` is not supported",
          "give flags only; the host is `ansible_host`");
    }
    String port = first(flags.options(), "port").orElse("22");
    if (!port.matches("[1-9]\\d{0,4}")) {
      throw new BadLogin(variable, "`" + port + "` is not a port", "write a number up to 65535");
    }
    return flags;
  }

  private static Optional<String> first(Map<String, List<String>> options, String keyword) {
    return Optional.ofNullable(options.get(keyword)).map(values -> values.get(0));
  }

  private Path path(String text) {
    return Path.of(text.startsWith("~/") ? home + text.substring(1) : text).toAbsolutePath();
  }

  private Optional<String> text(String... names) {
    return value(names)
        .map(value -> value instanceof Secret secret ? secret.revealText() : String.valueOf(value))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private Optional<Object> value(String... names) {
    for (String variable : names) {
      Object value = vars.get(variable);
      if (value != null) return Optional.of(value);
    }
    return Optional.empty();
  }

  private String present(String... names) {
    for (String variable : names) if (vars.get(variable) != null) return variable;
    return names[0];
  }
}
