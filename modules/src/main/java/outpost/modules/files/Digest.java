package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import outpost.api.BadArg;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.modules.net.Curl;

/**
 * A checksum that a file is to have, or a list on a server in which it stands.
 *
 * @param algorithm as in the name of the program, {@code sha256}
 * @param wanted the digits in lower case, or the list's address
 */
record Digest(String algorithm, String wanted) {
  private static final List<String> ALGORITHMS =
      List.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512");
  private static final Pattern ADDRESS = Pattern.compile("(?is)(https?|ftp|file)://.*");

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

  private boolean isListed() {
    return ADDRESS.matcher(wanted).matches();
  }

  /** Asks for the checksum of the file {@code $p}, and for the list, by {@code curl}'s options. */
  Script question(Function<String, Curl> curl, int timeout) {
    Script ask =
        sh(
            """
            if [ -f "$p" ] && [ ! -h "$p" ]; then
              sum=$({} <"$p") || exit
              emit sum "${sum%% *}"
            fi\
            """,
            program());
    if (!isListed()) return ask;
    return ask.then(Curl.READ)
        .then(
            sh(
                """
                as=list
                case $c in
                  curl) sums=$(get -o - 2>&1) || as=trouble ;;
                  wget) sums=$(wget -q -T {} -O - -- {} 2>&1) || as=trouble ;;
                esac
                printf '%s\\n' "$sums" | blob "$as\"\
                """,
                timeout, wanted))
        .stdin(curl.apply(wanted).payload());
  }

  /** Returns the program that computes it. */
  private String program() {
    return algorithm + "sum";
  }

  /**
   * Returns the digits that a file must have; where there are none, they are empty, and why is
   * added to the plan.
   *
   * @param list with checksums
   * @param trouble why there is none
   */
  String sum(String file, Optional<byte[]> list, Optional<byte[]> trouble, Plan.Builder plan) {
    if (!isListed()) return wanted;
    if (list.isEmpty()) {
      String why = trouble.map(Digest::text).orElse("").strip();
      plan.block(
          "the list `"
              + wanted
              + "` cannot be read: "
              + (why.isEmpty() ? "no reason was given" : why));
      return "";
    }
    Optional<String> sum = in(text(list.get()), file);
    if (sum.isEmpty()) plan.block("`" + file + "` is not in the list `" + wanted + "`");
    return sum.orElse("");
  }

  /** Finds a file's digits in a list: behind them its name, or in a list of one only them. */
  private static Optional<String> in(String list, String file) {
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

  /** Returns what fails where {@code $t} has other digits. */
  Script check(String sum) {
    return sh(
        """
        sum=$({} <"$t") || exit; sum=${sum%% *}
        [ "$sum" = {} ] || { echo "what was downloaded has another checksum: $sum" >&2; exit 1; }\
        """,
        program(), sum);
  }

  /** Returns digits as people see them. */
  String shown(String sum) {
    return algorithm + " " + sum.substring(0, Math.min(12, sum.length()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
