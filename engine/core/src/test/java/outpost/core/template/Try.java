package outpost.core.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import outpost.core.source.Diagnostic;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

/** Reads and evaluates single texts, for the tests of this room. */
final class Try {
  static final Templates TEMPLATES = new Templates(Lookups.none());

  private Try() {}

  /** A text and what becomes of it. */
  record Row(String text, String outcome) {}

  /** Reads a file of rows, with a blank line between them. */
  static List<Row> rows(String file) throws IOException {
    try (InputStream in = Try.class.getResourceAsStream(file)) {
      List<Row> rows = new ArrayList<>();
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String block : all.strip().split("\n\n")) {
        String[] parts = block.split("\n  = ?", 2);
        rows.add(new Row(parts[0].strip(), parts[1].replace("\n    ", "\n")));
      }
      return rows;
    }
  }

  static Node.Scalar plain(String text) {
    return new Node.Scalar(new Span(new Source("t.yml", text), 0, text.length()), text, true, "");
  }

  static Template compile(String text) {
    Problems problems = new Problems();
    Template template = TEMPLATES.compile(plain(text), problems);
    if (!problems.all().isEmpty()) throw new IllegalArgumentException(told(problems));
    return template;
  }

  static Object evaluate(String text, Map<String, ?> variables) {
    return compile(text).evaluate(Scope.of(variables));
  }

  /** Returns problems as {@code line:column-column message (hint; hint)}, one per line. */
  static String told(Problems problems) {
    StringBuilder all = new StringBuilder();
    for (Diagnostic d : problems.all()) {
      if (!all.isEmpty()) all.append('\n');
      if (d.severity() == Diagnostic.Severity.WARNING) all.append("warning ");
      all.append(told(d.span().orElseThrow(), d.problem()));
    }
    return all.toString();
  }

  static String told(Span span, outpost.api.Problem problem) {
    String hints = problem.hints().isEmpty() ? "" : " (" + String.join("; ", problem.hints()) + ")";
    int end = span.column() + span.end() - span.start();
    return span.line() + ":" + span.column() + "-" + end + " " + problem.message() + hints;
  }

  /** Returns the value, or what is wrong. */
  static String outcome(String text, Map<String, ?> variables) {
    Problems problems = new Problems();
    Template template = TEMPLATES.compile(plain(text), problems);
    if (!problems.all().isEmpty()) return told(problems);
    try {
      return String.valueOf(template.evaluate(Scope.of(variables)));
    } catch (EvaluationFailed e) {
      return told(e.span(), e.problem());
    } catch (UnknownValue e) {
      return "unknown";
    }
  }
}
