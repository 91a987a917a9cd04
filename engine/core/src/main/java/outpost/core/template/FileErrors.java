package outpost.core.template;

import freemarker.core.ParseException;
import freemarker.core.Seals;
import freemarker.core.StopException;
import freemarker.template.MalformedTemplateNameException;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Problem;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Suggest;

/** Says what is wrong with a template file as a whole: its directives, what it includes. */
final class FileErrors {
  private static final List<String> DIRECTIVES =
      List.of(
          "if",
          "else",
          "elseif",
          "list",
          "items",
          "sep",
          "assign",
          "local",
          "global",
          "include",
          "import",
          "macro",
          "nested",
          "return",
          "function",
          "switch",
          "case",
          "on",
          "default",
          "break",
          "continue",
          "noparse",
          "compress",
          "attempt",
          "recover",
          "stop",
          "setting",
          "ftl",
          "t",
          "rt",
          "lt",
          "nt",
          "flush");
  private static final Pattern UNKNOWN = Pattern.compile("Unknown directive: #(\\S+?)\\.?(\\s|$)");
  private static final Pattern UNCLOSED = Pattern.compile("#(\\w+)");

  private FileErrors() {}

  /** A problem and its place. */
  record Told(Problem problem, Span span) {
    EvaluationFailed failed() {
      return new EvaluationFailed(problem, span, false);
    }
  }

  static Told syntax(ParseException failure, Source source) {
    Place place = (from, to) -> new Span(source, from, Math.max(from, to));
    int at = new Lines(source.text()).offset(failure.getLineNumber(), failure.getColumnNumber());
    String raw = String.valueOf(failure.getMessage());
    Matcher unknown = UNKNOWN.matcher(raw);
    if (unknown.find()) {
      String name = unknown.group(1);
      return told(
          "there is no directive `<#" + name + ">`",
          Suggest.nearest(name, DIRECTIVES)
              .map(near -> List.of("did you mean `<#" + near + ">`?"))
              .orElse(List.of()),
          place.span(at, at + name.length() + 2));
    }
    if (raw.contains("Unexpected end of file") || raw.contains("Unclosed")) {
      String rest = raw.substring(Math.max(0, raw.indexOf("nclosed")));
      Matcher open = UNCLOSED.matcher(rest);
      return open.find()
          ? told(
              "the file ends, but `<#" + open.group(1) + ">` is not closed",
              List.of("add `</#" + open.group(1) + ">`"),
              place.span(at, at + 1))
          : told(
              "the file ends too early",
              List.of("is a `}` or `>` missing?"),
              place.span(at, at + 1));
    }
    SyntaxError error = new SyntaxError(source.text(), place, Syntax.Where.FILE, failure);
    return error.told(at);
  }

  private static Told told(String what, List<String> hints, Span span) {
    return new Told(new Problem("template-syntax", what, hints), span);
  }

  /** Returns what is wrong at the border between files, if it is that. */
  static Optional<EvaluationFailed> atTheBorder(TemplateException failure, Source source, int at) {
    if (failure instanceof StopException) {
      String why = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
      return failed("stopped", "the template stops: " + why.strip(), source, at);
    }
    if (failure instanceof Seals.TooMany) {
      return failed("too-big", "a range or text here has more than a million parts", source, at);
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof TemplateNotFoundException missing) {
        return failed(
            "missing-template",
            "there is no template `" + missing.getTemplateName() + "`",
            source,
            at,
            "names are relative to the including file; `/` is the folder of templates");
      }
      if (t instanceof TemplateFiles.Locked locked) {
        return Optional.of(new EvaluationFailed(locked.problem(), locked.span(), false));
      }
      if (t instanceof TemplateFiles.LeadsOut || t instanceof MalformedTemplateNameException) {
        return failed("template-outside", "this leads out of the folder of templates", source, at);
      }
      if (t instanceof ParseException parse) {
        return failed(
            "template-syntax",
            "`" + parse.getTemplateName() + "` cannot be read, line " + parse.getLineNumber(),
            source,
            at);
      }
    }
    return Optional.empty();
  }

  private static Optional<EvaluationFailed> failed(
      String id, String what, Source source, int at, String... hints) {
    Span span = new Span(source, at, at + 1);
    return Optional.of(new EvaluationFailed(Problem.of(id, what, hints), span, false));
  }
}
