package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.core.Environment;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Problem;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;

/** A FreeMarker template in a file of its own. Immutable; any number of threads may render it. */
public final class TemplateFile {
  private static final int MOST_CHARACTERS = 64 << 20;
  private static final String LOOK = "look";

  private final Templates home;
  private final TemplateFiles files;
  private final Template template;

  TemplateFile(Templates home, TemplateFiles files, Template template) {
    this.home = home;
    this.files = files;
    this.template = template;
  }

  /**
   * Returns the text for these variables.
   *
   * @throws EvaluationFailed if an expression in it has no value
   * @throws UnknownValue if it hangs on something that is not known yet
   */
  public RenderedText render(Scope scope) {
    return render(home.evaluation(scope));
  }

  private RenderedText render(Evaluation evaluation) {
    Output out = new Output(files);
    out.secret = isSecret(template, new HashSet<>());
    try {
      Environment env = template.createProcessingEnvironment(evaluation.variables(), out);
      evaluation.prepare(env);
      env.setCustomAttribute(LOOK, new Live(files, env, evaluation));
      out.env = env;
      env.process();
    } catch (TemplateException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new EvaluationFailed(
          Problem.of("template-output", String.valueOf(e.getMessage())), wholeFile(), false);
    } catch (TooLong e) {
      throw new EvaluationFailed(
          Problem.of("too-long", "the text has more than 64 million characters"),
          wholeFile(),
          false);
    } catch (StackOverflowError e) {
      throw new EvaluationFailed(
          Problem.of("too-deep", "a macro or include calls itself without end"),
          wholeFile(),
          false);
    } catch (OutOfMemoryError | ArithmeticException e) { // what was begun is gone already
      throw new EvaluationFailed(
          Problem.of("too-big", "something in it comes to more than fits into memory"),
          wholeFile(),
          false);
    }
    return new RenderedText(out.toString(), out.secret);
  }

  /** Checks what will surely be rendered. */
  public void check(Scope scope, Problems problems) {
    check(scope, problems, true);
  }

  /**
   * Reports what fails with these variables: surely as errors, perhaps as warnings.
   *
   * @param surely whether it will be rendered at all; else all is told as warnings
   */
  public void check(Scope scope, Problems problems, boolean surely) {
    Evaluation evaluation = home.preview(scope);
    try {
      render(evaluation);
    } catch (EvaluationFailed e) {
      Severity severity = surely ? Severity.ERROR : Severity.WARNING;
      problems.report(severity, Optional.of(e.span()), e.problem());
    } catch (UnknownValue e) {
      new FileJudge(home, scope, problems, surely).check(parsed(template));
    }
  }

  /** See {@link outpost.core.template.Template#variables}; those of included files count too. */
  public Set<String> variables() {
    Set<String> names = new TreeSet<>();
    collect(template, names, new HashSet<>());
    return names;
  }

  private void collect(Template from, Set<String> names, Set<String> seen) {
    if (!seen.add(from.getName())) return;
    Term tree = parsed(from).tree();
    Set<String> own = FileJudge.boundNames(tree);
    for (String name : Variables.of(tree)) {
      if (!own.contains(name.replaceFirst("\\..*", ""))) names.add(name);
    }
    for (String included : FileJudge.included(tree)) {
      try {
        String full = files.fullName(included, from.getName());
        collect(files.template(full), names, seen);
      } catch (IOException e) {
        continue; // it is missed when it is asked for, with the place that does
      }
    }
  }

  /** Whether it was encrypted, or includes what was. */
  private boolean isSecret(Template from, Set<String> seen) {
    if (!seen.add(from.getName())) return false;
    if (files.isSecret(from)) return true;
    for (String included : FileJudge.included(parsed(from).tree())) {
      try {
        if (isSecret(files.template(files.fullName(included, from.getName())), seen)) return true;
      } catch (IOException e) {
        continue; // it is missed when it is asked for, with the place that does
      }
    }
    return false;
  }

  private TemplateFiles.Parsed parsed(Template from) {
    try {
      return files.parsed(from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Span wholeFile() {
    return new Span(parsed(template).source(), 0, 0);
  }

  private EvaluationFailed failure(TemplateException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof EvaluationFailed explained) return explained;
    }
    return new Live(files, null, null).explain(failure, template);
  }

  /** FreeMarker asks here first, while the names that loops and macros bind are still there. */
  static void explain(TemplateException failure, Environment env, Writer out)
      throws TemplateException {
    if (env.isInAttemptBlock()) throw failure;
    Live live = (Live) env.getCustomAttribute(LOOK);
    throw live.explain(failure, env.getMainTemplate());
  }

  /** Looks at expressions of a template that is being rendered. */
  private record Live(TemplateFiles files, Environment env, Evaluation evaluation) implements Look {

    @Override
    public TemplateModel eval(Term term, List<Bridge.Local> locals) throws TemplateException {
      return term.eval(env, locals);
    }

    @Override
    public Set<String> names() {
      Set<String> names = new TreeSet<>(evaluation.names());
      try {
        for (Object name : env.getKnownVariableNames()) names.add(String.valueOf(name));
      } catch (TemplateException e) {
        return names;
      }
      return names;
    }

    @Override
    public Optional<EvaluationFailed> whyMissing(String name) {
      return evaluation.whyMissing(name);
    }

    EvaluationFailed explain(TemplateException failure, Template main) {
      try {
        String name =
            failure.getTemplateSourceName() == null
                ? main.getName()
                : failure.getTemplateSourceName();
        TemplateFiles.Parsed parsed = files.parsed(files.template(name));
        Source source = parsed.source();
        int line = failure.getLineNumber() == null ? 1 : failure.getLineNumber();
        int column = failure.getColumnNumber() == null ? 1 : failure.getColumnNumber();
        int at = new Lines(source.text()).offset(line, column);
        Optional<EvaluationFailed> border = FileErrors.atTheBorder(failure, source, at);
        if (border.isPresent()) return border.get();
        Optional<Expr> expr =
            expressionAt(parsed.tree(), at)
                .map(term -> new Expr(term, source.text(), parsed.place()));
        if (expr.isPresent() && env != null) return new Explain(expr.get(), this).failure(failure);
        BadCall bad = badCall(failure);
        Problem problem =
            bad == null
                ? Problem.of("template-failed", "this part of the template fails")
                : new Problem("bad-call", bad.what(), bad.hints());
        return new EvaluationFailed(problem, new Span(source, at, at + 1), false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static BadCall badCall(Throwable failure) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        if (t instanceof BadCall bad) return bad;
      }
      return null;
    }

    /** Returns the whole expression at an offset, or the failing one of the directive there. */
    private Optional<Term> expressionAt(Term tree, int at) {
      List<Term> around = new ArrayList<>();
      around(tree, at, around);
      if (around.isEmpty()) return Optional.empty();
      Term inner = around.get(around.size() - 1);
      if (inner.node().isExpression()) return Optional.of(inner);
      return inner.parts().stream()
          .filter(part -> part.node().isExpression())
          .filter(part -> env != null && Culprit.find(this, part, List.of()) != null)
          .findFirst();
    }

    private static void around(Term term, int at, List<Term> found) {
      if (term.from() > at || at >= term.to()) {
        // what holds only text has no place of its own
        if (term.node().isExpression() || term.to() > term.from() + 1) return;
      } else {
        found.add(term);
      }
      if (!term.node().isExpression()) term.parts().forEach(part -> around(part, at, found));
    }
  }

  /** Takes the text, and note of secrets in it. */
  private static final class Output extends StringWriter implements Secrets.Tainted {
    private final TemplateFiles files;
    private Environment env;
    private boolean secret;

    Output(TemplateFiles files) {
      this.files = files;
    }

    @Override
    public void taint() {
      secret = true;
    }

    @Override
    public void write(String text) {
      grow(text.length());
      super.write(text);
    }

    @Override
    public void write(String text, int from, int length) {
      grow(length);
      super.write(text, from, length);
    }

    @Override
    public void write(char[] text, int from, int length) {
      grow(length);
      super.write(text, from, length);
    }

    private void grow(int more) {
      if (!secret && env != null && files.isSecret(env.getCurrentTemplate())) secret = true;
      if (getBuffer().length() + more > MOST_CHARACTERS) {
        throw new TooLong();
      }
    }
  }

  /** Thrown when a template writes without end. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
