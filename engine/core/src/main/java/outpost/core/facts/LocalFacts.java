package outpost.core.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.template.JsonText;

/**
 * Facts that a host keeps of itself: {@code *.fact} files, JSON or INI, or programs that print
 * either. What is wrong with one stands in its place, as Ansible has it.
 */
final class LocalFacts {
  private final Map<String, Object> local = new LinkedHashMap<>();
  private final List<String> text = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private String name = "";
  private String status = "0";

  private LocalFacts() {}

  static void read(Printed lines, Map<String, Object> facts) {
    LocalFacts all = new LocalFacts();
    for (String line : lines.all("local")) all.take(line);
    all.end();
    lines.warnings().addAll(all.warnings);
    facts.put("ansible_local", all.local);
  }

  /** A line says what it is: the next file, its text, its messages, or its end. */
  private void take(String line) {
    int blank = line.indexOf(' ');
    String rest = line.substring(blank + 1);
    switch (line.substring(0, Math.max(blank, 0))) {
      case "file" -> {
        end();
        name = rest;
      }
      case "line" -> text.add(rest);
      case "error" -> errors.add(rest);
      default -> status = rest;
    }
  }

  private void end() {
    if (!name.isEmpty()) local.put(name, value());
    text.clear();
    errors.clear();
    status = "0";
  }

  private Object value() {
    if (!status.equals("0")) {
      String why = errors.isEmpty() ? "" : ": " + String.join("\n", errors);
      return wrong("failure in fact `" + name + "`, exit " + status + why);
    }
    String whole = String.join("\n", text);
    Optional<Object> json = JsonText.read(whole);
    if (json.isPresent()) return json.get();
    Optional<Map<String, Object>> ini = IniText.read(whole);
    return ini.isPresent() ? ini.get() : wrong("fact `" + name + "` is neither JSON nor INI");
  }

  private String wrong(String what) {
    warnings.add(what);
    return what;
  }
}
