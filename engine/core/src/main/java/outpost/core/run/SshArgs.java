package outpost.core.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login.HostKeys;

/**
 * Reads the part of ssh(1)'s command line that {@code ansible_ssh_common_args} may hold. What we
 * cannot do is refused, not left out.
 */
final class SshArgs {
  /** About sharing and keeping connections, which is done anyway. */
  private static final Set<String> ANYWAY =
      Set.of(
          "controlmaster",
          "controlpath",
          "controlpersist",
          "serveraliveinterval",
          "serveralivecountmax",
          "tcpkeepalive");

  private static final Map<Character, String> FLAGS =
      Map.of('J', "proxyjump", 'i', "identityfile", 'p', "port", 'l', "user", 'F', "config");

  private static final Set<String> KNOWN =
      Set.of(
          "proxyjump",
          "identityfile",
          "port",
          "user",
          "config",
          "userknownhostsfile",
          "stricthostkeychecking",
          "connecttimeout");

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private SshArgs() {}

  /**
   * Reads arguments.
   *
   * @param variable where they stand, for messages
   * @throws HostUnreachable if there is one that we do not know
   */
  static SshArgs read(String variable, String text) {
    SshArgs args = new SshArgs();
    List<String> words = words(text);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean known = word.length() >= 2 && word.startsWith("-");
      char flag = known ? word.charAt(1) : ' ';
      if (!known || flag != 'o' && !FLAGS.containsKey(flag)) throw refused(variable, word);
      String value = word.length() > 2 ? word.substring(2) : ++i < words.size() ? words.get(i) : "";
      if (flag == 'o') args.option(variable, value);
      else args.put(FLAGS.get(flag), value);
    }
    return args;
  }

  private void option(String variable, String text) {
    String[] parts = text.strip().split("\\s*=\\s*|\\s+", 2);
    String name = parts[0].toLowerCase(Locale.ROOT);
    if (ANYWAY.contains(name)) return;
    if (!KNOWN.contains(name) || name.equals("config") || parts.length < 2) {
      throw refused(variable, "-o " + text);
    }
    put(name, parts[1]);
  }

  private void put(String name, String value) {
    values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  private static HostUnreachable refused(String variable, String word) {
    return new HostUnreachable(
        "`" + word + "` in `" + variable + "` is not supported",
        "`-o` options are ProxyJump, IdentityFile, UserKnownHostsFile, StrictHostKeyChecking,"
            + " ConnectTimeout, Port, User; others belong into the file that `-F FILE` names");
  }

  /** Returns the first value of a name, as ssh does; names are in lower case. */
  Optional<String> first(String name) {
    return values.getOrDefault(name, List.of()).stream().findFirst();
  }

  List<Path> paths(String name) {
    return values.getOrDefault(name, List.of()).stream().map(SshArgs::path).toList();
  }

  List<String> jumps() {
    return first("proxyjump").map(hops -> List.of(hops.split("\\s*,\\s*"))).orElse(List.of());
  }

  Optional<HostKeys> hostKeys() {
    return first("stricthostkeychecking").flatMap(SshArgs::hostKeys);
  }

  /** Reads ssh_config(5)'s words and YAML's for how host keys are judged; empty if it is none. */
  static Optional<HostKeys> hostKeys(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "yes", "true", "strict", "ask" -> Optional.of(HostKeys.STRICT);
      case "accept-new" -> Optional.of(HostKeys.ACCEPT_NEW);
      case "no", "false", "off" -> Optional.of(HostKeys.OFF);
      default -> Optional.empty();
    };
  }

  static Path path(String text) {
    if (text.equals("~") || text.startsWith("~/")) {
      return Path.of(System.getProperty("user.home") + text.substring(1));
    }
    return Path.of(text);
  }

  /** Splits as a shell does, quotes taken away. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) quote = 0;
        else word.append(c);
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) words.add(word.toString());
        word.setLength(0);
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) words.add(word.toString());
    return words;
  }
}
