package outpost.core.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Arguments in Ansible's old form, {@code src=a dest=b} on the line of the module. */
public final class OneLineArgs {
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_]\\w*)=(.*)", Pattern.DOTALL);
  private static final Pattern PLAIN = Pattern.compile("[\\w/.][\\w/.@%+,-]*");

  private OneLineArgs() {}

  /** Returns the arguments if the whole text is made of them; a command line is not. */
  public static Optional<Map<String, String>> recognise(String text) {
    Map<String, String> args = new LinkedHashMap<>();
    for (String word : words(text)) {
      var assignment = ASSIGNMENT.matcher(word);
      if (!assignment.matches()) return Optional.empty();
      args.put(assignment.group(1), assignment.group(2));
    }
    return args.isEmpty() ? Optional.empty() : Optional.of(args);
  }

  /** Returns the hint how to write what stands on the line of a module that takes no text. */
  public static String hint(String module, String text) {
    return recognise(text)
        .map(args -> hint(module, args))
        .orElse("write each argument on a line of its own");
  }

  /** Returns the hint that shows the same arguments as a mapping. */
  public static String hint(String module, Map<String, String> args) {
    StringBuilder hint = new StringBuilder("write the arguments below the module:\n");
    hint.append(module).append(':');
    args.forEach(
        (name, value) -> hint.append("\n  ").append(name).append(": ").append(yaml(value)));
    return hint.toString();
  }

  private static String yaml(String value) {
    if (PLAIN.matcher(value).matches()) return value;
    return "'" + value.replace("'", "''") + "'";
  }

  /** Cuts at blanks outside quotes and expressions; the quotes go. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    int braces = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) quote = 0;
        else word.append(c);
      } else if (braces == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (braces == 0 && Character.isWhitespace(c)) {
        if (word.length() > 0) words.add(word.toString());
        word.setLength(0);
      } else {
        if (c == '{') braces++;
        if (c == '}' && braces > 0) braces--;
        word.append(c);
      }
    }
    if (word.length() > 0) words.add(word.toString());
    return words;
  }
}
