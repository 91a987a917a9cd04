package outpost.core.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Tells what the writer of a file did, where the YAML library only tells which token it did not
 * expect.
 */
final class YamlMistake {
  private static final Pattern GLUED = Pattern.compile("\\s*(?:- +)*([A-Za-z_][\\w.-]*)(:)(\\S.*)");
  private static final Pattern ENTRY = Pattern.compile("\\s*(?:- +)*([^\\s#'\"][^#]*?):(\\s.*|)");
  private static final Pattern KEY_ONLY = Pattern.compile("\\s*(?:- +)*([^\\s:]+)\\s*");

  private final Source source;
  private final Optional<Node.Scalar> lastScalar;
  private final String context;
  private final String problem;
  private final int contextAt;
  private final int at;

  YamlMistake(
      Source source,
      Composer.Offsets offsets,
      Optional<Node.Scalar> lastScalar,
      MarkedYAMLException e) {
    this.source = source;
    this.lastScalar = lastScalar;
    this.context = Optional.ofNullable(e.getContext()).orElse("");
    this.problem = Optional.ofNullable(e.getProblem()).orElse("");
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    this.at = offsets.of(mark);
    this.contextAt = e.getContextMark() == null ? at : offsets.of(e.getContextMark());
  }

  void report(Problems problems) {
    int line = source.line(at);
    boolean told =
        problems.all().stream()
            .flatMap(d -> d.span().stream())
            .anyMatch(s -> s.source().equals(source) && s.line() == line);
    if (told) return; // what follows a mistake on its line is most often the same one
    if (tab(problems)) return;
    if (problem.contains("mapping values are not allowed")) {
      colon(problems);
    } else if (problem.contains("could not find expected ':'")) {
      noColon(problems, source.line(contextAt));
    } else if (context.contains("quoted scalar")) {
      quoted(problems);
    } else if (problem.contains("cannot start any token")) {
      badStart(problems);
    } else if (problem.contains("<block end>") || problem.contains("<document start>")) {
      misplaced(problems);
    } else if (problem.contains("expected the node content")) {
      noValue(problems);
    } else if (context.contains("flow ")) {
      flow(problems);
    } else if (context.contains("an alias") || context.contains("an anchor")) {
      mustQuote(problems, contextAt, "begins with `" + source.text().charAt(contextAt) + "`");
    } else if (context.contains("a tag") || problem.contains("tag handle")) {
      mustQuote(problems, contextAt, "begins with `!`");
    } else if (context.contains("block scalar")) {
      mustQuote(problems, contextAt, "begins with `" + source.text().charAt(contextAt) + "`");
    } else if (context.contains("directive")) {
      mustQuote(problems, contextAt, "begins with `%`");
    } else if (problem.contains("sequence entries are not allowed")) {
      problems.error(
          place(at, 1),
          "bad-yaml",
          "a list cannot begin here",
          "put each `- …` on a line of its own, below its key",
          "a text that begins with `- ` must be quoted");
    } else if (problem.contains("mapping keys are not allowed")) {
      problems.error(
          place(at, 1),
          "bad-yaml",
          "a `?` cannot stand here",
          "a text with `?` at its beginning or after a bracket must be quoted");
    } else {
      problems.error(place(at, 1), "bad-yaml", "this is not YAML: " + problem);
    }
  }

  /** Reports Jinja2 that stands without quotes, which YAML takes for a mapping in a mapping. */
  static void reportJinja(Source source, int brace, Problems problems) {
    int close = source.text().indexOf("}}", brace);
    int lineEnd = lineEnd(source, brace);
    boolean closed = close >= 0 && close < lineEnd;
    String inside = closed ? source.text().substring(brace + 2, close).strip() : "";
    String hint =
        inside.matches("[\\w.\\[\\]]+")
            ? "write `${" + inside + "}`"
            : "expressions are FreeMarker's and are written `${…}`";
    problems.error(
        source.span(brace, closed ? close + 2 : lineEnd),
        "jinja-expression",
        "`{{ … }}` is Jinja2's spelling, and without quotes it is not even text",
        hint);
  }

  private boolean tab(Problems problems) {
    int line = source.line(at);
    for (int candidate : new int[] {line, line - 1}) {
      if (candidate < 1) continue;
      String text = source.lineText(candidate);
      int indent = text.length() - text.stripLeading().length();
      int tab = text.indexOf('\t');
      if (tab >= 0 && tab < indent && !text.isBlank()) {
        problems.error(
            place(source.lineStart(candidate) + tab, 1),
            "tab-indentation",
            "a tab stands in the indentation",
            "indent with spaces only, as YAML demands");
        return true;
      }
    }
    if (!problem.contains("TAB")) return false;
    problems.error(
        place(at, 1), "tab-indentation", "a tab cannot stand here", "use spaces instead of tabs");
    return true;
  }

  /** A colon where none may be: in an unquoted text, or because a line above went wrong. */
  private void colon(Problems problems) {
    int line = source.line(at);
    int start = source.lineStart(line);
    String before = source.text().substring(start, at);
    Matcher entry = ENTRY.matcher(before);
    if (entry.matches() && !entry.group(2).isBlank()) {
      int valueAt = start + entry.start(2) + leadingBlanks(entry.group(2));
      int end = lineEnd(source, at);
      String value = source.text().substring(valueAt, end).stripTrailing();
      problems.error(
          place(valueAt, value.length()),
          "unquoted-colon",
          "a text with `: ` in it must be quoted",
          "write `" + entry.group(1) + ": " + quote(value) + "`");
      return;
    }
    int above = lineAbove(line);
    String text = above > 0 ? source.lineText(above) : "";
    Matcher glued = GLUED.matcher(text);
    if (glued.matches() && !text.contains(": ")) {
      missingSpace(problems, above, glued);
    } else if (above > 0 && KEY_ONLY.matcher(before).matches() && ENTRY.matcher(text).matches()) {
      String key = before.strip();
      int keyAt = start + leadingBlanks(before);
      problems.error(
          place(keyAt, key.length()),
          "bad-indentation",
          "`" + key + "` is indented deeper than what stands above it",
          "line " + above + " already has its value there: give both keys the same indentation");
    } else if (above > 0 && !text.contains(":")) {
      noColon(problems, above);
    } else {
      problems.error(
          place(at, 1),
          "unquoted-colon",
          "a `: ` cannot stand here",
          "a text with `: ` in it must be quoted");
    }
  }

  private void missingSpace(Problems problems, int line, Matcher glued) {
    problems.error(
        place(source.lineStart(line) + glued.start(2), 1),
        "missing-space",
        "a space is missing after this colon",
        "write `" + glued.group(1) + ": " + glued.group(3) + "`");
  }

  /** A line that should be an entry of a mapping and has no colon. */
  private void noColon(Problems problems, int line) {
    String text = source.lineText(line);
    Matcher glued = GLUED.matcher(text);
    if (glued.matches()) {
      missingSpace(problems, line, glued);
      return;
    }
    String bare = text.strip();
    int start = source.lineStart(line) + leadingBlanks(text);
    String[] words = bare.replaceFirst("^- +", "").split("\\s+", 2);
    String hint =
        words.length == 2
            ? "should it be `" + words[0] + ": " + words[1] + "`?"
            : "should it be `" + words[0] + ":`?";
    problems.error(
        place(start, bare.length()), "missing-colon", "this line lacks a key and its colon", hint);
  }

  private void quoted(Problems problems) {
    if (problem.contains("escape")) {
      String text = source.text();
      String escape = at < text.length() ? "\\" + text.charAt(at) : "\\";
      problems.error(
          place(at - 1, 2),
          "bad-escape",
          "`" + escape + "` is no escape that YAML knows",
          "inside double quotes write `\\" + escape + "`, or use single quotes");
      return;
    }
    problems.error(
        place(contextAt, 1),
        "unclosed-quote",
        "this quote is never closed",
        "a quote inside quotes is written `''` in single quotes and `\\\"` in double quotes");
  }

  private void badStart(Problems problems) {
    char found = at < source.text().length() ? source.text().charAt(at) : ' ';
    boolean statement = found == '%' && at > 0 && source.text().charAt(at - 1) == '{';
    if (statement) {
      problems.error(
          place(at - 1, 2),
          "jinja-expression",
          "`{% … %}` is Jinja2's spelling",
          "statements belong into a template file, where FreeMarker writes them `<#if …>`",
          "in a playbook choose with `${condition?then(a, b)}`");
      return;
    }
    mustQuote(problems, at, "begins with `" + found + "`");
  }

  private void mustQuote(Problems problems, int from, String what) {
    String value = source.text().substring(from, lineEnd(source, from)).stripTrailing();
    problems.error(
        place(from, value.length()),
        "unquoted-text",
        "a text that " + what + " must be quoted",
        "write `" + quote(value) + "`");
  }

  /** Something at a place where nothing of what stands above goes on. */
  private void misplaced(Problems problems) {
    if (afterQuote(problems)) return;
    int line = source.line(at);
    String before = source.text().substring(source.lineStart(line), at);
    if (!before.isBlank() && !before.strip().equals("-")) {
      char found = at < source.text().length() ? source.text().charAt(at) : ' ';
      boolean closing = found == ']' || found == '}';
      problems.error(
          place(at, 1),
          "bad-yaml",
          closing ? "`" + found + "` closes nothing" : "nothing more may stand here",
          closing ? "is its opening bracket missing?" : "quote the whole value");
      return;
    }
    String text = source.lineText(line);
    int start = source.lineStart(line) + leadingBlanks(text);
    Matcher entry = ENTRY.matcher(text);
    String what = entry.matches() ? "`" + entry.group(1) + "`" : "this line";
    int open = source.line(contextAt);
    String hint =
        problem.contains("<document start>")
            ? "what belongs together begins in the same column"
            : String.format(
                "the nearest it could belong to begins in column %d, in line %d",
                source.column(contextAt), open);
    problems.error(
        entry.matches()
            ? place(source.lineStart(line) + entry.start(1), entry.group(1).length())
            : place(start, text.strip().length()),
        "bad-indentation",
        what + " is aligned with nothing above it",
        hint);
  }

  /** A comma or a closing bracket where a value should begin. */
  private void noValue(Problems problems) {
    String found = at < source.text().length() ? source.text().substring(at, at + 1) : "";
    if (found.isEmpty() || ",]}".indexOf(found) < 0) {
      problems.error(place(at, 1), "bad-yaml", "a value is missing here");
    } else if (context.contains("flow")) {
      problems.error(
          place(at, 1),
          "bad-yaml",
          "a value is missing before this `" + found + "`",
          "write `\"\"` for an empty text");
    } else if (found.equals(",")) {
      mustQuote(problems, at, "begins with `,`");
    } else {
      problems.error(
          place(at, 1),
          "bad-yaml",
          "`" + found + "` closes nothing",
          "is its opening bracket missing?");
    }
  }

  private boolean afterQuote(Problems problems) {
    if (lastScalar.isEmpty()) return false;
    Span scalar = lastScalar.get().span();
    String between =
        scalar.end() <= at ? source.text().substring(scalar.end(), at) : "not after it";
    boolean quoted = scalar.text().matches("(?s)(['\"]).*\\1");
    if (!quoted || !between.isBlank() || between.contains("\n")) return false;
    int firstLine = scalar.line();
    int lastLine = source.line(scalar.end());
    if (firstLine < lastLine) {
      problems.error(
          place(scalar.start(), 1),
          "unclosed-quote",
          "this quote is closed only in line " + lastLine,
          "is the quote at the end of line " + firstLine + " missing?");
      return true;
    }
    String value = source.text().substring(scalar.start(), lineEnd(source, at)).stripTrailing();
    problems.error(
        place(at, lineEnd(source, at) - at),
        "text-after-quote",
        "text goes on after the closing quote",
        "quote the whole value: `" + requote(value) + "`");
    return true;
  }

  private void flow(Problems problems) {
    String text = source.text();
    boolean expression = at > 0 && at < text.length() && text.startsWith("${", at - 1);
    if (expression) {
      int close = text.indexOf('}', at);
      int end = close >= 0 && close < lineEnd(source, at) ? close + 1 : lineEnd(source, at);
      String written = text.substring(at - 1, end);
      problems.error(
          place(at - 1, written.length()),
          "unquoted-expression",
          "`${…}` must be quoted inside `[…]` and `{…}`",
          "write `" + quote(written) + "`");
      return;
    }
    if (afterQuote(problems)) return;
    boolean list = context.contains("sequence");
    String open = list ? "[" : "{";
    String close = list ? "]" : "}";
    problems.error(
        place(contextAt, 1),
        "unclosed-bracket",
        "this `" + open + "` is not closed by a `" + close + "` where it should be",
        "`"
            + close
            + "` or a comma is expected at line "
            + source.line(at)
            + ", column "
            + source.column(at));
  }

  private Span place(int start, int length) {
    int from = Math.max(0, Math.min(start, source.text().length()));
    return source.span(from, Math.min(from + Math.max(length, 1), source.text().length()));
  }

  private int lineAbove(int line) {
    for (int above = line - 1; above > 0; above--) {
      String text = source.lineText(above).strip();
      if (!text.isEmpty() && !text.startsWith("#")) return above;
    }
    return 0;
  }

  private static int lineEnd(Source source, int offset) {
    int line = source.line(offset);
    return source.lineStart(line) + source.lineText(line).length();
  }

  private static int leadingBlanks(String text) {
    return text.length() - text.stripLeading().length();
  }

  /** Quotes what has quotes: those around an expression were meant for all of it. */
  private static String requote(String value) {
    boolean around = value.matches("(['\"]).*\\$\\{.*\\1");
    return quote(around ? value.substring(1, value.length() - 1) : value);
  }

  /** Quotes so that nothing inside needs an escape, where that can be. */
  static String quote(String value) {
    if (!value.contains("\"") && !value.contains("\\")) return '"' + value + '"';
    return "'" + value.replace("'", "''") + "'";
  }
}
