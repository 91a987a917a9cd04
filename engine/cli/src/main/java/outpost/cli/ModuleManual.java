package outpost.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import outpost.core.catalog.Manual;

/** Sets the manuals of modules as one Markdown page, or those of some as sections of one. */
final class ModuleManual {
  private static final String HEAD =
      """
      # Modules

      What tasks can do, written by `java -jar engine.jar doc --markdown` from the code itself. `java -jar engine.jar doc NAME` shows one in the
      terminal. Names with their collection in front work as well: `ansible.builtin.copy`. What every result has is not repeated: `changed`,
      `failed`, `msg`; actions also have `rc`, `stdout`, `stderr` and their lines.

      [Beside Ansible](proof/against-ansible.md): what each example that Ansible knows as well comes to there and here.
      """;

  private ModuleManual() {}

  /** Returns a page with a list of them in front if they are all there are, else their sections. */
  static List<String> of(Collection<Doc> docs, boolean all) {
    List<String> lines = new ArrayList<>();
    if (all) head(docs, lines);
    docs.forEach(doc -> lines.addAll(section((ModuleDoc) doc)));
    return lines;
  }

  private static void head(Collection<Doc> docs, List<String> lines) {
    lines.addAll(HEAD.lines().toList());
    lines.add("");
    lines.add("| module | |");
    lines.add("|---|---|");
    docs.forEach(
        doc -> lines.add("| [`%1$s`](#%1$s) | %2$s |".formatted(doc.name(), cell(doc.sentence()))));
  }

  private static List<String> section(ModuleDoc doc) {
    Manual manual = doc.manual();
    List<String> lines = new ArrayList<>(List.of("", "## " + doc.name(), ""));
    String also =
        doc.aliases().isEmpty() ? "" : " Also `" + String.join("`, `", doc.aliases()) + "`.";
    lines.add(doc.sentence() + also);
    if (!manual.args().isEmpty()) {
      lines.addAll(List.of("", "| argument | takes | default | |", "|---|---|---|---|"));
      manual.args().forEach(arg -> rows("", arg, lines));
    }
    if (!manual.results().isEmpty()) {
      lines.addAll(
          List.of("", "`register` gets: `" + String.join("`, `", manual.results()) + "`."));
    }
    if (!doc.examples().isEmpty()) {
      lines.addAll(List.of("", "```yaml"));
      lines.addAll(doc.examples());
      lines.add("```");
    }
    return lines;
  }

  private static void rows(String before, Manual.Argument arg, List<String> lines) {
    List<String> names = new ArrayList<>(List.of(before + arg.name()));
    arg.aliases().forEach(alias -> names.add(before + alias));
    String takes =
        arg.choices().isEmpty() ? arg.kind() : "`" + String.join("`, `", arg.choices()) + "`";
    String def = arg.def().map(value -> "`" + value + "`").orElse(arg.required() ? "required" : "");
    lines.add(
        "| `%s` | %s | %s | %s |"
            .formatted(String.join("`, `", names), cell(takes), cell(def), cell(arg.doc())));
    arg.fields().forEach(field -> rows(before + arg.name() + ".", field, lines));
  }

  private static String cell(String text) {
    return text.replace("|", "\\\\|");
  }
}
