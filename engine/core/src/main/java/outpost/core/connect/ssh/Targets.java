package outpost.core.connect.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.connect.Login.HostKeys;
import outpost.core.connect.SshFlags;

/** Makes {@link Target}s: what a login says, then {@code ssh_config}, then OpenSSH's defaults. */
final class Targets {
  private static final Pattern HOP =
      Pattern.compile("(?:ssh://)?(?:(.+)@)?(\\[[^\\]]+\\]|[^:\\[\\]]+)(?::(\\d+))?/?");

  /** What holds for a server that is jumped through as for the host itself, unless said there. */
  private static final List<String> INHERITED =
      List.of(
          "stricthostkeychecking",
          "userknownhostsfile",
          "globalknownhostsfile",
          "identityfile",
          "identityagent",
          "connecttimeout");

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Path home;
  private final String localUser;
  private final Map<String, String> environment;
  private final SshConfig config;

  Targets(Path home, String localUser, Map<String, String> environment) {
    this.home = home;
    this.localUser = localUser;
    this.environment = environment;
    this.config = new SshConfig(home, localUser);
  }

  Target of(Login login) {
    return of(login, 0);
  }

  private Target of(Login login, int depth) {
    if (depth > 8) {
      throw new HostUnreachable(
          "`" + login.name() + "`: its `ProxyJump` hosts lead round in a circle",
          "correct `ProxyJump` in ~/.ssh/config");
    }
    SshConfig.Values values =
        config.of(login.name(), login.address(), login.user(), login.options(), login.config());
    String address =
        values.get("hostname").map(h -> h.replace("%h", login.address())).orElse(login.address());
    int port = login.port().orElseGet(() -> port(login, values));
    String user = login.user().or(() -> values.get("user")).orElse(localUser);
    String alias = values.get("hostkeyalias").orElse(address);
    Names names = new Names(login.address(), address, user);
    List<Path> identities =
        Stream.concat(
                login.identities().stream(),
                values.many("identityfile").stream()
                    .filter(file -> !file.equalsIgnoreCase("none"))
                    .map(file -> path(file, names)))
            .distinct()
            .toList();
    boolean only = yes(values, "identitiesonly");
    return new Target(
        login.name(),
        address,
        port,
        port == 22 || values.get("hostkeyalias").isPresent() ? alias : "[" + alias + "]:" + port,
        user,
        login.password(),
        identities,
        only || !identities.isEmpty() ? List.of() : defaults(),
        only && !identities.isEmpty() ? Optional.empty() : agent(values, names),
        login.hostKeys().orElseGet(() -> hostKeys(values)),
        knownHosts(login, values, names),
        yes(values, "hashknownhosts"),
        hops(login, values, names, depth),
        login.connectTimeout().orElseGet(() -> timeout(values)));
  }

  /** The names that {@code %h} and others stand for. */
  private record Names(String original, String address, String user) {}

  private Path path(String text, Names names) {
    String path =
        text.replace("%d", home.toString())
            .replace("%h", names.address)
            .replace("%n", names.original)
            .replace("%r", names.user)
            .replace("%u", localUser)
            .replace("%%", "%");
    return home.resolve(".ssh").resolve(config.expandHome(path));
  }

  private List<Path> defaults() {
    return Stream.of("id_ed25519", "id_ecdsa", "id_rsa")
        .map(name -> home.resolve(".ssh").resolve(name))
        .toList();
  }

  private Optional<Path> agent(SshConfig.Values values, Names names) {
    Optional<String> asked = values.get("identityagent");
    if (asked.filter(a -> a.equalsIgnoreCase("none")).isPresent()) return Optional.empty();
    return asked
        .filter(a -> !a.equals("SSH_AUTH_SOCK"))
        .map(a -> a.startsWith("$") ? environment.getOrDefault(a.substring(1), "") : a)
        .or(() -> Optional.ofNullable(environment.get("SSH_AUTH_SOCK")))
        .filter(a -> !a.isBlank())
        .map(a -> path(a, names));
  }

  private static HostKeys hostKeys(SshConfig.Values values) {
    return switch (values.get("stricthostkeychecking").orElse("yes").toLowerCase(Locale.ROOT)) {
      case "accept-new" -> HostKeys.ACCEPT_NEW;
      case "no", "off" -> HostKeys.OFF;
      default -> HostKeys.STRICT; // `ask` too: there is nobody to ask
    };
  }

  private List<Path> knownHosts(Login login, SshConfig.Values values, Names names) {
    List<Path> files = new ArrayList<>();
    if (login.knownHosts().isPresent()) files.add(login.knownHosts().get());
    else
      files(values, "userknownhostsfile", "~/.ssh/known_hosts ~/.ssh/known_hosts2", names, files);
    files(
        values,
        "globalknownhostsfile",
        "/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2",
        names,
        files);
    return files;
  }

  private void files(
      SshConfig.Values values, String keyword, String usual, Names names, List<Path> files) {
    List<String> named = values.many(keyword);
    for (String file : named.isEmpty() ? List.of(usual.split(" ")) : named) {
      if (!file.equalsIgnoreCase("none")) files.add(path(file, names));
    }
  }

  private static Duration timeout(SshConfig.Values values) {
    return values
        .get("connecttimeout")
        .filter(text -> text.matches("[1-9]\\d{0,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(TIMEOUT);
  }

  private static int port(Login login, SshConfig.Values values) {
    String text = values.get("port").orElse("22");
    if (text.matches("\\d{1,5}")) return Integer.parseInt(text);
    throw new HostUnreachable(
        "`" + login.name() + "`: `" + text + "` is not a port", "correct `Port` in ~/.ssh/config");
  }

  private static boolean yes(SshConfig.Values values, String keyword) {
    return values.get(keyword).filter(v -> v.equalsIgnoreCase("yes")).isPresent();
  }

  private List<Target> hops(Login login, SshConfig.Values values, Names names, int depth) {
    List<Target> hops = new ArrayList<>();
    for (Login hop : jumps(login, values, names)) {
      // the first one is reached as ssh_config says, the others through it
      Target target = of(hop, depth + 1);
      hops.addAll(target.hops());
      hops.add(target);
    }
    return hops;
  }

  private static List<Login> jumps(Login login, SshConfig.Values values, Names names) {
    Optional<String> jump = values.get("proxyjump");
    Optional<String> command = values.get("proxycommand").filter(c -> !c.equalsIgnoreCase("none"));
    List<String> specs =
        login.jump().isEmpty() ? List.of(jump.orElse("none").split(",")) : login.jump();
    if (login.jump().isEmpty() && jump.isEmpty() && command.isPresent()) {
      return List.of(forward(login, command.get()));
    }
    List<Login> jumps = new ArrayList<>();
    for (String spec : specs) {
      if (spec.equalsIgnoreCase("none")) continue;
      jumps.add(jump(login, spec.strip().replace("%r", names.user), !jumps.isEmpty(), Map.of()));
    }
    return jumps;
  }

  /** Follows {@code ProxyCommand ssh … -W %h:%p JUMP}, the old way to say {@code ProxyJump}. */
  private static Login forward(Login login, String command) {
    try {
      String[] words = command.strip().split("\\s+", 2);
      if (Path.of(words[0]).endsWith("ssh") && words.length == 2) {
        SshFlags flags = SshFlags.parse(words[1]);
        if (flags.forwards() && flags.rest().size() == 1) {
          return jump(login, flags.rest().get(0), false, flags.options());
        }
      }
    } catch (SshFlags.Refused e) {
      // told below
    }
    throw new HostUnreachable(
        "`" + login.name() + "`: `ProxyCommand " + command + "` is not supported",
        "reach it by `ProxyJump`, which needs no program here");
  }

  private static Login jump(
      Login login, String spec, boolean direct, Map<String, List<String>> options) {
    Matcher parts = HOP.matcher(spec);
    if (!parts.matches()) {
      throw new HostUnreachable(
          "`" + login.name() + "`: `" + spec + "` is not a host to jump through",
          "write it as `[user@]host[:port]`");
    }
    Map<String, List<String>> inherited = new HashMap<>(options);
    for (String keyword : INHERITED) {
      if (!login.options().containsKey(keyword)) continue;
      inherited.putIfAbsent(keyword, login.options().get(keyword));
    }
    return new Login(
        spec,
        parts.group(2).replaceAll("[\\[\\]]", ""),
        false,
        Optional.ofNullable(parts.group(3)).map(Integer::valueOf),
        Optional.ofNullable(parts.group(1)),
        Optional.empty(),
        options.containsKey("identityfile") ? List.of() : login.identities(),
        options.containsKey("stricthostkeychecking") ? Optional.empty() : login.hostKeys(),
        options.containsKey("userknownhostsfile") ? Optional.empty() : login.knownHosts(),
        direct ? List.of("none") : List.of(),
        login.connectTimeout(),
        login.config(),
        inherited);
  }
}
