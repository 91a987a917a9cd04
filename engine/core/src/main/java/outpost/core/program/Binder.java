package outpost.core.program;

import java.nio.file.Path;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.catalog.ArgSpec;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.ModuleSpec;
import outpost.core.event.TaskInfo;
import outpost.core.language.Block;
import outpost.core.language.Call;
import outpost.core.language.Item;
import outpost.core.language.Keyword;
import outpost.core.language.Keywords;
import outpost.core.language.Level;
import outpost.core.language.LoopControl;
import outpost.core.language.OneLineArgs;
import outpost.core.language.Task;
import outpost.core.language.TaskFile;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Sources;
import outpost.core.source.Span;
import outpost.core.source.Yaml;
import outpost.core.template.Condition;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.Templates;
import outpost.core.template.UnknownValue;

/** Binds tasks to their modules, reads what they import, and parses every expression in them. */
final class Binder {
  private static final Set<Keyword> SETTINGS =
      Set.of(
          Keyword.BECOME,
          Keyword.BECOME_USER,
          Keyword.BECOME_METHOD,
          Keyword.BECOME_FLAGS,
          Keyword.BECOME_EXE,
          Keyword.RUN_ONCE,
          Keyword.IGNORE_ERRORS,
          Keyword.IGNORE_UNREACHABLE,
          Keyword.ANY_ERRORS_FATAL,
          Keyword.NO_LOG,
          Keyword.CHECK_MODE,
          Keyword.DIFF,
          Keyword.TIMEOUT,
          Keyword.THROTTLE,
          Keyword.REMOTE_USER,
          Keyword.PORT,
          Keyword.CONNECTION,
          Keyword.DELEGATE_TO,
          Keyword.DELEGATE_FACTS);

  private final Catalog catalog;
  private final Templates templates;
  private final Sources sources;
  private final Set<String> modules;
  private final Problems problems;

  /** What static imports of roles brought along the way. */
  final List<Step> importedHandlers = new ArrayList<>();

  final List<RoleUse> exported = new ArrayList<>();

  Binder(Catalog catalog, Templates templates, Sources sources, Problems problems) {
    this.catalog = catalog;
    this.templates = templates;
    this.sources = sources;
    this.problems = problems;
    this.modules = names(catalog);
  }

  /** Returns the names of all modules; which there are is only worked out where it has to be. */
  static Set<String> names(Catalog catalog) {
    return new AbstractSet<>() {
      @Override
      public boolean contains(Object name) {
        return EngineSteps.NAMES.contains(name) || catalog.has((String) name);
      }

      @Override
      public Iterator<String> iterator() {
        return all().iterator();
      }

      @Override
      public int size() {
        return all().size();
      }

      private Set<String> all() {
        Set<String> names = new TreeSet<>(catalog.names());
        names.addAll(EngineSteps.NAMES);
        return names;
      }
    };
  }

  Sources sources() {
    return sources;
  }

  Templates templates() {
    return templates;
  }

  /** Returns the same binder that tells mistakes elsewhere. */
  Binder telling(Problems elsewhere) {
    return new Binder(catalog, templates, sources, elsewhere);
  }

  /** Binds tasks; those that cannot be bound are reported and left out. */
  List<Part> parts(List<Item> items, Around around) {
    List<Part> parts = new ArrayList<>();
    for (Item item : items) parts.addAll(parts(item, around));
    return parts;
  }

  /** Reads and binds a file of tasks or handlers. */
  List<Part> file(Path file, Span place, Keywords keywords, Level level, Around around) {
    if (around.chain().contains(file)) {
      List<String> names = new ArrayList<>(around.chain().stream().map(sources::name).toList());
      java.util.Collections.reverse(names);
      problems.error(
          place,
          "import-circle",
          "`" + sources.name(file) + "` imports itself",
          String.join(" → ", names) + " → " + sources.name(file));
      return List.of();
    }
    Optional<Source> source = sources.read(file, problems);
    if (source.isEmpty()) return List.of();
    return parts(TaskFile.read(source.get(), modules, keywords, level, problems), around.in(file));
  }

  /** Reads and parses a file of variables; reports and returns empty if it is none. */
  Optional<Map<String, Object>> varsOf(Path file) {
    Optional<Source> source = sources.read(file, problems);
    Optional<Node> root = source.flatMap(s -> Yaml.read(s, problems));
    if (root.isEmpty()) return Optional.empty();
    if (root.get().isNull()) return Optional.of(Map.of());
    if (root.get() instanceof Node.Mapping vars) return Optional.of(vars(vars.entries()));
    problems.error(
        root.get().span(),
        "wrong-kind",
        "`" + sources.name(file) + "` is a mapping of variables, and this is " + root.get().kind());
    return Optional.empty();
  }

  private List<Part> parts(Item item, Around around) {
    if (item instanceof Block block) {
      return List.of(
          new Group(
              block.span(),
              parts(block.body(), around),
              parts(block.rescue(), around),
              parts(block.always(), around)));
    }
    Task task = (Task) item;
    return switch (task.call().module()) {
      case "import_tasks" -> importTasks(task, around);
      case "import_role" -> importRole(task, around);
      default -> step(task, around).map(s -> List.<Part>of(s)).orElse(List.of());
    };
  }

  private List<Part> importTasks(Task task, Around around) {
    if (!isStatic(task)) return List.of();
    Optional<Node.Scalar> file = includes().importedFile(task.call());
    Optional<String> name = file.flatMap(f -> text(f, around.scope()));
    if (name.isEmpty()) return List.of();
    Optional<Path> path = around.files().find("tasks", name.get(), file.get().span(), problems);
    return path.map(p -> file(p, file.get().span(), task.keywords(), task.level(), around))
        .orElse(List.of());
  }

  private List<Part> importRole(Task task, Around around) {
    if (!isStatic(task)) return List.of();
    if (task.level() == Level.HANDLER) {
      problems.error(
          task.span(), "misplaced-keyword", "a role cannot be a handler", "notify its handlers");
      return List.of();
    }
    Optional<Roles.Wanted> wanted = includes().importedRole(task, around);
    if (wanted.isEmpty()) return List.of();
    Roles.Bound bound = new Roles(this, problems).bind(wanted.get(), around);
    importedHandlers.addAll(bound.handlers());
    bound.use().ifPresent(exported::add);
    return bound.parts();
  }

  private IncludeSteps includes() {
    return new IncludeSteps(new EngineSteps(this, problems), this, problems);
  }

  private boolean isStatic(Task task) {
    Optional<Node.Entry> loop = task.loop();
    if (loop.isEmpty()) return true;
    String include = task.call().module().replace("import", "include");
    problems.error(
        loop.get().key().span(),
        "useless-keyword",
        "`" + task.call().module() + "` is read once, before the run: it cannot loop",
        "write `" + include + "`");
    return false;
  }

  private Optional<Step> step(Task task, Around around) {
    return use(task).map(use -> step(task, use, around));
  }

  /** Binds a task to what it does. */
  Step step(Task task, Use use, Around around) {
    Map<String, Object> vars = vars(task.vars());
    return new Step(
        new TaskInfo(
            task.title(),
            task.call().module(),
            task.level() == Level.HANDLER,
            task.span(),
            around.role().map(RoleUse::name)),
        task.name().filter(Node.Scalar::isTemplate).map(this::compile),
        use,
        vars,
        around.includeVars(),
        tags(task, around),
        conditions(task.when(), task),
        task.loop().map(items -> loop(items, task.loopControl(), task)),
        task.register(),
        conditions(task.changedWhen(), task),
        conditions(task.failedWhen(), task),
        until(task),
        async(task, use),
        task.notifies().stream().map(this::compile).toList(),
        task.listen(),
        settings(task),
        around.role(),
        around.files(),
        magic(around));
  }

  private static Map<String, Object> magic(Around around) {
    Map<String, Object> magic = new LinkedHashMap<>();
    magic.put(
        "ansible_search_path", around.files().folders().stream().map(Path::toString).toList());
    around
        .role()
        .ifPresent(
            role -> {
              magic.put("role_name", role.name());
              magic.put("ansible_role_name", role.name());
              magic.put("role_path", role.folder().toString());
              magic.put("ansible_parent_role_names", role.parents());
              magic.put("ansible_parent_role_paths", role.parentPaths());
            });
    return magic;
  }

  private Set<String> tags(Task task, Around around) {
    Set<String> tags = new LinkedHashSet<>();
    for (Node.Scalar written : task.tags()) {
      Optional<Object> value = value(compile(written), around.scope());
      if (value.isEmpty()) continue;
      List<?> all = value.get() instanceof List<?> list ? list : List.of(value.get());
      for (Object one : all) {
        for (String tag : String.valueOf(one).split(",")) {
          if (!tag.isBlank()) tags.add(tag.strip());
        }
      }
    }
    return tags;
  }

  private Step.Loop loop(Node.Entry written, LoopControl control, Task task) {
    String word = written.key().text();
    return new Step.Loop(
        compile(written.value()),
        Optional.of(word)
            .filter(w -> w.startsWith("with_"))
            .map(w -> new Step.With(w.substring("with_".length()), folder(task), templates)),
        control.loopVar(),
        control.indexVar(),
        control.label().map(this::compile),
        control.pause().map(this::compile),
        control.extended().map(this::compile),
        conditions(control.breakWhen(), task));
  }

  /** Returns the folder in which a role keeps what a task names. */
  private static String folder(Task task) {
    return switch (task.call().module()) {
      case "include_vars" -> "vars";
      case "include_tasks" -> "tasks";
      case "template" -> "templates";
      default -> "files";
    };
  }

  private Optional<Step.Until> until(Task task) {
    Optional<Node> retries = task.keywords().own(Keyword.RETRIES);
    if (task.until().isEmpty() && retries.isEmpty()) return Optional.empty();
    return Optional.of(
        new Step.Until(
            conditions(task.until(), task),
            retries.map(this::compile),
            task.keywords().own(Keyword.DELAY).map(this::compile)));
  }

  private Optional<Step.Async> async(Task task, Use use) {
    Optional<Node> limit = task.keywords().own(Keyword.ASYNC).filter(node -> !isNought(node));
    boolean brings = use instanceof Use.IncludeTasks || use instanceof Use.IncludeRole;
    if (limit.isEmpty() || brings) return Optional.empty(); // includes refuse most keywords
    if (!(use instanceof Use.OfModule module) || !module.spec().canDetach()) {
      List<String> able =
          catalog.names().stream()
              .filter(name -> catalog.find(name).filter(ModuleSpec::canDetach).isPresent())
              .map(name -> "`" + name + "`")
              .toList();
      problems.error(
          limit.get().span(),
          "useless-keyword",
          "`" + task.call().module() + "` cannot go on by itself, and `async` asks that of it",
          "what takes long here gets its time by `timeout`, in seconds",
          "what can go on by itself: " + String.join(", ", able));
      return Optional.empty();
    }
    return Optional.of(
        new Step.Async(compile(limit.get()), task.keywords().own(Keyword.POLL).map(this::compile)));
  }

  private static boolean isNought(Node node) {
    return node.isNull() || (node instanceof Node.Scalar number && number.text().equals("0"));
  }

  private Step.Settings settings(Task task) {
    Map<Keyword, List<Template>> values = new LinkedHashMap<>();
    for (Keyword keyword : SETTINGS) {
      List<Template> said = new ArrayList<>();
      List<Node> all = task.keywords().all(keyword);
      for (int i = all.size() - 1; i >= 0; i--) {
        if (all.get(i).isNull()) continue;
        Template template = compile(all.get(i));
        said.add(template);
        if (template.constant()) break;
      }
      if (!said.isEmpty()) values.put(keyword, List.copyOf(said));
    }
    return new Step.Settings(values, task.environment().stream().map(this::compile).toList());
  }

  /** Reads variables as they stand in a mapping. */
  Map<String, Object> vars(List<Node.Entry> entries) {
    Map<String, Object> vars = new LinkedHashMap<>();
    for (Node.Entry entry : entries) {
      String name = entry.key().text();
      if (Templates.RESERVED.contains(name)) {
        problems.error(
            entry.key().span(),
            "reserved-name",
            "no variable can be called `"
                + name
                + "`: expressions have a meaning of their own for it",
            "give it another name");
      }
      vars.put(name, compile(entry.value()));
    }
    return vars;
  }

  Template compile(Node node) {
    return templates.compile(node, problems);
  }

  Condition condition(Node node) {
    return templates.condition(node, problems);
  }

  /** Returns the value of what must be known before the run. */
  Optional<Object> value(Template template, Scope scope) {
    try {
      return Optional.ofNullable(template.evaluate(scope));
    } catch (EvaluationFailed e) {
      problems.report(Severity.ERROR, Optional.of(e.span()), e.problem());
    } catch (UnknownValue e) {
      if (!e.isTold()) {
        problems.error(
            template.span(), "unknown-value", "this must be known before the run begins");
      }
    }
    return Optional.empty();
  }

  Optional<String> text(Node.Scalar written, Scope scope) {
    if (!written.isTemplate()) return Optional.of(written.text());
    return value(compile(written), scope).map(String::valueOf);
  }

  private Optional<Condition> conditions(List<Node.Scalar> all, Task task) {
    if (all.isEmpty()) return Optional.empty();
    return Optional.of(condition(new Node.Sequence(task.span(), List.copyOf(all))));
  }

  private Optional<Use> use(Task task) {
    Call call = task.call();
    if (EngineSteps.NAMES.contains(call.module())) {
      return new EngineSteps(this, problems).read(withDefaults(task));
    }
    return catalog.find(call.module()).flatMap(spec -> module(spec, task));
  }

  private Optional<Use> module(ModuleSpec spec, Task task) {
    Call call = task.call();
    List<Node.Entry> entries = new ArrayList<>();
    if (call.text().isPresent()) {
      Node.Scalar text = call.text().get();
      Optional<ArgSpec> freeForm =
          spec.args().specs().stream().filter(ArgSpec::freeForm).findFirst();
      if (freeForm.isEmpty()) {
        problems.error(
            text.span(),
            "one-line-arguments",
            "`" + call.module() + "` takes a mapping of arguments",
            OneLineArgs.hint(call.module(), text.text()));
        return Optional.empty();
      }
      Node.Scalar key = new Node.Scalar(call.written().span(), freeForm.get().name(), true, "");
      entries.add(new Node.Entry(key, text));
    }
    entries.addAll(call.args().entries());
    addDefaults(spec.name(), spec.args().specs(), task, entries);
    Node.Mapping args =
        new Node.Mapping(call.text().map(Node.Scalar::span).orElse(call.args().span()), entries);
    return Optional.of(new Use.OfModule(spec, compile(args)));
  }

  private static Task withDefaults(Task task) {
    Call call = task.call();
    if (call.text().isPresent()) return task;
    List<Node.Entry> entries = new ArrayList<>(call.args().entries());
    addDefaults(call.module(), List.of(), task, entries);
    if (entries.size() == call.args().entries().size()) return task;
    Node.Mapping args = new Node.Mapping(call.args().span(), entries);
    Call whole = new Call(call.written(), call.module(), call.text(), args);
    return new Task(task.written(), task.level(), whole, task.keywords());
  }

  /** Adds what {@code module_defaults} says of arguments that the task does not give. */
  private static void addDefaults(
      String name, List<ArgSpec> args, Task task, List<Node.Entry> entries) {
    List<Node> levels = task.keywords().all(Keyword.MODULE_DEFAULTS);
    for (int i = levels.size() - 1; i >= 0; i--) {
      if (!(levels.get(i) instanceof Node.Mapping modules)) continue;
      for (Node.Entry module : modules.entries()) {
        if (!isNamed(module.key().text(), name)) continue;
        if (!(module.value() instanceof Node.Mapping defaults)) continue;
        for (Node.Entry entry : defaults.entries()) {
          if (!isGiven(entry.key().text(), args, entries)) entries.add(entry);
        }
      }
    }
  }

  private static boolean isNamed(String written, String module) {
    return written.substring(written.lastIndexOf('.') + 1).equals(module);
  }

  private static boolean isGiven(String name, List<ArgSpec> args, List<Node.Entry> entries) {
    Optional<ArgSpec> spec = args.stream().filter(a -> a.answersTo(name)).findFirst();
    return entries.stream()
        .map(e -> e.key().text())
        .anyMatch(given -> given.equals(name) || spec.filter(s -> s.answersTo(given)).isPresent());
  }
}
