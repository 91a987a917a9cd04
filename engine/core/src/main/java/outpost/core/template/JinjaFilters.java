package outpost.core.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Jinja2's filters, tests and methods are spelt here. */
final class JinjaFilters {
  private JinjaFilters() {}

  /** {@code {x}} is what stands left, {@code {t}} that as a truth, {@code {0}} an argument. */
  private static final Map<String, String> FILTERS = new HashMap<>();

  private static final Map<String, String> TESTS = new HashMap<>();
  private static final Map<String, String> METHODS = new HashMap<>();

  /** What is written otherwise than by the same name here. */
  private static final Map<String, String> HABITS =
      Map.of(
          "json_query", "x?map(i -> i.name)` and `x?filter(i -> …)",
          "sorted", "list?sort",
          "items", "map?dict2items",
          "strip", "x?trim",
          "tojson", "x?to_json",
          "title", "x?capitalize",
          "version_compare", "x?version('8.2', '>=')");

  static {
    rows(
        FILTERS,
        "default/0 {d}!''",
        "default/1 {d}!{0}",
        "default/2 {d}?or_else({0})",
        "list/0 {x}?list",
        "capitalize/0 {x}?lower?cap_first",
        "title/0 {x}?capitalize",
        "tojson/0 {x}?to_json",
        "split/0 {x}?trim?split(r'\\s+', 'r')",
        "items/0 {x}?items",
        "extract/1 {0}[{r}]");
    for (int i = 0; i <= 2; i++) FILTERS.put("d/" + i, FILTERS.get("default/" + i));
    rows(
        TESTS,
        "defined/0 {d}??",
        "undefined/0 !{d}??",
        "none/0 !{d}??",
        "string/0 {x}?is_string",
        "number/0 {x}?is_number",
        "float/0 {x}?is_float",
        "boolean/0 {x}?is_boolean",
        "changed/0 {x}.changed",
        "change/0 {x}.changed",
        "failed/0 {x}.failed",
        "failure/0 {x}.failed",
        "success/0 !{x}.failed",
        "succeeded/0 !{x}.failed",
        "successful/0 !{x}.failed",
        "skip/0 {x}?skipped",
        "true/0 {x}",
        "false/0 !{x}",
        "abs/0 {x}?is_abs",
        "is_file/0 {x}?file",
        "is_dir/0 {x}?directory",
        "is_link/0 {x}?link",
        "is_mount/0 {x}?mount",
        "is_same_file/1 {x}?same_file({0})",
        "version_compare/2 {x}?version({0}, {1})",
        "in/1 {0}?has({r})",
        "contains/1 {x}?has({0})",
        "issubset/1 {x}?subset({0})",
        "issuperset/1 {x}?superset({0})",
        "equalto/1 {x} == {0}",
        "eq/1 {x} == {0}",
        "sameas/1 {x} == {0}",
        "ne/1 {x} != {0}");
    rows(
        METHODS,
        "split/0 {x}?trim?split(r'\\s+', 'r')",
        "split/1 {x}?split({0})",
        "strip/0 {x}?trim",
        "rstrip/0 {x}?trim",
        "lower/0 {x}?lower",
        "upper/0 {x}?upper",
        "title/0 {x}?capitalize",
        "capitalize/0 {x}?lower?cap_first",
        "startswith/1 {x}?starts_with({0})",
        "endswith/1 {x}?ends_with({0})",
        "replace/2 {x}?replace({0}, {1})",
        "splitlines/0 {x}?split('\\n')",
        "find/1 {x}?index_of({0})",
        "index/1 {x}?index_of({0})",
        "count/1 {x}?split({0})?size - 1",
        "zfill/1 {x}?left_pad({0}, '0')",
        "isdigit/0 {x}?match(r'\\d+$')",
        "get/1 {x}[{0}]!''",
        "get/2 {x}[{0}]!{1}",
        "keys/0 {x}?keys",
        "values/0 {x}?values",
        "join/1 {0}?join({r})",
        "items/0 {x}?items",
        "total_seconds/0 {x}",
        "strftime/1 {0}?strftime({x})");
  }

  private static void rows(Map<String, String> table, String... rows) {
    for (String row : rows) table.put(row.split(" ", 2)[0], row.split(" ", 2)[1]);
  }

  static Optional<String> filter(String name, int args) {
    String row = FILTERS.get(shortName(name) + "/" + args);
    return row == null ? sameName(shortName(name), args) : Optional.of(row);
  }

  static Optional<String> test(String name, int args) {
    String row = TESTS.get(shortName(name) + "/" + args);
    return row == null ? sameName(shortName(name), args) : Optional.of(row);
  }

  static Optional<String> method(String name, int args) {
    return Optional.ofNullable(METHODS.get(name + "/" + args));
  }

  /** Most are built-ins of the same name. */
  private static Optional<String> sameName(String name, int args) {
    if (!BuiltIns.functions().contains(name)) return Optional.empty();
    Optional<Signature> ours = BuiltIns.find(name);
    if (ours.isPresent() && (args < ours.get().required() || args > ours.get().most())) {
      return Optional.empty();
    }
    StringBuilder row = new StringBuilder("{x}?").append(name);
    for (int i = 0; i < args; i++) row.append(i == 0 ? "(" : ", ").append("{" + i + "}");
    return Optional.of(args == 0 ? row.toString() : row + ")");
  }

  private static String shortName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Returns how a filter or method is written, as a hint for {@code ?name} and {@code name(…)}. */
  static Optional<String> habit(String name) {
    if (HABITS.containsKey(name)) return Optional.of(HABITS.get(name));
    for (Map<String, String> table : List.of(FILTERS, METHODS, TESTS)) {
      for (int args = 0; args <= 2; args++) {
        String row = table.get(name + "/" + args);
        if (row == null) continue;
        String written =
            row.replaceAll("\\{[xdtr]}", "x").replace("{0}", "'…'").replace("{1}", "'…'");
        boolean same = written.startsWith("x?" + name) && !written.startsWith("x?" + name + "_");
        if (!same) return Optional.of(written);
      }
    }
    return Optional.empty();
  }
}
