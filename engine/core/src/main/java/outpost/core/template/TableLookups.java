package outpost.core.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import outpost.api.Secret;

/** Lookups that find a value in a file of settings or of rows. */
final class TableLookups {
  private static final String[] INI = {
    "file", "section", "re", "default", "type", "case_sensitive"
  };
  private static final String[] CSV = {"file", "delimiter", "col", "keycol", "default"};

  static final List<Lookup> TABLE =
      List.of(
          Lookup.of("ini", TableLookups::settings, INI),
          Lookup.of("csvfile", TableLookups::cells, CSV));

  private TableLookups() {}

  private interface Search {
    List<String> in(String text, String key, Lookup.Request asked);
  }

  private static List<Object> settings(Lookup.Request asked) {
    return each(asked, Set.of(INI), "ansible.ini", TableLookups::setting);
  }

  private static List<Object> cells(Lookup.Request asked) {
    return each(asked, Set.of(CSV), "ansible.csv", TableLookups::cell);
  }

  private static List<Object> each(
      Lookup.Request asked, Set<String> words, String file, Search search) {
    List<Object> found = new ArrayList<>();
    for (String term : asked.names()) {
      Inline inline = Inline.words(term, words, asked.kind());
      Lookup.Request request = asked.with(new LinkedHashMap<>(inline.words()));
      String name = request.option("file", file);
      Object text = FileLookups.read(new Places(asked.asking()).file(name, "files"), request);
      boolean secret = text instanceof Secret;
      String plain = secret ? ((Secret) text).revealText() : (String) text; // closed again below
      List<String> values = search.in(plain, inline.name(), request);
      if (values.isEmpty() && request.options().containsKey("default")) {
        found.add(request.options().get("default"));
        continue;
      }
      if (values.isEmpty() && !request.options().containsKey("re")) {
        throw Lookup.failed(
            "there is no `" + inline.name() + "` in `" + name + "`", "give it a `default`");
      }
      for (String value : values) found.add(secret ? Secret.of(value) : value);
    }
    return found;
  }

  /** The value of a key in a section; of all keys that match with {@code re=true}. */
  private static List<String> setting(String text, String key, Lookup.Request asked) {
    boolean properties = asked.option("type", "ini").equals("properties");
    boolean caseSensitive = asked.option("case_sensitive", "false").equalsIgnoreCase("true");
    String section = properties ? "" : asked.option("section", "global");
    Pattern keys = keys(key, asked.option("re", "false").equalsIgnoreCase("true"), caseSensitive);
    List<String> values = new ArrayList<>();
    String current = "";
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) continue;
      if (line.startsWith("[") && line.endsWith("]")) {
        current = line.substring(1, line.length() - 1).strip();
        continue;
      }
      String[] pair = line.split("[=:]", 2);
      if (current.equals(section) && keys.matcher(pair[0].strip()).matches()) {
        values.add(pair.length == 1 ? "" : pair[1].strip());
      }
    }
    return values;
  }

  private static Pattern keys(String key, boolean regex, boolean caseSensitive) {
    int flags = caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    try {
      return Pattern.compile(regex ? key : Pattern.quote(key), flags);
    } catch (PatternSyntaxException e) {
      throw Lookup.failed("`" + key + "` is no regular expression");
    }
  }

  private static List<String> cell(String text, String key, Lookup.Request asked) {
    String written = asked.option("delimiter", "TAB");
    String delimiter =
        written.toUpperCase(Locale.ROOT).equals("TAB") || written.equals("t") ? "\t" : written;
    if (delimiter.length() != 1) throw Lookup.failed("a `delimiter` is one character");
    int column = column(asked, "col", 1);
    int keyColumn = column(asked, "keycol", 0);
    for (List<String> row : rows(text, delimiter.charAt(0))) {
      if (keyColumn < row.size() && column < row.size() && row.get(keyColumn).equals(key)) {
        return List.of(row.get(column));
      }
    }
    return List.of();
  }

  private static int column(Lookup.Request asked, String option, int otherwise) {
    String written = asked.option(option, Integer.toString(otherwise));
    if (!written.matches("\\d{1,6}")) throw Lookup.failed("`" + option + "` is a number from 0 on");
    return Integer.parseInt(written);
  }

  /** RFC 4180: what stands in quotes may hold delimiters and line breaks, and doubled quotes. */
  private static List<List<String>> rows(String text, char delimiter) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) i++;
        if (c == '"' && !doubled) quoted = false;
        else cell.append(c);
      } else if (c == '"' && cell.isEmpty()) {
        quoted = true;
      } else if (c == delimiter || c == '\n') {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    if (!cell.isEmpty() || !row.isEmpty()) {
      row.add(cell.toString());
      rows.add(row);
    }
    return rows;
  }
}
