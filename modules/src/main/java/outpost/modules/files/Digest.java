package outpost.modules.files;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import outpost.api.BadArg;

/**
 * A checksum that a file is to have, or a list on a server in which it stands.
 *
 * @param algorithm as in the name of the program, {@code sha256}
 * @param wanted the digits in lower case, or the list's address
 */
record Digest(String algorithm, String wanted) {
  private static final List<String> ALGORITHMS =
      List.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512");
  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|ftp|file)://.*");

  /**
   * Reads {@code ALGORITHM:DIGITS} or {@code ALGORITHM:ADDRESS}.
   *
   * @throws BadArg if it is neither
   */
  static Digest of(String text) {
    int colon = text.indexOf(':');
    String algorithm = text.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1).strip();
    boolean known = ALGORITHMS.contains(algorithm);
    if (!known || !ADDRESS.matcher(rest).matches() && !rest.matches("[0-9a-fA-F]{32,128}")) {
      throw new BadArg(
          "checksum",
          "`" + text + "` is no checksum",
          "write it as sha256:DIGITS, or sha256:ADDRESS of a list; known are "
              + String.join(", ", ALGORITHMS));
    }
    boolean list = ADDRESS.matcher(rest).matches();
    return new Digest(algorithm, list ? rest : rest.toLowerCase(Locale.ROOT));
  }

  boolean isListed() {
    return ADDRESS.matcher(wanted).matches();
  }

  /** Returns the program that computes it. */
  String program() {
    return algorithm + "sum";
  }

  /** Finds a file's digits in a list: behind them its name, or in a list of one only them. */
  Optional<String> in(String list, String file) {
    List<String[]> lines =
        list.lines()
            .map(String::strip)
            .filter(l -> !l.isEmpty())
            .map(l -> l.split("\\s+", 2))
            .toList();
    for (String[] line : lines) {
      boolean alone = line.length == 1 && lines.size() == 1;
      if (alone || line.length == 2 && plain(line[1]).equals(file)) {
        return Optional.of(line[0].toLowerCase(Locale.ROOT)).filter(d -> d.matches("[0-9a-f]+"));
      }
    }
    return Optional.empty();
  }

  private static String plain(String name) {
    return name.replaceFirst("^\\*", "").replaceFirst("^\\./", "");
  }
}
