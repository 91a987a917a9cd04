package outpost.core.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the manual says of a filter, test or lookup.
 *
 * @param usage how it is written, with the kinds of what it takes
 * @param sentence what it is for
 * @param example a text with an expression that uses it
 * @param result what the example evaluates to; empty of a lookup, whose answer hangs on where it is
 *     asked
 */
public record FunctionDoc(
    Kind kind, String name, String usage, String sentence, String example, String result) {

  /** What is documented: {@code doc -t filter}. */
  public enum Kind {
    FILTER,
    TEST,
    LOOKUP
  }

  /** Returns all, in the order of the manual. */
  public static List<FunctionDoc> all() {
    Engine.start();
    List<FunctionDoc> all = new ArrayList<>();
    Kind kind = Kind.FILTER;
    for (String block : text().strip().split("\n\n")) {
      if (block.startsWith("# ")) {
        kind = Kind.valueOf(block.substring(2).toUpperCase(Locale.ROOT));
        continue;
      }
      String[] lines = block.split("\n  ", 4);
      String result = lines.length < 4 ? "" : lines[3].substring(2).replace("\n    ", "\n");
      all.add(new FunctionDoc(kind, lines[0], usage(kind, lines[0]), lines[1], lines[2], result));
    }
    return all;
  }

  private static String usage(Kind kind, String name) {
    if (kind == Kind.LOOKUP) return "lookup('" + name + "', …)";
    return BuiltIns.find(name)
        .map(signature -> signature.usage(false))
        .orElse(name.equals("omit") ? name : "x?" + name);
  }

  private static String text() {
    try (InputStream in = FunctionDoc.class.getResourceAsStream("functions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
