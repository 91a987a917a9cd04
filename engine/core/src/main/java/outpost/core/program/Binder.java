package outpost.core.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.catalog.ArgSpec;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.ModuleSpec;
import outpost.core.event.TaskInfo;
import outpost.core.language.Call;
import outpost.core.language.Keyword;
import outpost.core.language.LoopControl;
import outpost.core.language.OneLineArgs;
import outpost.core.language.Task;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.template.Condition;
import outpost.core.template.Template;
import outpost.core.template.Templates;

/** Binds tasks to their modules and parses every expression in them. */
final class Binder {
  private final Catalog catalog;
  private final Templates templates;
  private final Problems problems;

  Binder(Catalog catalog, Templates templates, Problems problems) {
    this.catalog = catalog;
    this.templates = templates;
    this.problems = problems;
  }

  /** Binds tasks; those that cannot be bound are reported and left out. */
  List<Step> steps(List<Task> tasks, boolean handlers) {
    List<Step> steps = new ArrayList<>();
    for (Task task : tasks) step(task, handlers).ifPresent(steps::add);
    return steps;
  }

  private Optional<Step> step(Task task, boolean handler) {
    Optional<Use> use = use(task.call());
    LoopControl control = task.loopControl();
    Step step =
        new Step(
            new TaskInfo(task.title(), task.call().module(), handler, task.span()),
            task.name().filter(Node.Scalar::isTemplate).map(this::compile),
            use.orElse(new Use.FlushHandlers()),
            vars(task.vars()),
            conditions(task.when(), task),
            task.loop()
                .map(
                    items ->
                        new Step.Loop(
                            compile(items),
                            control.loopVar(),
                            control.indexVar(),
                            control.label().map(this::compile),
                            control.pause().map(this::compile))),
            task.register(),
            conditions(task.changedWhen(), task),
            conditions(task.failedWhen(), task),
            until(task),
            task.find(Keyword.DELEGATE_TO).map(this::compile),
            task.notifies().stream().map(this::compile).toList(),
            task.listen(),
            settings(task));
    return use.map(u -> step);
  }

  private Optional<Step.Until> until(Task task) {
    Optional<Node> retries = task.find(Keyword.RETRIES);
    if (task.until().isEmpty() && retries.isEmpty()) return Optional.empty();
    return Optional.of(
        new Step.Until(
            conditions(task.until(), task),
            retries.map(this::compile),
            task.find(Keyword.DELAY).map(this::compile)));
  }

  private Step.Settings settings(Task task) {
    return new Step.Settings(
        setting(task, Keyword.BECOME),
        setting(task, Keyword.BECOME_USER),
        setting(task, Keyword.RUN_ONCE),
        setting(task, Keyword.IGNORE_ERRORS),
        setting(task, Keyword.IGNORE_UNREACHABLE),
        setting(task, Keyword.ANY_ERRORS_FATAL),
        setting(task, Keyword.NO_LOG),
        setting(task, Keyword.CHECK_MODE),
        setting(task, Keyword.DIFF),
        setting(task, Keyword.TIMEOUT),
        setting(task, Keyword.REMOTE_USER),
        setting(task, Keyword.PORT),
        setting(task, Keyword.CONNECTION),
        task.environment().stream().map(this::compile).toList());
  }

  private Optional<Template> setting(Task task, Keyword keyword) {
    return task.find(keyword).filter(node -> !node.isNull()).map(this::compile);
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

  private Optional<Condition> conditions(List<Node.Scalar> all, Task task) {
    if (all.isEmpty()) return Optional.empty();
    return Optional.of(
        templates.condition(new Node.Sequence(task.span(), List.copyOf(all)), problems));
  }

  private Optional<Use> use(Call call) {
    if (EngineSteps.NAMES.contains(call.module())) {
      return new EngineSteps(templates, problems).read(call);
    }
    return catalog.find(call.module()).flatMap(spec -> module(spec, call));
  }

  private Optional<Use> module(ModuleSpec spec, Call call) {
    if (call.text().isEmpty()) {
      return Optional.of(new Use.OfModule(spec, compile(call.args())));
    }
    Node.Scalar text = call.text().get();
    Optional<ArgSpec> freeForm =
        ArgSpec.of(spec.args()).stream().filter(ArgSpec::freeForm).findFirst();
    if (freeForm.isEmpty()) {
      problems.error(
          text.span(),
          "one-line-arguments",
          "`" + call.module() + "` takes a mapping of arguments",
          OneLineArgs.recognise(text.text())
              .map(args -> OneLineArgs.hint(call.module(), args))
              .orElse("write each argument on a line of its own"));
      return Optional.empty();
    }
    List<Node.Entry> entries = new ArrayList<>();
    Node.Scalar key = new Node.Scalar(call.written().span(), freeForm.get().name(), true, "");
    entries.add(new Node.Entry(key, text));
    entries.addAll(call.args().entries());
    return Optional.of(new Use.OfModule(spec, compile(new Node.Mapping(text.span(), entries))));
  }
}
