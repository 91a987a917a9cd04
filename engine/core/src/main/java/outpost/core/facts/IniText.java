package outpost.core.facts;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads INI as Python's configparser does, which is what {@code *.fact} files are written for:
 * sections of options, names in small letters, values that go on in indented lines.
 */
final class IniText {
  private static final Pattern SECTION = Pattern.compile("^\\[(.+)]");
  private static final Pattern OPTION = Pattern.compile("^(.+?)\\s*(?:[=:]\\s*(.*))$");

  private final Map<String, Object> sections = new LinkedHashMap<>();
  private final Map<String, Object> defaults = new LinkedHashMap<>();
  private Map<String, Object> section;
  private String option = "";

  private IniText() {}

  /** Returns the sections; empty if this is no INI. */
  static Optional<Map<String, Object>> read(String text) {
    IniText ini = new IniText();
    for (String line : text.split("\r?\n")) {
      if (!ini.take(line)) return Optional.empty();
    }
    for (Object section : ini.sections.values()) {
      @SuppressWarnings("unchecked")
      Map<String, Object> options = (Map<String, Object>) section;
      ini.defaults.forEach(options::putIfAbsent);
    }
    return Optional.of(ini.sections);
  }

  private boolean take(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) return true;
    if (Character.isWhitespace(line.charAt(0)) && section != null && !option.isEmpty()) {
      section.merge(option, text, (before, more) -> before + "\n" + more);
      return true;
    }
    Matcher head = SECTION.matcher(text);
    if (head.find()) return begin(head.group(1));
    Matcher pair = OPTION.matcher(text);
    if (section == null || !pair.matches()) return false;
    option = pair.group(1).toLowerCase(Locale.ROOT);
    return section.put(option, pair.group(2)) == null;
  }

  /** A section that is there twice is a mistake to configparser as well. */
  private boolean begin(String name) {
    option = "";
    section = name.equals("DEFAULT") ? defaults : new LinkedHashMap<>();
    return name.equals("DEFAULT") || sections.putIfAbsent(name, section) == null;
  }
}
