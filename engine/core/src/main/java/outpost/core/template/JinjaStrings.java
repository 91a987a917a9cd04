package outpost.core.template;

/** Strings as Jinja2 and FreeMarker write them. */
final class JinjaStrings {
  private JinjaStrings() {}

  /** Returns what a Jinja2 string stands for. */
  static String value(String literal) {
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < literal.length() - 1; i++) {
      char c = literal.charAt(i);
      if (c != '\\') {
        value.append(c);
        continue;
      }
      char escaped = literal.charAt(++i);
      switch (escaped) {
        case 'n' -> value.append('\n');
        case 't' -> value.append('\t');
        case 'r' -> value.append('\r');
        case '\\', '\'', '"' -> value.append(escaped);
        default -> value.append('\\').append(escaped);
      }
    }
    return value.toString();
  }

  static String quoted(String value) {
    boolean lines = value.chars().anyMatch(c -> c < ' ');
    boolean raw = !lines && (value.contains("\\") || value.contains("${"));
    if (raw && !value.contains("'")) return "r'" + value + "'";
    if (raw && !value.contains("\"")) return "r\"" + value + "\"";
    String escaped =
        value
            .replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("${", "$\\{")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
            .replace("\r", "\\r");
    return "'" + escaped + "'";
  }
}
