package outpost.core.connect.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.connect.HostUnreachable;

/**
 * OpenSSH's client configuration (ssh_config(5)) for one host: the first value of a keyword counts.
 *
 * <p>{@code Host}, {@code Match} by {@code all}, {@code host}, {@code originalhost}, {@code user}
 * and {@code localuser}, and {@code Include} are followed. A {@code Match} by anything else cannot
 * be judged, so a host it could concern is refused. Keywords that {@link #REFUSED} names would lead
 * elsewhere or trust less or more than the user wants: a host that has one is refused. What remains
 * (ciphers, forwarding, multiplexing, terminals) changes nothing that we do.
 */
final class SshConfig {
  private static final Set<String> MANY = Set.of("identityfile");

  /** Keywords that must not be ignored, and what they do when set to other than {@code no/none}. */
  static final Set<String> REFUSED =
      Set.of("revokedhostkeys", "canonicalizehostname", "bindaddress", "bindinterface");

  private final Path home;
  private final String localUser;

  SshConfig(Path home, String localUser) {
    this.home = home;
    this.localUser = localUser;
  }

  /** The values for a host by keyword in lower case. */
  record Values(Map<String, List<String>> all) {
    Optional<String> get(String keyword) {
      return Optional.ofNullable(all.get(keyword)).map(values -> values.get(0));
    }

    List<String> many(String keyword) {
      return all.getOrDefault(keyword, List.of());
    }
  }

  /**
   * @param given options that count before the files
   * @param file instead of the user's and the system's
   * @throws HostUnreachable if a file says something we cannot follow
   */
  Values of(
      String name,
      String host,
      Optional<String> user,
      Map<String, List<String>> given,
      Optional<Path> file) {
    Reading reading = new Reading(name, host, user);
    given.forEach((keyword, values) -> reading.values.put(keyword, new ArrayList<>(values)));
    if (file.isPresent()) {
      if (!Files.isReadable(file.get())) {
        throw reading.refused("`" + file.get() + "` cannot be read", "correct the path after `-F`");
      }
      reading.read(file.get(), 0);
    } else {
      reading.read(home.resolve(".ssh/config"), 0);
      reading.read(Path.of("/etc/ssh/ssh_config"), 0);
    }
    return new Values(reading.values);
  }

  /** Splits a line into words, quotes undone. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean equals = c == '=' && words.size() == (any ? 0 : 1) && !quoted;
      if (c == '"') {
        quoted = !quoted;
        any = true;
      } else if (!quoted && c == '#' && !any) {
        break;
      } else if (!quoted && (Character.isWhitespace(c) || equals && (any || words.size() == 1))) {
        if (any) words.add(word.toString());
        word.setLength(0);
        any = false;
      } else {
        word.append(c);
        any = true;
      }
    }
    if (any) words.add(word.toString());
    return words;
  }

  /** One pass over the files. */
  private final class Reading {
    private final String name;
    private final String host;
    private final Optional<String> user;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private boolean applies = true;

    private Reading(String name, String host, Optional<String> user) {
      this.name = name;
      this.host = host;
      this.user = user;
    }

    private void read(Path file, int depth) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) return;
      if (depth > 16) throw refused("`" + file + "` includes itself", "correct its `Include`");
      List<String> lines;
      try {
        lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        throw refused("`" + file + "` cannot be read", "see its permissions");
      }
      boolean outer = applies;
      applies = applies || depth == 0;
      for (int i = 0; i < lines.size(); i++) {
        List<String> words = words(lines.get(i));
        if (words.size() > 1) line(file, i + 1, words, depth, outer);
      }
      applies = outer;
    }

    private void line(Path file, int number, List<String> words, int depth, boolean outer) {
      String keyword = words.get(0).toLowerCase(Locale.ROOT);
      List<String> rest = words.subList(1, words.size());
      boolean allowed = depth == 0 || outer;
      switch (keyword) {
        case "host" -> applies = allowed && names(rest, host);
        case "match" -> applies = allowed && match(file, number, rest);
        case "include" -> {
          if (applies) for (String pattern : rest) include(file, pattern, depth);
        }
        default -> {
          if (applies) set(file, number, keyword, rest);
        }
      }
    }

    private void set(Path file, int number, String keyword, List<String> rest) {
      String first = rest.get(0);
      if (REFUSED.contains(keyword) && !first.equals("no") && !first.equals("none")) {
        throw refused(
            "`" + keyword + "` in " + file + ":" + number + " is not supported",
            "leave it out for this host, or name another file by `ansible_ssh_common_args: -F FILE`");
      }
      String value = keyword.equals("proxycommand") ? String.join(" ", rest) : first;
      if (keyword.endsWith("knownhostsfile")) values.putIfAbsent(keyword, rest);
      else if (MANY.contains(keyword)) {
        values.computeIfAbsent(keyword, k -> new ArrayList<>()).add(value);
      } else values.putIfAbsent(keyword, List.of(value));
    }

    private boolean match(Path file, int number, List<String> criteria) {
      boolean matches = true;
      for (int i = 0; i < criteria.size() && matches; i++) {
        String criterion = criteria.get(i).toLowerCase(Locale.ROOT);
        if (criterion.equals("all")) continue;
        boolean not = criterion.startsWith("!");
        String argument = ++i < criteria.size() ? criteria.get(i) : "";
        List<String> patterns = List.of(argument.split(","));
        String login =
            user.or(() -> Optional.ofNullable(values.get("user")).map(u -> u.get(0)))
                .orElse(localUser);
        boolean fits =
            switch (not ? criterion.substring(1) : criterion) {
              case "originalhost" -> names(patterns, host);
              case "host" -> names(patterns, values.getOrDefault("hostname", List.of(host)).get(0));
              case "user" -> names(patterns, login);
              case "localuser" -> names(patterns, localUser);
              default ->
                  throw refused(
                      "`Match " + criterion + "` in " + file + ":" + number + " is not supported",
                      "write it with `Host`, or name another file by `ansible_ssh_common_args: -F"
                          + " FILE`");
            };
        matches = fits != not;
      }
      return matches;
    }

    private void include(Path file, String pattern, int depth) {
      Path base = file.startsWith("/etc/ssh") ? Path.of("/etc/ssh") : home.resolve(".ssh");
      Path path = base.resolve(expandHome(pattern));
      Path folder = path.getParent();
      if (folder == null || !Files.isDirectory(folder)) return;
      List<Path> files = new ArrayList<>();
      String glob = "glob:" + path.getFileName();
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(
              folder,
              p -> FileSystems.getDefault().getPathMatcher(glob).matches(p.getFileName()))) {
        all.forEach(files::add);
      } catch (IOException e) {
        throw refused("`" + folder + "` cannot be listed", "see its permissions");
      }
      Collections.sort(files);
      boolean before = applies;
      for (Path found : files) {
        read(found, depth + 1);
        applies = before;
      }
    }

    private HostUnreachable refused(String why, String hint) {
      return new HostUnreachable("`" + name + "`: " + why, hint);
    }
  }

  String expandHome(String path) {
    return path.equals("~") || path.startsWith("~/") ? home + path.substring(1) : path;
  }

  private static boolean names(List<String> patterns, String text) {
    boolean found = false;
    for (String pattern : patterns) {
      boolean not = pattern.startsWith("!");
      if (Patterns.matches(not ? pattern.substring(1) : pattern, text)) {
        if (not) return false;
        found = true;
      }
    }
    return found;
  }
}
