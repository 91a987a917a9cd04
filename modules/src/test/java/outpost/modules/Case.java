package outpost.modules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import outpost.api.LocalFile;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Rendered;
import outpost.api.Script;
import outpost.api.Secret;
import outpost.core.catalog.Answers;
import outpost.core.catalog.ArgsReader;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.Given;
import outpost.core.catalog.ModuleSpec;
import outpost.core.catalog.Resolver;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Yaml;

/** One case of a module: what a task wants, what the host answers, and what is to come of it. */
record Case(ModuleSpec spec, Node.Mapping yaml) {
  private static final Path FOLDER = Path.of("src/test/resources/cases");
  private static final Path TEMPLATES = Path.of("src/main/resources/examples/templates");
  private static final String SECRET = "(secret)";
  private static final Set<String> KEYS =
      Set.of(
          "case",
          "args",
          "probe",
          "asks",
          "plan",
          "actions",
          "obstacle",
          "hint",
          "await",
          "within",
          "run",
          "stdin",
          "diff",
          "results",
          "origins",
          "notes",
          "refused");

  /** Reads every case of every module. */
  static List<Case> all() {
    Catalog catalog = Catalog.load();
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".yml", "");
        ModuleSpec spec =
            catalog.find(name).orElseThrow(() -> new AssertionError("no module " + name));
        for (Node item : ((Node.Sequence) read(file)).items()) {
          cases.add(new Case(spec, (Node.Mapping) item));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  /** Reads a YAML file that has no mistakes. */
  static Node read(Path file) {
    try {
      Problems problems = new Problems();
      Optional<Node> node =
          Yaml.read(new Source(file.toString(), Files.readString(file)), problems);
      return node.filter(n -> !problems.hasErrors())
          .orElseThrow(() -> new AssertionError(file + ": " + problems.all()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return text("case").orElseThrow();
  }

  /** Where the case stands, in the form that JUnit links to. */
  URI place() {
    Path file = Path.of(yaml.span().source().name()).toAbsolutePath();
    return URI.create(file.toUri() + "?line=" + yaml.span().line());
  }

  List<String> unknownKeys() {
    return yaml.entries().stream().map(e -> e.key().text()).filter(k -> !KEYS.contains(k)).toList();
  }

  boolean has(String key) {
    return yaml.get(key).isPresent();
  }

  Optional<String> text(String key) {
    return yaml.get(key).map(Case::text);
  }

  /** Returns a list of texts; one text is a list of one, nothing is an empty list. */
  List<String> texts(String key) {
    Node node = yaml.get(key).orElse(null);
    if (node == null) return List.of();
    return node instanceof Node.Sequence list
        ? list.items().stream().map(Case::text).toList()
        : List.of(text(node));
  }

  static String text(Node node) {
    return ((Node.Scalar) node).text();
  }

  /** What a module makes of the arguments: a record, or the messages that refuse them. */
  record Read(Optional<? extends Record> want, List<String> refusals) {}

  Read want() {
    Problems problems = new Problems();
    Given given =
        yaml.get("args").map(Case::given).orElseGet(() -> new Given.Fields(yaml.span(), List.of()));
    Optional<? extends Record> want =
        new ArgsReader(spec.name(), new FilesBeside(), problems).read(spec.args(), given);
    return new Read(want, problems.all().stream().map(d -> d.problem().message()).toList());
  }

  Probe<?> probe() {
    return spec.probe(want().want().orElseThrow());
  }

  Plan plan() {
    Answers answers = yaml.get("probe").map(Answers::of).orElseGet(Answers::new);
    return spec.plan(want().want().orElseThrow(), spec.found().apply(answers));
  }

  /** Returns every script of a plan in the order in which it would run. */
  static List<Script> scripts(Plan plan) {
    List<Script> scripts = new ArrayList<>();
    plan.changes().forEach(change -> scripts.add(change.fix()));
    plan.actions().forEach(action -> scripts.add(action.script()));
    plan.mend().ifPresent(scripts::add);
    plan.pending().flatMap(p -> p.giveUp()).ifPresent(scripts::add);
    return scripts;
  }

  /** Takes arguments as written; behind {@code (secret)} stands what came as a secret. */
  static Given given(Node node) {
    if (node instanceof Node.Mapping map) {
      return new Given.Fields(
          map.span(),
          map.entries().stream()
              .map(e -> new Given.Field(e.key().span(), e.key().text(), given(e.value())))
              .toList());
    }
    if (node instanceof Node.Sequence list) {
      return new Given.Items(list.span(), list.items().stream().map(Case::given).toList());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return scalar.text().startsWith(SECRET)
        ? new Given.Value(scalar.span(), Secret.of(scalar.text().substring(SECRET.length())))
        : Given.of(scalar);
  }

  /** Finds files and templates beside the cases, unrendered; one called secret holds a secret. */
  static final class FilesBeside implements Resolver {
    @Override
    public Optional<LocalFile> file(String written, Span span, Problems problems) {
      return Optional.of(new LocalFile(written, FOLDER.resolve("files").resolve(written)));
    }

    @Override
    public Optional<Rendered> template(String written, Span span, Problems problems) {
      try {
        Path own = FOLDER.resolve("files").resolve(written);
        byte[] text = Files.readAllBytes(Files.exists(own) ? own : TEMPLATES.resolve(written));
        return Optional.of(new Rendered(written, Secret.of(text), written.contains("secret")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
