package outpost.core.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.language.Call;
import outpost.core.language.Keyword;
import outpost.core.language.Keywords;
import outpost.core.language.Level;
import outpost.core.language.Task;
import outpost.core.language.TaskFile;
import outpost.core.source.Node;
import outpost.core.source.Problems;
import outpost.core.template.Template;

/** Reads the steps that bring tasks: of a file or of a role, included or imported. */
final class IncludeSteps {
  private static final List<String> ROLE_PARTS =
      List.of("tasks_from", "vars_from", "defaults_from", "handlers_from");

  /** Keywords that say something of a step that brings tasks; all others are for {@code apply}. */
  private static final Set<Keyword> OF_INCLUDES =
      Set.of(
          Keyword.NAME,
          Keyword.VARS,
          Keyword.TAGS,
          Keyword.WHEN,
          Keyword.LOOP_CONTROL,
          Keyword.ARGS,
          Keyword.NO_LOG,
          Keyword.IGNORE_ERRORS,
          Keyword.RUN_ONCE,
          Keyword.LISTEN,
          Keyword.REGISTER);

  private final EngineSteps steps;
  private final Binder binder;
  private final Problems problems;

  IncludeSteps(EngineSteps steps, Binder binder, Problems problems) {
    this.steps = steps;
    this.binder = binder;
    this.problems = problems;
  }

  /** Reads a step that includes a file of tasks. */
  Optional<Use> tasks(Task task) {
    refuseUseless(task);
    Optional<Node.Scalar> file = importedFile(task.call());
    return file.map(
        f ->
            new Use.IncludeTasks(
                binder.compile(f),
                task.keywords().aroundIncluded(apply(task.call())),
                binder.vars(ownVars(task))));
  }

  /** Reads a step that includes a role. */
  Optional<Use> role(Task task) {
    if (task.level() == Level.HANDLER) {
      problems.error(
          task.span(), "misplaced-keyword", "a role cannot be a handler", "notify its handlers");
      return Optional.empty();
    }
    refuseUseless(task);
    Call call = task.call();
    Optional<Node> name = steps.known(call).flatMap(c -> c.args().get("name"));
    if (name.isEmpty()) {
      if (steps.known(call).isPresent())
        steps.missing(call, "`name`", "give it the name of the role");
      return Optional.empty();
    }
    Map<String, Template> from = new LinkedHashMap<>();
    for (String part : ROLE_PARTS) {
      steps.argument(call, part).ifPresent(t -> from.put(part.replace("_from", ""), t));
    }
    boolean again =
        call.args().get("allow_duplicates").isEmpty() || EngineSteps.isOn(call, "allow_duplicates");
    return Optional.of(
        new Use.IncludeRole(
            binder.compile(name.get()),
            from,
            task.keywords().aroundIncluded(apply(call)),
            EngineSteps.isOn(call, "public"),
            again,
            isValidated(call),
            binder.vars(ownVars(task))));
  }

  private static boolean isValidated(Call call) {
    return call.args().get("rolespec_validate").isEmpty()
        || EngineSteps.isOn(call, "rolespec_validate");
  }

  private static List<Node.Entry> ownVars(Task task) {
    return task.keywords().own(Keyword.VARS).orElse(null) instanceof Node.Mapping vars
        ? vars.entries()
        : List.of();
  }

  private Optional<Keywords> apply(Call call) {
    Optional<Node.Entry> apply = call.args().entry("apply");
    if (apply.isEmpty() || apply.get().value().isNull()) return Optional.empty();
    if (apply.get().value() instanceof Node.Mapping keywords) {
      return Optional.of(TaskFile.keywords(keywords, problems));
    }
    problems.error(
        apply.get().value().span(),
        "wrong-kind",
        "`apply` takes a mapping of keywords, and this is " + apply.get().value().kind());
    return Optional.empty();
  }

  /** Refuses keywords that would say nothing of the tasks that an include brings. */
  private void refuseUseless(Task task) {
    for (Keyword word : task.keywords().ownWords()) {
      if (OF_INCLUDES.contains(word) || word.isLoop()) continue;
      Node.Entry entry = task.keywords().ownEntry(word).orElseThrow();
      problems.error(
          entry.key().span(),
          "useless-keyword",
          "`" + word.word() + "` says nothing of the tasks that are included",
          "write it below `apply:`, or into a block around the include");
    }
  }

  /** Returns the file that a task imports or includes. */
  Optional<Node.Scalar> importedFile(Call call) {
    if (call.text().isPresent()) return call.text();
    if (!steps.knowsAll(call)) return Optional.empty();
    if (call.args().get("file").orElse(null) instanceof Node.Scalar file && !file.isNull()) {
      return Optional.of(file);
    }
    steps.missing(call, "`file`", "give it the name of a file with tasks");
    return Optional.empty();
  }

  /** Returns the role that a task imports. */
  Optional<Roles.Wanted> importedRole(Task task, Around around) {
    Call call = task.call();
    if (steps.known(call).isEmpty()) return Optional.empty();
    if (!(call.args().get("name").orElse(null) instanceof Node.Scalar name) || name.isNull()) {
      steps.missing(call, "`name`", "give it the name of the role");
      return Optional.empty();
    }
    Map<String, String> from = new LinkedHashMap<>();
    for (String part : ROLE_PARTS) {
      if (call.args().get(part).orElse(null) instanceof Node.Scalar file) {
        binder.text(file, around.scope()).ifPresent(f -> from.put(part.replace("_from", ""), f));
      }
    }
    return binder
        .text(name, around.scope())
        .map(
            n ->
                new Roles.Wanted(
                    n,
                    name.span(),
                    task.keywords(),
                    Map.of(),
                    from,
                    EngineSteps.isOn(call, "allow_duplicates")
                        || call.args().get("allow_duplicates").isEmpty(),
                    List.of(),
                    isValidated(call)));
  }
}
