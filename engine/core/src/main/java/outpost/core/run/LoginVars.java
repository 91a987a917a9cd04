package outpost.core.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Secret;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.connect.Login.HostKeys;

/** Makes a host's login of its connection variables, under all the names they have had. */
final class LoginVars {
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");

  private final String host;
  private final Map<String, Object> vars;

  /** Names for the same thing. */
  private static final List<List<String>> SAME =
      List.of(
          List.of("ansible_host", "ansible_ssh_host"),
          List.of("ansible_port", "ansible_ssh_port"),
          List.of("ansible_user", "ansible_ssh_user"),
          List.of("ansible_password", "ansible_ssh_pass", "ansible_ssh_password"),
          List.of("ansible_private_key_file", "ansible_ssh_private_key_file"),
          List.of("ansible_timeout", "ansible_ssh_timeout"),
          List.of("ansible_host_key_checking", "ansible_ssh_host_key_checking"));

  private LoginVars(String host, Map<String, Object> vars) {
    this.host = host;
    this.vars = vars;
  }

  /** Takes what variables say, and where they say nothing under any name, the weaker ones. */
  static LoginVars of(String host, Map<String, Object> vars, Map<String, Object> weaker) {
    Map<String, Object> all = new LinkedHashMap<>(weaker);
    for (List<String> names : SAME) {
      if (names.stream().anyMatch(vars::containsKey)) all.keySet().removeAll(names);
    }
    all.putAll(vars);
    return new LoginVars(host, all);
  }

  /**
   * Returns the login.
   *
   * @throws HostUnreachable if a variable makes no sense
   */
  Login login() {
    SshArgs common = args("ansible_ssh_common_args");
    SshArgs extra = args("ansible_ssh_extra_args");
    return new Login(
        host,
        text("ansible_host").orElse(host),
        isLocal(),
        number("ansible_port").or(() -> port(common)).or(() -> port(extra)),
        text("ansible_user").or(() -> common.first("user")).or(() -> extra.first("user")),
        secret("ansible_password"),
        identities(common, extra),
        hostKeys().or(common::hostKeys).or(extra::hostKeys),
        knownHosts(common, extra),
        common.jumps().isEmpty() ? extra.jumps() : common.jumps(),
        number("ansible_timeout")
            .or(() -> common.first("connecttimeout").map(this::parsed))
            .map(Duration::ofSeconds),
        common.first("config").or(() -> extra.first("config")).map(SshArgs::path));
  }

  /** The control node needs no SSH to itself, unless something says otherwise. */
  private boolean isLocal() {
    Optional<String> connection = text("ansible_connection");
    if (connection.isEmpty()) {
      return HERE.contains(host)
          && text("ansible_host").isEmpty()
          && text("ansible_port").isEmpty();
    }
    return switch (connection.get()) {
      case "local", "ansible.builtin.local" -> true;
      case "ssh", "ansible.builtin.ssh", "smart", "paramiko", "paramiko_ssh" -> false;
      default ->
          throw new HostUnreachable(
              "there is no connection `" + connection.get() + "`",
              "`ansible_connection` is `ssh` or `local`");
    };
  }

  private Optional<HostKeys> hostKeys() {
    Optional<String> word = text("ansible_host_key_checking");
    if (word.isEmpty()) return Optional.empty();
    Optional<HostKeys> how = SshArgs.hostKeys(word.get());
    if (how.isPresent()) return how;
    throw new HostUnreachable(
        "`ansible_host_key_checking` cannot be `" + word.get() + "`",
        "it is one of: strict, accept-new, off");
  }

  private List<Path> identities(SshArgs common, SshArgs extra) {
    List<Path> identities = new ArrayList<>();
    text("ansible_private_key_file").map(SshArgs::path).ifPresent(identities::add);
    identities.addAll(common.paths("identityfile"));
    identities.addAll(extra.paths("identityfile"));
    return identities;
  }

  private static Optional<Path> knownHosts(SshArgs common, SshArgs extra) {
    List<Path> files = new ArrayList<>(common.paths("userknownhostsfile"));
    files.addAll(extra.paths("userknownhostsfile"));
    return files.stream().findFirst();
  }

  private Optional<Integer> port(SshArgs args) {
    return args.first("port").map(this::parsed);
  }

  private SshArgs args(String name) {
    return SshArgs.read(name, text(name).orElse(""));
  }

  private Optional<Integer> number(String name) {
    return text(name).map(this::parsed);
  }

  private int parsed(String text) {
    if (text.matches("[0-9]{1,9}")) return Integer.parseInt(text);
    throw new HostUnreachable(
        "`" + text + "` is no number, and a port or timeout of `" + host + "` must be one",
        "look at the connection variables of the host");
  }

  private Optional<String> text(String name) {
    return value(name).map(String::valueOf);
  }

  private Optional<Secret> secret(String name) {
    return value(name).map(HostAccess::secret);
  }

  /** Returns the value of a variable under the first of its names that has one. */
  private Optional<Object> value(String wanted) {
    List<String> names =
        SAME.stream()
            .filter(same -> same.get(0).equals(wanted))
            .findFirst()
            .orElse(List.of(wanted));
    for (String name : names) {
      if (vars.get(name) != null) return Optional.of(vars.get(name));
    }
    return Optional.empty();
  }
}
