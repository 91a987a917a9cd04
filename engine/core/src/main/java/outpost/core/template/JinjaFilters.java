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

  private static final Map<String, String> LAMBDAS =
      Map.of(
          "select", "x?filter(i -> …)",
          "reject", "x?filter(i -> !…)",
          "selectattr", "x?filter(i -> i.name)",
          "rejectattr", "x?filter(i -> !i.name)",
          "map", "x?map(i -> i.name)");

  private static final Map<String, String> TESTS = new HashMap<>();
  private static final Map<String, String> METHODS = new HashMap<>();

  static {
    rows(
        FILTERS,
        "default/0 {d}!''",
        "default/1 {d}!{0}",
        "default/2 {d}?or_else({0})",
        "bool/0 {x}?bool",
        "int/0 {x}?int",
        "float/0 {x}?number",
        "length/0 {x}?length",
        "count/0 {x}?length",
        "join/0 {x}?join('')",
        "join/1 {x}?join({0})",
        "list/0 {x}",
        "lower/0 {x}?lower_case",
        "upper/0 {x}?upper_case",
        "string/0 {x}?string",
        "trim/0 {x}?trim",
        "first/0 {x}?first",
        "last/0 {x}?last",
        "unique/0 {x}?unique",
        "sort/0 {x}?sorted",
        "reverse/0 {x}?reverse",
        "min/0 {x}?min",
        "max/0 {x}?max",
        "sum/0 {x}?sum",
        "abs/0 {x}?abs",
        "round/0 {x}?round",
        "capitalize/0 {x}?cap_first",
        "title/0 {x}?capitalize",
        "urlencode/0 {x}?url",
        "ternary/2 {t}?then({0}, {1})",
        "combine/1 {x}?combine({0})",
        "combine/2 {x}?combine({0}, {1})",
        "regex_replace/2 {x}?regex_replace({0}, {1})",
        "regex_search/1 {x}?regex_search({0})",
        "regex_search/2 {x}?regex_search({0}, {1})",
        "regex_findall/1 {x}?regex_findall({0})",
        "regex_escape/0 {x}?regex_escape",
        "quote/0 {x}?quote",
        "union/1 {x}?union({0})",
        "difference/1 {x}?difference({0})",
        "intersect/1 {x}?intersect({0})",
        "symmetric_difference/1 {x}?symmetric_difference({0})",
        "replace/2 {x}?replace({0}, {1})",
        "indent/0 {x}?indent",
        "indent/1 {x}?indent({0})",
        "indent/2 {x}?indent({0}, {1})",
        "from_yaml/0 {x}?from_yaml",
        "from_json/0 {x}?from_json",
        "to_json/0 {x}?to_json",
        "to_nice_json/0 {x}?to_nice_json",
        "tojson/0 {x}?to_json",
        "to_yaml/0 {x}?to_yaml",
        "to_nice_yaml/0 {x}?to_nice_yaml",
        "flatten/0 {x}?flatten",
        "flatten/1 {x}?flatten({0})",
        "basename/0 {x}?basename",
        "dirname/0 {x}?dirname",
        "b64encode/0 {x}?b64encode",
        "b64decode/0 {x}?b64decode",
        "hash/0 {x}?hash",
        "hash/1 {x}?hash({0})",
        "checksum/0 {x}?checksum",
        "dict2items/0 {x}?dict2items",
        "items2dict/0 {x}?items2dict",
        "dictsort/0 {x}?dictsort",
        "path_join/0 {x}?path_join",
        "zip/1 {x}?zip({0})",
        "product/1 {x}?product({0})",
        "comment/0 {x}?comment",
        "comment/1 {x}?comment({0})",
        "mandatory/0 {x}?mandatory",
        "mandatory/1 {x}?mandatory({0})",
        "split/0 {x}?trim?split(r'\\s+', 'r')",
        "split/1 {x}?split({0})",
        "splitext/0 {x}?splitext",
        "groupby/1 {x}?groupby({0})",
        "type_debug/0 {x}?type_name",
        "subelements/1 {x}?subelements({0})",
        "attr/1 {x}?attr({0})",
        "extract/1 {0}[{r}]");
    for (int i = 0; i <= 2; i++) FILTERS.put("d/" + i, FILTERS.get("default/" + i));
    rows(
        TESTS,
        "defined/0 {d}??",
        "undefined/0 !{d}??",
        "none/0 !{d}??",
        "string/0 {x}?is_string",
        "mapping/0 {x}?is_hash",
        "number/0 {x}?is_number",
        "integer/0 {x}?is_number",
        "float/0 {x}?is_number",
        "boolean/0 {x}?is_boolean",
        "iterable/0 {x}?is_enumerable",
        "sequence/0 {x}?is_enumerable",
        "changed/0 {x}.changed",
        "change/0 {x}.changed",
        "failed/0 {x}.failed",
        "failure/0 {x}.failed",
        "success/0 !{x}.failed",
        "succeeded/0 !{x}.failed",
        "successful/0 !{x}.failed",
        "skipped/0 ({x}.skipped)!false",
        "skip/0 ({x}.skipped)!false",
        "truthy/0 {x}?truthy",
        "falsy/0 !{x}?truthy",
        "true/0 {x}",
        "false/0 !{x}",
        "version/1 {x}?version({0})",
        "version/2 {x}?version({0}, {1})",
        "version_compare/2 {x}?version({0}, {1})",
        "search/1 {x}?search({0})",
        "match/1 {x}?match({0})",
        "regex/1 {x}?search({0})",
        "in/1 {0}?has({r})",
        "contains/1 {x}?has({0})",
        "subset/1 {x}?subset({0})",
        "superset/1 {x}?superset({0})",
        "equalto/1 {x} == {0}",
        "eq/1 {x} == {0}",
        "sameas/1 {x} == {0}",
        "ne/1 {x} != {0}",
        "even/0 {x} % 2 == 0",
        "odd/0 {x} % 2 == 1");
    rows(
        METHODS,
        "split/0 {x}?trim?split(r'\\s+', 'r')",
        "split/1 {x}?split({0})",
        "strip/0 {x}?trim",
        "rstrip/0 {x}?trim",
        "lower/0 {x}?lower_case",
        "upper/0 {x}?upper_case",
        "startswith/1 {x}?starts_with({0})",
        "endswith/1 {x}?ends_with({0})",
        "replace/2 {x}?replace({0}, {1})",
        "splitlines/0 {x}?split('\\n')",
        "get/1 {x}[{0}]!''",
        "get/2 {x}[{0}]!{1}",
        "keys/0 {x}?keys",
        "values/0 {x}?values",
        "join/1 {0}?join({r})",
        "items/0 {x}?dict2items");
  }

  private static void rows(Map<String, String> table, String... rows) {
    for (String row : rows) table.put(row.split(" ", 2)[0], row.split(" ", 2)[1]);
  }

  static Optional<String> filter(String name, int args) {
    return Optional.ofNullable(FILTERS.get(shortName(name) + "/" + args));
  }

  static Optional<String> test(String name, int args) {
    return Optional.ofNullable(TESTS.get(shortName(name) + "/" + args));
  }

  static Optional<String> method(String name, int args) {
    return Optional.ofNullable(METHODS.get(name + "/" + args));
  }

  private static String shortName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Returns how a filter or method is written, as a hint for {@code ?name} and {@code name(…)}. */
  static Optional<String> habit(String name) {
    if (LAMBDAS.containsKey(name)) return Optional.of(LAMBDAS.get(name));
    List<Map<String, String>> tables = List.of(FILTERS, METHODS, TESTS);
    for (Map<String, String> table : tables) {
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
