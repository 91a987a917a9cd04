package outpost.core.template;

import freemarker.cache.TemplateLoader;
import freemarker.core.Bridge;
import freemarker.template.Configuration;
import freemarker.template.Template;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Unlocker;

/**
 * The template files below some folders. Names that lead out of them, also by a symbolic link, are
 * refused; one folder's file may include another's.
 */
final class TemplateFiles {
  private static final Pattern ESCAPING =
      Pattern.compile(
          "<#ftl\\b[^>]*\\b(output_?[fF]ormat|auto_?[eE]sc)\\b|<#(outputformat|autoesc|noautoesc)\\b");

  private static final Pattern CALL = Pattern.compile("\\w\\s*\\(");

  private final List<Path> roots;
  private final Unlocker unlocker;
  private final Configuration configuration = Engine.configuration();

  TemplateFiles(List<Path> roots, Unlocker unlocker) {
    this.unlocker = unlocker;
    this.roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    configuration.setTemplateLoader(new Loader());
    configuration.setTemplateExceptionHandler(TemplateFile::explain);
  }

  /** Returns a file's name as templates call it. */
  String name(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    for (Path root : roots) {
      if (absolute.startsWith(root)) return root.relativize(absolute).toString();
    }
    throw new IllegalArgumentException(file + " is in none of " + roots);
  }

  /** Returns a parsed template. */
  Template template(String name) throws IOException {
    Template template = configuration.getTemplate(name);
    synchronized (template) {
      if (template.getCustomAttribute("tree") == null) {
        Bridge.interruptible(template);
        Bridge.comparable(template);
        template.setCustomAttribute("tree", tree(template));
      }
    }
    return template;
  }

  /** Returns the name of a file that another one includes. */
  String fullName(String name, String from) {
    int slash = from.lastIndexOf('/');
    String folder = slash < 0 ? "" : from.substring(0, slash + 1);
    return name.startsWith("/") ? name.substring(1) : folder + name;
  }

  /** What belongs to a parsed template: its tree and its text. */
  record Parsed(Term tree, Source source) {
    Place place() {
      return (from, to) -> new Span(source, from, Math.max(to, from));
    }
  }

  Parsed parsed(Template template) throws IOException {
    return (Parsed) template(template.getName()).getCustomAttribute("tree");
  }

  private Parsed tree(Template template) throws IOException {
    Source source = source(template.getName());
    return new Parsed(Term.of(Bridge.root(template), new Lines(source.text())), source);
  }

  /** Returns the text of a file. */
  Source source(String name) throws IOException {
    Path file = find(name);
    if (file == null) throw new IOException("no " + name);
    return source(file);
  }

  private Source source(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    if (!Unlocker.isLocked(text)) return new Source(shown(file), text);
    try {
      Secret plain = unlocker.open(text);
      unlocker.keep(plain);
      String opened = text(plain.reveal()); // into a source that shows no line
      return new Source(shown(file), opened, Source.Secrecy.LINES);
    } catch (Unlocker.Locked e) {
      throw new Locked(e.problem(), e.in(new Source(shown(file), text)));
    }
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** Thrown when a template is encrypted and cannot be opened. */
  static final class Locked extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;
    private final transient Span span;

    Locked(Problem problem, Span span) {
      super(problem.message());
      this.problem = problem;
      this.span = span;
    }

    Problem problem() {
      return problem;
    }

    Span span() {
      return span;
    }
  }

  /** Returns whether a template's file was encrypted, so that its text is a secret. */
  boolean isSecret(Template template) {
    if (template.getName() == null) return false;
    Object known = template.getCustomAttribute("secret");
    if (known == null) {
      try {
        known = source(template.getName()).isSecret();
      } catch (IOException e) {
        known = false; // it could be read a moment ago
      }
      template.setCustomAttribute("secret", known);
    }
    return (Boolean) known;
  }

  /** Returns the text of the file that a failure names, or of the one that was asked for. */
  Source sourceOr(String name, Path file) {
    try {
      return source(name == null ? name(file) : name);
    } catch (IOException e) {
      return new Source(shown(file.toAbsolutePath()), "");
    }
  }

  /** Reports what is refused in a template; returns whether nothing is. */
  boolean refuse(Template template, Functions functions, Problems problems) throws IOException {
    Parsed parsed = parsed(template);
    String text = parsed.source().text();
    boolean fine =
        new Refusals(text, parsed.place(), functions, problems, true).tree(parsed.tree());
    Matcher header = ESCAPING.matcher(text);
    if (header.find()) {
      problems.error(
          parsed.place().span(header.start(), header.end()),
          "template-syntax",
          "escaping for markup cannot be turned on here",
          "it would turn secrets into text; escape what needs it with `?xml` or `?json_string`");
      return false;
    }
    for (Jinja.Found jinja : JinjaFile.find(template.getName(), text)) {
      problems.error(
          parsed.place().span(jinja.from(), jinja.to()),
          "jinja",
          jinja.message(),
          jinja.hints().toArray(String[]::new));
      fine = false;
    }
    return fine;
  }

  /**
   * Marks the functions of ours that a template calls, but for those that it defines itself. No
   * place in it moves.
   */
  private static String marked(String text) {
    if (!CALL.matcher(text).find()) return text;
    Term tree;
    try {
      tree = Term.of(Bridge.root(new Template("", text, Engine.configuration())), new Lines(text));
    } catch (IOException e) {
      return text; // it is told when the template is read in earnest
    }
    Set<String> own = FileJudge.boundNames(tree);
    StringBuilder marked = new StringBuilder(text);
    tree.walk(
        term -> {
          if (!term.is(Term.Kind.CALL) || !term.part(0).is(Term.Kind.NAME)) return;
          String name = term.part(0).name();
          if (own.contains(name) || !Functions.marked().contains(name)) return;
          marked.replace(
              term.part(0).from(), term.part(0).from() + name.length(), Bridge.marked(name));
        });
    return marked.toString();
  }

  private static String shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
  }

  private Path find(String name) throws IOException {
    for (Path root : roots) {
      Path file = root.resolve(name).normalize();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) continue;
      if (!file.toRealPath().startsWith(root.toRealPath())) throw new LeadsOut(name);
      return file;
    }
    return null;
  }

  /** Thrown when a template asks for a file outside of its folders. */
  static final class LeadsOut extends IOException {
    private static final long serialVersionUID = 1L;

    LeadsOut(String name) {
      super(name);
    }
  }

  private final class Loader implements TemplateLoader {
    @Override
    public Object findTemplateSource(String name) throws IOException {
      return find(name);
    }

    @Override
    public long getLastModified(Object source) {
      return 0; // a run reads a file once
    }

    @Override
    public Reader getReader(Object source, String encoding) throws IOException {
      return new StringReader(marked(TemplateFiles.this.source((Path) source).text()));
    }

    @Override
    public void closeTemplateSource(Object source) {}
  }
}
