package outpost.core.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses a Jinja2 expression by Jinja2's own precedence and writes it in FreeMarker's. */
final class JinjaParser {
  /** Stands where a value of any kind is taken for true or false. */
  private static final String TRUTH = "\u0001";

  /** Stands for none, which is no value here. */
  private static final String NONE = "\u0002";

  /** One group that was searched for, which Jinja2 has in a list. */
  private static final Pattern ONE_GROUP =
      Pattern.compile("(?s).*\\?regex_search\\([^()]*(?:\\([^()]*\\)[^()]*)*, r?'\\\\[^,]*'\\)");

  private static final Pattern ENDS_IN_BUILT_IN =
      Pattern.compile("(?s).*\\?\\w+(\\(.*\\))?|range\\(.*\\)|query\\(.*\\)|\\[.*]");

  /** What has no meaning for our built-ins of the same name. */
  private static final Set<String> NEEDLESS =
      Set.of(
          "ensure_ascii",
          "sort_keys",
          "default_flow_style",
          "allow_unicode",
          "width",
          "explicit_start",
          "strict");

  private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "is", "if", "else", "in");

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  /**
   * A translated part.
   *
   * @param simple whether {@code ?} and {@code .} may follow without parentheses
   * @param truth whether it is true or false
   */
  private record Part(String text, boolean simple, boolean truth) {
    String operand() {
      return simple ? text : "(" + text + ")";
    }

    /** As the left side of {@code !} and {@code ??}: a chain in parentheses. */
    String tolerant() {
      return text.matches("\\w+")
          ? text
          : simple && text.startsWith("(") && text.endsWith(")") ? text : "(" + text + ")";
    }

    String truthText() {
      return truth ? text : operand() + TRUTH;
    }

    String truthOperand() {
      return truth ? operand() : operand() + TRUTH;
    }
  }

  /** Thrown at what cannot be translated. */
  private static final class NotTranslated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTranslated() {
      super(null, null, false, false);
    }
  }

  private final List<JinjaTokens.Token> tokens;
  private int at;

  private JinjaParser(List<JinjaTokens.Token> tokens) {
    this.tokens = tokens;
  }

  static Optional<String> translate(String text, boolean condition) {
    try {
      JinjaParser parser = new JinjaParser(JinjaTokens.of(text).orElseThrow(NotTranslated::new));
      Part part = parser.conditional(condition);
      if (parser.at < parser.tokens.size()) return Optional.empty();
      // a hint is to be read by people: their conditions are booleans nearly always
      String written = (condition ? part.truthText() : part.text()).replace(TRUTH, "");
      return written.contains(NONE) ? Optional.empty() : Optional.of(written);
    } catch (NotTranslated e) {
      return Optional.empty();
    }
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at).text() : "";
  }

  private boolean take(String text) {
    if (!peek().equals(text)) return false;
    at++;
    return true;
  }

  private void expect(String text) {
    if (!take(text)) throw new NotTranslated();
  }

  private JinjaTokens.Token next() {
    if (at >= tokens.size()) throw new NotTranslated();
    return tokens.get(at++);
  }

  private Part conditional(boolean condition) {
    Part value = or(condition);
    if (!take("if")) return value;
    Part test = or(true);
    String otherwise = take("else") ? conditional(condition).text() : "''";
    return new Part(
        test.truthOperand() + "?then(" + value.text() + ", " + otherwise + ")",
        true,
        value.truth());
  }

  private Part or(boolean condition) {
    Part left = and(condition);
    while (take("or")) {
      Part right = and(condition);
      boolean truth = condition || left.truth() && right.truth();
      left =
          truth
              ? new Part(left.truthText() + " || " + right.truthText(), false, true)
              : new Part(left.operand() + "?or_else(" + right.text() + ")", true, false);
    }
    return left;
  }

  private Part and(boolean condition) {
    Part left = not(condition);
    while (take("and")) {
      Part right = not(condition);
      boolean truth = condition || left.truth() && right.truth();
      left =
          truth
              ? new Part(side(left) + " && " + side(right), false, true)
              : new Part(left.operand() + "?and_then(" + right.text() + ")", true, false);
    }
    return left;
  }

  private static String side(Part part) {
    return part.truth() && part.text().contains(" || ") ? part.operand() : part.truthText();
  }

  private Part not(boolean condition) {
    if (!take("not")) return compare();
    Part inner = not(condition);
    return new Part("!" + inner.truthOperand(), false, true);
  }

  private Part compare() {
    Part left = sum();
    String chain = null;
    while (true) {
      String operator = peek();
      if (COMPARISONS.contains(operator)) {
        at++;
        Part right = sum();
        Part compared = comparison(left, operator, right);
        boolean chained = chain != null;
        left = chained ? new Part(chain + " && " + compared.text(), false, true) : compared;
        if (COMPARISONS.contains(peek())) {
          chain = left.text();
          left = right;
        }
      } else if (operator.equals("in")) {
        at++;
        left = new Part(sum().operand() + "?has(" + left.text() + ")", true, true);
      } else if (operator.equals("not")
          && at + 1 < tokens.size()
          && tokens.get(at + 1).text().equals("in")) {
        at += 2;
        left = new Part("!" + sum().operand() + "?has(" + left.text() + ")", false, true);
      } else {
        return left;
      }
    }
  }

  private static Part comparison(Part left, String operator, Part right) {
    boolean equal = operator.equals("==");
    boolean equality = equal || operator.equals("!=");
    if (equality && right.text().equals(NONE)) {
      return new Part((equal ? "!" : "") + left.tolerant() + "??", false, true);
    }
    if (equality && (right.text().equals("[]") || right.text().equals("{}"))) {
      return new Part((equal ? "!" : "") + left.operand() + "?has_content", false, true);
    }
    return new Part(bare(left) + " " + operator + " " + bare(right), false, true);
  }

  private static String bare(Part part) {
    boolean fine = part.simple() || !part.truth() && !part.text().contains("!");
    return fine ? part.text() : part.operand();
  }

  private Part sum() {
    Part left = concat();
    while (peek().equals("+") || peek().equals("-")) {
      String operator = next().text();
      left = new Part(bare(left) + " " + operator + " " + bare(concat()), false, false);
    }
    return left;
  }

  private Part concat() {
    Part left = product();
    if (!peek().equals("~")) return left;
    StringBuilder text = new StringBuilder(left.text().startsWith("'") ? "" : "'' + ");
    text.append(left.operand());
    while (take("~")) text.append(" + ").append(product().operand());
    return new Part(text.toString(), false, false);
  }

  private Part product() {
    Part left = unary();
    while (Set.of("*", "/", "//", "%").contains(peek())) {
      String operator = next().text();
      Part right = unary();
      if (operator.equals("%") && left.text().matches("(?s)r?['\"].*")) {
        String values = right.text().matches("(?s)\\[.*]") ? inside(right.text()) : right.text();
        left = new Part(left.text() + "?format(" + values + ")", true, false);
        continue;
      }
      left =
          operator.equals("//")
              ? new Part("(" + left.operand() + " / " + right.operand() + ")?floor", true, false)
              : new Part(left.operand() + " " + operator + " " + right.operand(), false, false);
    }
    return left;
  }

  private static String inside(String list) {
    return list.substring(1, list.length() - 1);
  }

  private Part unary() {
    Part part = signed();
    while (true) {
      if (take("|")) part = filter(part);
      else if (take("is")) part = test(part);
      else return part;
    }
  }

  /** A sign belongs to the number before any filter does. */
  private Part signed() {
    if (!take("-")) return postfix(primary());
    return new Part("-" + signed().operand(), false, false);
  }

  private Part primary() {
    JinjaTokens.Token token = next();
    switch (token.kind()) {
      case "number" -> {
        return new Part(token.text().replace("_", ""), true, false);
      }
      case "string" -> {
        return new Part(JinjaStrings.quoted(JinjaStrings.value(token.text())), true, false);
      }
      case "name" -> {
        return name(token.text());
      }
      default -> {
        return switch (token.text()) {
          case "(" -> parentheses();
          case "[" -> new Part("[" + list("]") + "]", true, false);
          case "{" -> map();
          default -> throw new NotTranslated();
        };
      }
    }
  }

  private static Part name(String name) {
    return switch (name) {
      case "True", "true" -> new Part("true", true, true);
      case "False", "false" -> new Part("false", true, true);
      case "None", "none" -> new Part(NONE, true, false);
      case "and", "or", "not", "is", "if", "else", "in", "loop", "namespace", "self" ->
          throw new NotTranslated();
      case "lt", "lte", "gt", "gte", "as", "using" ->
          new Part(".vars['" + name + "']", true, false);
      default -> new Part(name, true, false);
    };
  }

  private Part parentheses() {
    Part inner = conditional(false);
    if (peek().equals(",")) {
      List<String> items = new ArrayList<>(List.of(inner.text()));
      while (take(",")) if (!peek().equals(")")) items.add(conditional(false).text());
      expect(")");
      return new Part("[" + String.join(", ", items) + "]", true, false);
    }
    expect(")");
    return inner.simple() ? inner : new Part("(" + inner.text() + ")", true, inner.truth());
  }

  private String list(String end) {
    List<String> items = new ArrayList<>();
    while (!take(end)) {
      items.add(conditional(false).text());
      if (!peek().equals(end)) expect(",");
    }
    return String.join(", ", items);
  }

  private Part map() {
    List<String> entries = new ArrayList<>();
    while (!take("}")) {
      String key = conditional(false).text();
      expect(":");
      entries.add(key + ": " + conditional(false).text());
      if (!peek().equals("}")) expect(",");
    }
    return new Part("{" + String.join(", ", entries) + "}", true, false);
  }

  private Part postfix(Part start) {
    Part part = start;
    while (true) {
      if (take(".")) {
        part = member(part, next());
      } else if (take("[")) {
        part = index(part);
      } else if (peek().equals("(") && isFunction(part.text())) {
        at++;
        part = function(part.text());
      } else if (peek().equals("(")) {
        throw new NotTranslated();
      } else {
        return part;
      }
    }
  }

  private static boolean isFunction(String name) {
    return Set.of("q", "now", "dict").contains(name) || Functions.NAMES.contains(name);
  }

  /** What is given by name to a lookup goes into a map behind the rest. */
  private Part function(String name) {
    Arguments args = arguments();
    List<String> all = new ArrayList<>(args.positional().stream().map(Part::text).toList());
    Map<String, Part> named = new LinkedHashMap<>(args.named());
    if (name.equals("now")) {
      boolean utc = named.remove("utc") != null;
      if (named.containsKey("fmt")) all.add(named.remove("fmt").text());
      if (utc && all.isEmpty()) throw new NotTranslated();
    } else if (!name.equals("dict") && !all.isEmpty()) {
      all.set(0, all.get(0).replaceFirst("^'(ansible\\.\\w+|community\\.\\w+)\\.", "'"));
    }
    if (!named.isEmpty()) {
      if (name.equals("now") || name.equals("dict") || name.equals("range")) {
        throw new NotTranslated();
      }
      List<String> entries = new ArrayList<>();
      named.forEach((key, value) -> entries.add("'" + key + "': " + value.text()));
      all.add("{" + String.join(", ", entries) + "}");
    }
    String called = name.equals("q") ? "query" : name;
    return new Part(called + "(" + String.join(", ", all) + ")", true, false);
  }

  private Part member(Part target, JinjaTokens.Token name) {
    if (name.kind().equals("number")) {
      StringBuilder text = new StringBuilder(target.operand());
      for (String index : name.text().split("\\.")) text.append('[').append(index).append(']');
      return new Part(text.toString(), true, false);
    }
    if (!name.kind().equals("name")) throw new NotTranslated();
    if (target.text().equals("now()")) return moment(name.text());
    if (!take("(")) {
      boolean days = name.text().equals("days") && target.text().contains("?to_datetime");
      return days
          ? new Part("(" + target.operand() + " / 86400)?floor", true, false)
          : new Part(target.operand() + "." + name.text(), true, false);
    }
    Arguments args = arguments();
    boolean plain = target.text().matches("'([^'{}\\\\]|\\{})*'");
    if (name.text().equals("format") && plain && args.named().isEmpty()) {
      String format = target.text().replace("%", "%%").replace("{}", "%s");
      String values = String.join(", ", args.positional().stream().map(Part::text).toList());
      return new Part(format + "?format(" + values + ")", true, false);
    }
    String row =
        JinjaFilters.method(name.text(), args.positional().size()).orElseThrow(NotTranslated::new);
    if (!args.named().isEmpty()) throw new NotTranslated();
    boolean truth = name.text().endsWith("with");
    return filled(row, target, args.positional(), truth);
  }

  /** A part of this moment. */
  private Part moment(String name) {
    boolean called = take("(");
    List<Part> args = called ? arguments().positional() : List.of();
    String text =
        switch (name + "/" + args.size()) {
          case "year/0" -> "now('%Y')?int";
          case "month/0" -> "now('%m')?int";
          case "day/0" -> "now('%d')?int";
          case "hour/0" -> "now('%H')?int";
          case "minute/0" -> "now('%M')?int";
          case "timestamp/0" -> "now()";
          case "isoformat/0" -> "now('%Y-%m-%dT%H:%M:%S')";
          case "strftime/1" -> "now(" + args.get(0).text() + ")";
          default -> throw new NotTranslated();
        };
    return new Part(text, true, false);
  }

  private Part index(Part target) {
    String list = target.text().equals("vars") ? ".vars" : target.operand();
    if (take(":")) {
      if (take(":")) {
        expect("-");
        expect("1");
        expect("]");
        return new Part(list + "?reverse", true, false);
      }
      Part end = conditional(false);
      expect("]");
      String to = end.text().startsWith("-") ? "<" + fromEnd(list, end) : "*" + end.operand();
      return new Part(list + "[0.." + to + "]", true, false);
    }
    Part start = conditional(false);
    if (take(":")) {
      String from = start.text().startsWith("-") ? fromEnd(list, start) : start.operand();
      String to = peek().equals("]") ? "" : end(list, start, conditional(false));
      expect("]");
      return new Part(list + "[" + from + ".." + to + "]", true, false);
    }
    expect("]");
    if (start.text().equals("-1")) return new Part(list + "?last", true, false);
    if (start.text().startsWith("-")) {
      return new Part(list + "[" + inside(fromEnd(list, start)) + "]", true, false);
    }
    return new Part(list + "[" + start.text() + "]", true, false);
  }

  /** {@code -2} is {@code (l?size - 2)}. */
  private static String fromEnd(String list, Part negative) {
    return "(" + list + "?size - " + negative.text().substring(1) + ")";
  }

  /** A slice that ends past the list is cut there, if it is told how many there are to be. */
  private static String end(String list, Part start, Part end) {
    if (end.text().startsWith("-")) return "<" + fromEnd(list, end);
    boolean numbers = start.text().matches("\\d{1,6}") && end.text().matches("\\d{1,6}");
    if (!numbers) return "<" + end.operand();
    return "*" + Math.max(0, Integer.parseInt(end.text()) - Integer.parseInt(start.text()));
  }

  private record Arguments(List<Part> positional, Map<String, Part> named) {}

  /** Reads arguments up to the closing parenthesis. */
  private Arguments arguments() {
    List<Part> positional = new ArrayList<>();
    Map<String, Part> named = new LinkedHashMap<>();
    while (!take(")")) {
      boolean isNamed = at + 1 < tokens.size() && tokens.get(at + 1).text().equals("=");
      if (isNamed) {
        String name = next().text();
        at++;
        named.put(name, conditional(false));
      } else {
        positional.add(conditional(false));
      }
      if (!peek().equals(")")) expect(",");
    }
    return new Arguments(positional, named);
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(next().text());
    while (take(".")) name.append('.').append(next().text());
    return name.toString().replaceFirst(".*\\.", "");
  }

  private Part filter(Part target) {
    String name = dottedName();
    Arguments args = take("(") ? arguments() : new Arguments(List.of(), Map.of());
    return switch (name) {
      case "map" -> mapped(target, args);
      case "select", "reject" -> selected(target, args, name.equals("reject"), false);
      case "selectattr", "rejectattr" -> selected(target, args, name.equals("rejectattr"), true);
      default -> named(target, name, args);
    };
  }

  private Part named(Part target, String name, Arguments args) {
    List<Part> all = new ArrayList<>(args.positional());
    Map<String, Part> more = new LinkedHashMap<>(args.named());
    Part before = target;
    if (name.equals("first") && ONE_GROUP.matcher(target.text()).matches()) return target;
    if (name.equals("list") && ENDS_IN_BUILT_IN.matcher(target.text()).matches()) return target;
    more.keySet().removeAll(NEEDLESS);
    if (Set.of("join", "sum").contains(name) && more.containsKey("attribute")) {
      before =
          new Part(
              target.operand()
                  + "?map("
                  + each()
                  + " -> "
                  + each()
                  + "."
                  + unquoted(more.remove("attribute"))
                  + ")",
              true,
              false);
    }
    for (String key : List.of("recursive", "boolean", "list_merge", "sep")) {
      if (more.containsKey(key)) all.add(more.remove(key));
    }
    if (!more.isEmpty()) all.add(options(name, more));
    boolean choice = name.equals("ternary") && target.truth() && all.size() == 2;
    String row =
        choice
            ? "{x}?then({0}, {1})"
            : JinjaFilters.filter(name, all.size()).orElseThrow(NotTranslated::new);
    return filled(row, before, all, name.equals("bool"));
  }

  /** What Jinja2 gives by name goes into a map behind the rest. */
  private static Part options(String name, Map<String, Part> named) {
    Optional<Signature> signature = BuiltIns.find(name);
    if (signature.isEmpty() || !signature.get().options().keySet().containsAll(named.keySet())) {
      throw new NotTranslated();
    }
    List<String> entries = new ArrayList<>();
    named.forEach((key, value) -> entries.add("'" + key + "': " + value.text()));
    return new Part("{" + String.join(", ", entries) + "}", true, false);
  }

  private static String unquoted(Part part) {
    String text = part.text().replaceFirst("^'(\\w+(?:\\.\\w+)*)'$", "$1");
    if (text.equals(part.text())) throw new NotTranslated();
    return text;
  }

  /** A name for a lambda that the expression does not use. */
  private String each() {
    for (String name : List.of("x", "i", "each")) {
      if (tokens.stream().noneMatch(token -> token.text().equals(name))) return name;
    }
    throw new NotTranslated();
  }

  private Part mapped(Part target, Arguments args) {
    String each = each();
    String body;
    if (args.named().containsKey("attribute")) {
      body = each + "." + unquoted(args.named().get("attribute"));
      if (args.named().containsKey("default"))
        body = "(" + body + ")!" + args.named().get("default").text();
    } else {
      if (args.positional().isEmpty() || !args.named().isEmpty()) throw new NotTranslated();
      List<Part> rest = args.positional().subList(1, args.positional().size());
      Part item = new Part(each, true, false);
      body = named(item, unquoted(args.positional().get(0)), new Arguments(rest, Map.of())).text();
    }
    return new Part(target.operand() + "?map(" + each + " -> " + body + ")", true, false);
  }

  private Part selected(Part target, Arguments args, boolean reject, boolean attribute) {
    if (!args.named().isEmpty()) throw new NotTranslated();
    List<Part> rest = new ArrayList<>(args.positional());
    if (attribute && rest.isEmpty()) throw new NotTranslated();
    if (rest.size() == (attribute ? 1 : 0)) {
      String name = (reject ? "reject" : "select") + (attribute ? "attr" : "");
      String of = attribute ? "(" + rest.get(0).text() + ")" : "";
      return new Part(target.operand() + "?" + name + of, true, false);
    }
    String each = each();
    Part item = new Part(attribute ? each + "." + unquoted(rest.remove(0)) : each, true, false);
    Part test = item;
    if (!rest.isEmpty()) {
      String name = rest.remove(0).text().replace("'", "");
      test = tested(item, name, rest);
    }
    String body = reject ? negated(test).text() : test.truthText();
    return new Part(target.operand() + "?filter(" + each + " -> " + body + ")", true, false);
  }

  private Part tested(Part item, String name, List<Part> args) {
    String operator =
        switch (name) {
          case "gt", ">", "greaterthan" -> ">";
          case "ge", ">=" -> ">=";
          case "lt", "<", "lessthan" -> "<";
          case "le", "<=" -> "<=";
          case "==" -> "==";
          case "!=" -> "!=";
          default -> "";
        };
    if (!operator.isEmpty() && args.size() == 1) {
      return new Part(item.text() + " " + operator + " " + args.get(0).text(), false, true);
    }
    String row = JinjaFilters.test(name, args.size()).orElseThrow(NotTranslated::new);
    return filled(row, item, args, true);
  }

  private Part test(Part target) {
    boolean not = take("not");
    String name = dottedName();
    Part tested = tested(target, name, testArguments(name));
    return not ? negated(tested) : tested;
  }

  private static Part negated(Part tested) {
    if (tested.text().startsWith("!")) return new Part(tested.text().substring(1), false, true);
    boolean bare = tested.text().endsWith("??") && !tested.text().contains(" ");
    return new Part("!" + (bare ? tested.text() : tested.truthOperand()), false, true);
  }

  private List<Part> testArguments(String name) {
    if (take("(")) {
      Arguments args = arguments();
      Map<String, Part> named = new LinkedHashMap<>(args.named());
      List<Part> all = new ArrayList<>(args.positional());
      named.keySet().removeAll(NEEDLESS);
      if (!named.isEmpty()) all.add(options(name, named));
      return all;
    }
    boolean more = at < tokens.size() && !tokens.get(at).kind().equals("op");
    boolean one = more && !KEYWORDS.contains(peek()) || peek().equals("[");
    return one ? List.of(unary()) : List.of();
  }

  private static Part filled(String row, Part target, List<Part> args, boolean truth) {
    String text =
        row.replace("{x}", target.operand())
            .replace("{d}", target.tolerant())
            .replace("{t}", target.truthOperand())
            .replace("{r}", target.text());
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i).text();
      boolean bare = row.contains("(") && !row.contains("!{") || args.get(i).simple();
      text = text.replace("{" + i + "}", bare ? arg : args.get(i).operand());
    }
    boolean open =
        row.contains("!") || row.contains(" ") && !row.contains("(") || row.startsWith("!");
    return new Part(text, !open && !row.contains("??"), truth);
  }
}
