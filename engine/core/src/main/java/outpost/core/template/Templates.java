package outpost.core.template;

import freemarker.core.ParseException;
import freemarker.template.TemplateNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import outpost.api.Problem;
import outpost.core.source.Diagnostic;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Unlocker;

/**
 * Reads expressions, and texts that hold them, out of YAML values. One per run: making the first
 * takes a tenth of a second, so begin early; any number of threads may use it.
 */
public final class Templates {

  /** Names that no variable can have: expressions would not see it. */
  public static final Set<String> RESERVED =
      Set.of(
          "in", "as", "using", "lt", "lte", "gt", "gte", "true", "false", "omit", "lookup", "query",
          "range");

  private final Unlocker unlocker;
  private final Engine engine = new Engine();
  private final Functions functions;
  private final Syntax syntax;
  private final Map<List<Path>, TemplateFiles> files = new ConcurrentHashMap<>();

  public Templates(Lookups lookups) {
    this(lookups, Unlocker.NONE);
  }

  /**
   * @param unlocker opens values and files that are encrypted
   */
  public Templates(Lookups lookups, Unlocker unlocker) {
    this.unlocker = unlocker;
    this.functions = new Functions(lookups, this);
    this.syntax = new Syntax(engine, functions);
  }

  /** Sets up FreeMarker, which takes a while, if that has not been done yet. */
  public static void start() {
    Engine.start();
  }

  /** Reads any YAML value; what is wrong in it is reported, and stays out of the result. */
  public Template compile(Node node, Problems problems) {
    if (node instanceof Node.Sequence sequence) {
      List<Template> items = new ArrayList<>();
      for (Node item : sequence.items()) items.add(compile(item, problems));
      return new Template.Items(this, node.span(), items);
    }
    if (node instanceof Node.Mapping mapping) {
      List<Template.Field> fields = new ArrayList<>();
      for (Node.Entry entry : mapping.entries()) {
        fields.add(
            new Template.Field(key(entry.key(), problems), compile(entry.value(), problems)));
      }
      return new Template.Fields(this, node.span(), fields);
    }
    return new ScalarReader(this, syntax, problems).read((Node.Scalar) node);
  }

  private Template.Leaf key(Node.Scalar key, Problems problems) {
    Node.Scalar text = new Node.Scalar(key.span(), key.text(), false, key.tag());
    return new ScalarReader(this, syntax, problems).key(text);
  }

  /**
   * Reads a condition: an expression, or a list of them that must all be true. Nothing at all is
   * true.
   */
  public Condition condition(Node node, Problems problems) {
    return new ConditionReader(this, syntax, problems).read(node);
  }

  /**
   * Reads a template file; what is wrong in it is reported.
   *
   * @param roots the folders that it may include files of; its own is among them
   */
  public Optional<TemplateFile> file(Path file, List<Path> roots, Problems problems) {
    List<Path> all = new ArrayList<>(roots);
    Path own = file.toAbsolutePath().normalize().getParent();
    if (all.stream().noneMatch(root -> own.startsWith(root.toAbsolutePath().normalize()))) {
      all.add(0, own);
    }
    TemplateFiles in = files.computeIfAbsent(List.copyOf(all), r -> new TemplateFiles(r, unlocker));
    String name = in.name(file);
    try {
      freemarker.template.Template template = in.template(name);
      boolean fine = in.refuse(template, functions, problems);
      return fine ? Optional.of(new TemplateFile(this, in, template)) : Optional.empty();
    } catch (ParseException e) {
      syntax(e, in, file, problems);
    } catch (TemplateFiles.Locked e) {
      problems.report(Diagnostic.Severity.ERROR, Optional.of(e.span()), e.problem());
    } catch (TemplateFiles.LeadsOut e) {
      problems.error("template-outside", "`" + file + "` leads out of its folder");
    } catch (TemplateNotFoundException e) {
      problems.error("missing-template", "there is no file `" + file + "`");
    } catch (CharacterCodingException e) {
      problems.error(
          "template-encoding",
          "`" + file + "` is not UTF-8 text",
          "templates are text; to send other files use `copy`");
    } catch (IOException e) {
      // FreeMarker remembers a file that it could not parse, and wraps its first complaint
      if (e.getCause() instanceof ParseException first) {
        syntax(first, in, file, problems);
        return Optional.empty();
      }
      if (e.getCause() instanceof TemplateFiles.Locked first) {
        problems.report(Diagnostic.Severity.ERROR, Optional.of(first.span()), first.problem());
        return Optional.empty();
      }
      problems.error("template-unreadable", "`" + file + "` cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static void syntax(ParseException e, TemplateFiles in, Path file, Problems problems) {
    FileErrors.Told told = FileErrors.syntax(e, in.sourceOr(e.getTemplateName(), file));
    problems.report(Diagnostic.Severity.ERROR, Optional.of(told.span()), told.problem());
  }

  /**
   * Reads and renders a template file.
   *
   * @throws EvaluationFailed if it cannot be read or an expression in it has no value
   * @throws UnknownValue if it hangs on something that is not known yet
   */
  public RenderedText render(Path file, Scope scope, List<Path> roots) {
    Problems problems = new Problems();
    Optional<TemplateFile> read = file(file, roots, problems);
    if (read.isPresent()) return read.get().render(scope);
    Diagnostic first = problems.all().get(0);
    Span span = first.span().orElseGet(() -> new Span(new Source(file.toString(), ""), 0, 0));
    throw new EvaluationFailed(first.problem(), span, false);
  }

  /** Returns the names of all lookups: each {@code with_NAME} is a loop over one. */
  public Set<String> lookups() {
    return functions.kinds();
  }

  /**
   * Returns the items of a {@code with_KIND} loop.
   *
   * @param folder where files of a role, or beside a playbook, are looked for first
   * @param value what stands behind {@code with_KIND}, evaluated
   * @throws EvaluationFailed if there are none to be had
   */
  public List<Object> loop(String kind, String folder, Object value, Scope scope, Span span) {
    return loop(kind, folder, value, evaluation(scope), span);
  }

  /**
   * Returns the items of a {@code with_KIND} loop as far as they are known before the run.
   *
   * @throws EvaluationFailed if there will be none to be had
   * @throws UnknownValue if they are not known yet
   */
  public List<Object> previewLoop(
      String kind, String folder, Object value, Scope scope, Span span) {
    return loop(kind, folder, value, preview(scope), span);
  }

  private List<Object> loop(
      String kind, String folder, Object value, Evaluation evaluation, Span span) {
    if (value instanceof Unknown) throw new UnknownValue(kind);
    try {
      return functions.loop(kind, folder, value, evaluation);
    } catch (BadCall e) {
      throw new EvaluationFailed(new Problem("bad-loop", e.what(), e.hints()), span, false);
    }
  }

  Evaluation evaluation(Scope scope) {
    return new Evaluation(engine, functions, scope, false);
  }

  Evaluation preview(Scope scope) {
    return new Evaluation(engine, functions, scope, true);
  }

  /** Returns what opens values and files that are encrypted. */
  public Unlocker unlocker() {
    return unlocker;
  }

  Engine engine() {
    return engine;
  }
}
