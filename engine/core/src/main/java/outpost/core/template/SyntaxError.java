package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Problem;
import outpost.core.source.Diagnostic;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;

/** Says what is wrong with an expression that does not parse. */
final class SyntaxError {
  private static final Pattern WORD = Pattern.compile("[\\w$]+|\\S");
  private static final Pattern SHELL =
      Pattern.compile(
          "^[A-Za-z_]\\w*\\[[@*]]$|^[!#]?[A-Za-z_@*#?0-9]+(\\[[@*]])?(:?[-=+?]|:\\d|##?|%%?|//?|\\^|,|@).*|^[#!].*");
  private static final Set<String> RESERVED = Set.of("in", "as", "using", "lt", "lte", "gt", "gte");
  private static final Map<String, String> OPERATORS =
      Map.of(
          "and", "write `&&`",
          "or", "write `||`",
          "not", "write `!`",
          "is", "write `x??` for \"is defined\"; tests are built-ins: `x?is_string`",
          "if", "write `condition?then(a, b)`",
          "else", "write `condition?then(a, b)`",
          "~", "write `+`",
          "=", "write `==`",
          "%", "for the remainder write `a % b`");

  private final String text;
  private final Place place;
  private final Syntax.Where where;
  private final ParseException failure;

  SyntaxError(String text, Place place, Syntax.Where where, ParseException failure) {
    this.text = text;
    this.place = place;
    this.where = where;
    this.failure = failure;
  }

  /** Returns the hint how the shell's own {@code ${…}} is written. */
  static String shellHint(String text) {
    return "for the shell's own `${" + text + "}` write `$${" + text + "}`, or tag the text `!raw`";
  }

  /** Returns a condition as it stands in YAML. */
  static String inYaml(String condition) {
    if (YamlText.isPlain(condition)) return condition;
    boolean plain = condition.indexOf('"') < 0 && condition.indexOf('\\') < 0;
    return plain ? '"' + condition + '"' : "'" + condition.replace("'", "''") + "'";
  }

  void report(Problems problems) {
    FileErrors.Told told =
        told(new Lines(text).offset(failure.getLineNumber(), failure.getColumnNumber()));
    problems.report(Diagnostic.Severity.ERROR, Optional.of(told.span()), told.problem());
  }

  /** Returns what is wrong at an offset. */
  FileErrors.Told told(int at) {
    Matcher word = WORD.matcher(text);
    boolean found = word.find(Math.min(at, text.length()));
    String token = found && word.start() == at ? word.group() : "";
    String raw = String.valueOf(failure.getMessage());
    if (token.equals("'") || token.equals("\"")) token = wholeText(at);
    if (raw.contains("Unknown built-in")) {
      return unknownBuiltIn(token, at);
    }
    List<String> hints = new ArrayList<>();
    String what = what(token, raw, hints);
    Optional<String> translated = where == Syntax.Where.FILE ? Optional.empty() : translated();
    if (translated.isPresent()) {
      hints.clear();
      boolean condition = where == Syntax.Where.CONDITION;
      hints.add("write `" + (condition ? inYaml(translated.get()) : translated.get()) + "`");
    } else if (where == Syntax.Where.HOLE && SHELL.matcher(text).matches()) {
      hints.clear();
      hints.add(shellHint(text));
    }
    int to = Math.min(text.length(), at + Math.max(1, token.length()));
    return new FileErrors.Told(
        new Problem("template-syntax", what, hints), place.span(Math.min(at, text.length()), to));
  }

  /** {@code a and b} is more likely a condition than a choice of values. */
  private Optional<String> translated() {
    boolean truth = text.matches("(?s).*\\b(and|or|not|is)\\b.*");
    return Jinja.translate(text, truth || where == Syntax.Where.CONDITION);
  }

  private FileErrors.Told unknownBuiltIn(String name, int at) {
    List<String> hints = new ArrayList<>();
    String habit = JinjaFilters.habit(name).orElse("");
    if (!habit.isEmpty()) hints.add("write `" + habit + "`");
    else {
      Set<String> names = Bridge.builtIns();
      names.removeAll(Refusals.BUILT_INS);
      Suggest.nearest(name, names).ifPresent(near -> hints.add("did you mean `?" + near + "`?"));
    }
    return new FileErrors.Told(
        new Problem("unknown-built-in", "there is no `?" + name + "`", hints),
        place.span(at, at + Math.max(1, name.length())));
  }

  /** Returns the text in quotes at an offset; the quote alone if it is not closed. */
  private String wholeText(int at) {
    int end = Splitter.endOfString(text, at, at);
    return text.substring(at, end < 0 ? at + 1 : end + 1);
  }

  private String what(String token, String raw, List<String> hints) {
    if (where == Syntax.Where.FILE && raw.contains("\">\"")) {
      hints.add("`>` ends a tag: write `(a > b)` or `a gt b`");
    }
    if (token.isEmpty()) {
      int open = text.lastIndexOf('(');
      if (open >= 0) hints.add("is a `)` missing?");
      return "the expression ends too early";
    }
    if (raw.contains("escape")) {
      hints.add("write `\\\\` for a backslash, or `r'…'` for text in which nothing is escaped");
      return "there is no such escape in this text";
    }
    if (OPERATORS.containsKey(token)) {
      hints.add(OPERATORS.get(token));
      return "`" + token + "` is not an operator here";
    }
    if (RESERVED.contains(token)) {
      hints.add(
          token.equals("in")
              ? "write `list?has(x)`; for a variable of this name `.vars['in']`"
              : "for a variable of this name write `.vars['" + token + "']`");
      return "`" + token + "` is a word of the language";
    }
    if (token.equals("'") || token.equals("\"")) return "this text has no closing quote";
    if (token.matches("\\d+") && raw.contains("Encountered")) {
      hints.add("for an item of a list write `list[" + token + "]`");
    }
    if (raw.contains("Expecting: number")) {
      hints.add("for versions write `a?version(b, '<')`, for numbers `a?number`");
      return "`" + token + "` is no number, but a number is needed here";
    }
    if (raw.contains("equality check") || token.equals("[") || token.equals("{")) {
      hints.add("for \"is empty\" write `!x?has_content`; to compare lists and maps `a?equals(b)`");
      return "lists and maps are not compared with `==`";
    }
    if (raw.contains("naming convention")) {
      hints.add("write `" + token.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT) + "`");
    }
    if (hints.isEmpty()) {
      hints.add(
          token.matches("(?s)[\\w$]+|['\"].*")
              ? "between two values stands an operator such as `+`, `==` or `&&`; text stands in quotes"
              : "a value is missing before or behind it");
    }
    return "`" + token + "` is not expected here";
  }
}
