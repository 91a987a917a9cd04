package outpost.core.catalog;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import outpost.api.Arg;
import outpost.api.LocalFile;
import outpost.api.Rendered;
import outpost.api.Secret;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Span;
import outpost.core.source.Yaml;
import outpost.core.template.Scope;
import outpost.core.template.Templates;
import outpost.core.template.Unknown;

/** Reads a module that is written as YAML and shell, and tells all that is wrong with it. */
final class WrittenModuleReader {
  /** What scripts see arguments as: variables of the shell, in lower case. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** What an argument takes. */
  enum Kind {
    TEXT,
    BOOL,
    NUMBER,
    LIST,
    SECRET
  }

  /** The types of arguments by their kind. */
  private record Types(String text, boolean bool, long number, List<String> list, Secret secret) {}

  private record Maybe(
      Optional<String> text,
      Optional<Boolean> bool,
      Optional<Long> number,
      Optional<List<String>> list,
      Optional<Secret> secret) {}

  record Argument(
      @Arg(value = "A sentence for the manual.", freeForm = true) String doc,
      @Arg(value = "What it takes.", def = "text") Kind type,
      @Arg(value = "Whether a task must give it, where it has no default.", def = "yes")
          boolean required,
      @Arg("What holds where it is not given.") Optional<String> default_,
      @Arg(value = "The words that it takes; any if there are none.", def = "[]")
          List<String> choices,
      @Arg(value = "Other names for it.", def = "[]") List<String> aliases,
      @Arg(value = "Whether the text behind the module's name goes here.", def = "no")
          boolean freeForm) {}

  record Obstacle(
      @Arg("The condition under which nothing can be done.") Object when,
      @Arg("What is wrong then.") Object message,
      @Arg("What to do about it.") Object hint) {}

  record Text(
      @Arg("The text that is there.") Object before,
      @Arg("The text that there will be.") Object after) {}

  record Change(
      @Arg("What differs, in a word or two.") Object what,
      @Arg("What was found.") Object from,
      @Arg("What is wanted; there is nothing to do where it is the same.") Object to,
      @Arg("A condition without which it is not looked at.") Optional<Object> when,
      @Arg("The whole texts, to show line by line.") Optional<Text> diff,
      @Arg("The shell that brings it about.") String run,
      @Arg("What that reads from standard input; secrets go there.") Optional<Object> stdin) {}

  record Action(
      @Arg("What is done, in a word or two.") Object what,
      @Arg("The condition under which it is done.") Optional<Object> when,
      @Arg("The shell that does it.") String run,
      @Arg("What that reads from standard input; secrets go there.") Optional<Object> stdin) {}

  record File(
      @Arg("A sentence for the manual.") String doc,
      @Arg(value = "What tasks give.", def = "{}") Map<String, Argument> args,
      @Arg("Shell that looks at the host, changes nothing, and answers with emit and blob.")
          String probe,
      @Arg(value = "What keeps it from doing anything.", def = "[]") List<Obstacle> obstacles,
      @Arg(value = "What may differ, and how it is mended.", def = "[]") List<Change> changes,
      @Arg(value = "What is done each time.", def = "[]") List<Action> actions,
      @Arg(value = "What `register` gets beside what was found.", def = "{}")
          Map<String, Object> results,
      @Arg(value = "How long changes may take to settle.", def = "0s") Duration within,
      @Arg(value = "Tasks to copy, for the manual.", def = "[]") List<Example> examples) {}

  record Example(
      @Arg("What it is good for.") String example, @Arg("The task.") Map<String, Object> task) {}

  private static final Resolver NO_FILES =
      new Resolver() {
        @Override
        public Optional<LocalFile> file(String written, Span span, Problems problems) {
          throw new IllegalStateException("no argument of a written module is a file");
        }

        @Override
        public Optional<Rendered> template(String written, Span span, Problems problems) {
          throw new IllegalStateException("no argument of a written module is a template");
        }
      };

  private final Templates templates;
  private final Problems problems;

  WrittenModuleReader(Templates templates, Problems problems) {
    this.templates = templates;
    this.problems = problems;
  }

  /** Reads one; empty if something is wrong with it. */
  Optional<ModuleSpec> read(String name, Source source) {
    Problems found = new Problems();
    Optional<Node> node = Yaml.read(source, found);
    Optional<File> file =
        node.flatMap(n -> new ArgsReader(name, NO_FILES, found).read(File.class, Given.of(n)));
    Optional<ModuleSpec> spec =
        file.map(written -> spec(name, written, (Node.Mapping) node.get(), found));
    problems.addAll(found);
    return found.hasErrors() ? Optional.empty() : spec;
  }

  private ModuleSpec spec(String name, File file, Node.Mapping node, Problems found) {
    List<ArgSpec> specs = new ArrayList<>();
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("found", Unknown.ANY);
    file.args()
        .forEach(
            (arg, declared) -> {
              specs.add(spec(arg, declared));
              known.put(arg, Unknown.ANY);
            });
    names(node, found);
    WrittenModule.Body body =
        new Expressions(templates, Scope.of(known), found).body(file.probe(), file.within(), node);
    List<String> names = specs.stream().map(ArgSpec::name).toList();
    return new ModuleSpec(
        name,
        List.of(),
        file.doc(),
        () -> new Arguments(specs, values -> args(names, values)),
        WrittenModuleReader::found,
        () -> List.of("found"),
        () -> node.get("examples"),
        new WrittenModule(names, body));
  }

  private static void names(Node.Mapping node, Problems found) {
    if (!(node.get("args").orElse(null) instanceof Node.Mapping args)) return;
    for (Node.Entry arg : args.entries()) {
      String name = arg.key().text();
      if (NAME.matcher(name).matches() && !name.equals("found")) continue;
      found.error(
          arg.key().span(),
          "bad-argument",
          "`" + name + "` cannot be an argument's name",
          "scripts see it as a variable: use small letters, digits and `_`, but not `found`");
    }
  }

  private static ArgSpec spec(String name, Argument declared) {
    boolean optional = !declared.required() && declared.default_().isEmpty();
    return new ArgSpec(
        name,
        declared.doc(),
        declared.default_().map(def -> def.isEmpty() ? "\"\"" : def),
        declared.aliases(),
        declared.freeForm(),
        Optional.empty(),
        Optional.empty(),
        declared.choices(),
        type(optional ? Maybe.class : Types.class, declared.type()),
        name);
  }

  private static Type type(Class<? extends Record> types, Kind kind) {
    return Arrays.stream(types.getRecordComponents())
        .filter(type -> type.getName().equals(ArgSpec.choice(kind)))
        .findFirst()
        .map(RecordComponent::getGenericType)
        .orElseThrow();
  }

  private static Record args(List<String> names, List<Object> values) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Object value =
          values.get(i) instanceof Optional<?> maybe ? maybe.orElse(null) : values.get(i);
      if (value != null) given.put(names.get(i), value);
    }
    return new WrittenModule.Args(given);
  }

  private static Record found(Answers answers) {
    Answers all = new Answers();
    all.below("found").merge(answers);
    return FoundReader.read(WrittenModule.Found.class, all);
  }
}
