package outpost.acceptance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Spells a playbook of ours for Ansible: only what the cases need, and only text by text. */
final class Jinja {
  private static final Pattern CONDITION =
      Pattern.compile(
          "(?m)(\\b(?:when|until|changed_when|failed_when|that|break_when): )([^\\n\\[{|>][^\\n]*)$");
  private static final Map<Pattern, String> RULES = new LinkedHashMap<>();

  static {
    rule("!([\\w.]+)\\?\\?", "$1 is not defined");
    rule("([\\w.\\[\\]']+)\\?\\?", "$1 is defined");
    rule("\\(?([\\w.\\[\\]']+)\\)?!('[^']*'|\"[^\"]*\"|\\[\\]|[\\w.]+)", "($1 | default($2))");
    rule("\\?(?:size|length)\\b", " | length");
    rule("\\?upper_case\\b", " | upper");
    rule("\\?lower_case\\b", " | lower");
    rule(
        "\\?(int|bool|string|first|last|unique|flatten|dict2items|trim|basename|dirname|to_json)\\b",
        " | $1");
    rule("\\?sort\\b", " | sort");
    rule("\\?keys\\b", " | list");
    rule("\\?map\\((\\w+) -> \\2?\\1\\.(\\w+)\\)", " | map(attribute='$2') | list");
    rule("\\?has\\(([^)]*)\\)", " is contains($1)");
    rule("([\\w.\\[\\]']+)\\?is_in\\(", "$1 in (");
    rule("\\?then\\(", " | ternary(");
    rule("\\?or_else\\(([^)]*)\\)", " | default($1, true)");
    rule("\\?(join|combine|flatten|zip|product|difference|union|intersect|replace)\\(", " | $1(");
    rule("\\?(version|match|search)\\(", " is $1(");
    rule(" && ", " and ");
    rule(" \\|\\| ", " or ");
    rule("(^|[ (])!(?=[\\w(])", "$1not ");
  }

  private Jinja() {}

  private static void rule(String ours, String theirs) {
    RULES.put(Pattern.compile(ours), theirs);
  }

  /** Returns a file's text in Ansible's spelling; what is respelt by hand comes first. */
  static String spell(String text, Map<String, String> respelt) {
    String spelt = text;
    for (Map.Entry<String, String> one : respelt.entrySet()) {
      spelt = spelt.replace(one.getKey(), one.getValue());
    }
    return CONDITION
        .matcher(holes(spelt))
        .replaceAll(m -> java.util.regex.Matcher.quoteReplacement(m.group(1) + bare(m.group(2))));
  }

  /** A condition that is one hole is spelt already. */
  private static String bare(String condition) {
    return condition.contains("{{") ? condition : expression(condition);
  }

  private static String holes(String text) {
    StringBuilder spelt = new StringBuilder();
    int at = 0;
    for (int hole = text.indexOf("${"); hole >= 0; hole = text.indexOf("${", at)) {
      int end = end(text, hole + 2);
      spelt.append(text, at, hole).append("{{ ");
      spelt.append(expression(text.substring(hole + 2, end))).append(" }}");
      at = end + 1;
    }
    return spelt.append(text.substring(at)).toString();
  }

  private static int end(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{') depth++;
      if (text.charAt(i) == '}' && --depth == 0) return i;
    }
    throw new IllegalArgumentException("no end: " + text.substring(from));
  }

  private static String expression(String ours) {
    String spelt = ours;
    for (Map.Entry<Pattern, String> rule : RULES.entrySet()) {
      spelt = rule.getKey().matcher(spelt).replaceAll(rule.getValue());
    }
    return spelt;
  }
}
