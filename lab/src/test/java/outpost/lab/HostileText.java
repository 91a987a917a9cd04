package outpost.lab;

import java.util.List;
import java.util.Random;

/** Makes texts that would do harm if anything on their way took them for more than text. */
final class HostileText {
  /** Words of which each means something to some program; {@code N} numbers the canary. */
  private static final List<String> WORDS =
      List.of(
          "'",
          "\"",
          "''",
          "\\",
          "\\\\",
          "\n",
          "\r\n",
          "\t",
          " ",
          "  ",
          "`canary N`",
          "$(canary N)",
          "; canary N; ",
          "\ncanary N\n",
          " && canary N && ",
          " | canary N #",
          "'; canary N; '",
          "\"; canary N; \"",
          "') ; canary N; ('",
          "\nEOF\ncanary N\n",
          "$HOME",
          "${HOME}",
          "${x}",
          "<#if x>",
          "{{ x }}",
          "$'\\x41'",
          "*",
          "?",
          "[a-z]*",
          "~",
          "~root",
          "!!",
          "{a,b}",
          "-rf",
          "--help",
          "--",
          "-",
          "..",
          ".",
          "%s%n",
          "%",
          "&1",
          "&",
          "|",
          "<",
          ">",
          "#",
          "=",
          ":",
          ",",
          "\u0001",
          "\u0007",
          "\u001b[31m",
          "\u007f",
          "\u00e9",
          "\ud83d\ude00",
          "\u202e",
          "\u2028",
          "a",
          "name",
          "0",
          "\\n",
          "\\0",
          "s/a/b/",
          "^",
          "(",
          ")",
          "]]>",
          "<!--");

  private static final int LONG = 100_000;

  private final Random random;

  HostileText(long seed) {
    random = new Random(seed);
  }

  /** A text of some such words, in which {@code canary NUMBER} would be the command. */
  String next(int number) {
    if (random.nextInt(40) == 0) return "x".repeat(LONG) + "'$(canary " + number + ")";
    StringBuilder text = new StringBuilder();
    int words = 1 + random.nextInt(5);
    for (int i = 0; i < words; i++) {
      text.append(WORDS.get(random.nextInt(WORDS.size())).replace("canary N", "canary " + number));
    }
    if (random.nextInt(50) == 0) text.append('\0');
    return text.toString();
  }

  /** The same as the name of a file: in one folder, and of a length that a file may have. */
  String nextName(int number) {
    while (true) {
      String text = next(number);
      boolean isName = !text.contains("/") && !text.matches("\\.{1,2}") && text.length() < 120;
      if (isName) return text;
    }
  }

  boolean coin() {
    return random.nextBoolean();
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Writes a text as YAML that is no template, in one line. */
  static String yaml(String text) {
    StringBuilder yaml = new StringBuilder("!unsafe \"");
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                yaml.append('\\').appendCodePoint(point);
              } else if (point >= ' ' && point < 0x7f) {
                yaml.appendCodePoint(point);
              } else {
                yaml.append(String.format("\\U%08x", point));
              }
            });
    return yaml.append('"').toString();
  }

  /** A text as it can be shown to people: on one line, and not too long. */
  static String shown(String text) {
    String yaml = yaml(text).substring("!unsafe ".length());
    return yaml.length() > 200 ? yaml.substring(0, 200) + "…" : yaml;
  }
}
