package outpost.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.core.catalog.Manual;

/**
 * The manual of a module.
 *
 * @param examples tasks, as lines
 */
record ModuleDoc(Manual manual, List<String> examples) implements Doc {

  @Override
  public String name() {
    return manual.name();
  }

  @Override
  public List<String> aliases() {
    return manual.aliases();
  }

  @Override
  public String sentence() {
    return manual.doc();
  }

  @Override
  public List<String> page(DocText text) {
    List<String> lines = new ArrayList<>();
    String also = aliases().isEmpty() ? "" : ", also " + quoted(aliases());
    lines.add(text.title(name()) + also);
    lines.add("");
    lines.addAll(DocText.wrapped(sentence(), 0));
    if (!manual.args().isEmpty()) {
      lines.add("");
      lines.add(text.title("Arguments"));
      manual.args().forEach(arg -> argument(arg, 2, text, lines));
    }
    if (!manual.results().isEmpty()) {
      lines.add("");
      lines.add(text.title("What `register` gets, beside `changed`, `failed` and such"));
      lines.addAll(DocText.wrapped(String.join(", ", manual.results()), 2));
    }
    if (!examples.isEmpty()) {
      lines.add("");
      lines.add(text.title("Examples"));
      examples.forEach(line -> lines.add(line.isEmpty() ? "" : "  " + line));
    }
    return lines;
  }

  private static void argument(Manual.Argument arg, int indent, DocText text, List<String> lines) {
    List<String> facts = new ArrayList<>();
    facts.add(arg.choices().isEmpty() ? arg.kind() : choices(arg));
    if (arg.required()) facts.add("must be given");
    arg.def().ifPresent(def -> facts.add("default " + def));
    if (arg.freeForm()) facts.add("may stand behind the module's name");
    if (!arg.aliases().isEmpty()) facts.add("also " + quoted(arg.aliases()));
    String head = " ".repeat(indent) + text.title(arg.name());
    lines.add(head + text.dim(" · " + String.join(" · ", facts)));
    lines.addAll(DocText.wrapped(arg.doc(), indent + 4));
    arg.fields().forEach(field -> argument(field, indent + 4, text, lines));
  }

  private static String choices(Manual.Argument arg) {
    String list = arg.kind().startsWith("list") ? "list of " : "";
    return list + String.join(" | ", arg.choices());
  }

  private static String quoted(List<String> names) {
    return "`" + String.join("`, `", names) + "`";
  }

  @Override
  public List<String> snippet() {
    List<String> lines = new ArrayList<>();
    lines.add("- name: " + sentence().substring(0, sentence().length() - 1).replace(": ", ", "));
    lines.add("  " + name() + ":");
    int widest = manual.args().stream().mapToInt(arg -> arg.name().length()).max().orElse(0);
    for (Manual.Argument arg : manual.args()) {
      String key = (arg.required() ? "" : "# ") + arg.name() + ":";
      String kind = arg.choices().isEmpty() ? arg.kind() : choices(arg);
      lines.add(("    %-" + (widest + 3) + "s  # %s").formatted(key, kind + ". " + arg.doc()));
    }
    return lines;
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name());
    json.put("aliases", aliases());
    json.put("doc", sentence());
    json.put("args", manual.args().stream().map(ModuleDoc::json).toList());
    json.put("results", manual.results());
    json.put("examples", String.join("\n", examples));
    return json;
  }

  private static Map<String, Object> json(Manual.Argument arg) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", arg.name());
    json.put("doc", arg.doc());
    json.put("kind", arg.kind());
    json.put("choices", arg.choices());
    json.put("default", arg.def());
    json.put("required", arg.required());
    json.put("aliases", arg.aliases());
    json.put("free_form", arg.freeForm());
    json.put("fields", arg.fields().stream().map(ModuleDoc::json).toList());
    return json;
  }
}
