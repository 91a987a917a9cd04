package outpost.core.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.language.Level;
import outpost.core.source.Problems;
import outpost.core.template.Scope;

/**
 * Binds what the includes of a play bring, each file once for each include. Used by the check
 * before the run, and by the run. Safe for use by several threads.
 */
public final class Inclusions {
  private final Binder binder;
  private final List<VarLevel> known;
  private final InventoryVars inventory;
  private final Selection selection;
  private final Map<Step, Map<String, Included>> bound = new IdentityHashMap<>();
  private final Set<Step> met = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Step> unread = new LinkedHashSet<>();
  private final Set<String> tags = new TreeSet<>();

  Inclusions(Binder binder, List<VarLevel> known, InventoryVars inventory, Selection selection) {
    this.binder = binder;
    this.known = known;
    this.inventory = inventory;
    this.selection = selection;
  }

  /**
   * What an include brings.
   *
   * @param name of the file or role, for people
   * @param use the role, if it is one
   * @param references the variables that it refers to
   * @param problems what is wrong in it; with errors among them it is not to be run
   */
  public record Included(
      String name,
      List<Part> parts,
      List<Step> handlers,
      Optional<RoleUse> use,
      Set<String> references,
      Problems problems) {}

  /** Takes note of the includes among parts that are to run. */
  synchronized void meet(List<Part> parts) {
    Parts.each(
        parts,
        step -> {
          if (step.use() instanceof Use.IncludeTasks || step.use() instanceof Use.IncludeRole) {
            met.add(step);
          }
        });
  }

  /** Returns the tags of all tasks that were included so far, whether they are to run or not. */
  public synchronized Set<String> tags() {
    return new TreeSet<>(tags);
  }

  /** Returns the steps that were included so far, and are to run. */
  public synchronized List<Step> known() {
    return bound.values().stream()
        .flatMap(each -> each.values().stream())
        .flatMap(included -> Parts.steps(included.parts()).stream())
        .toList();
  }

  /** Whether there are includes of which it is not known yet what they bring. */
  public synchronized boolean areOpen() {
    return met.stream().anyMatch(step -> !bound.containsKey(step));
  }

  /** Takes note of an include that the check could not look into for some host. */
  synchronized void letBe(Step step) {
    unread.add(step);
  }

  /** Returns the includes that the check could not look into. */
  public synchronized List<Step> unread() {
    return List.copyOf(unread);
  }

  /** Binds the tasks of a file that a step includes. */
  public synchronized Included tasks(Step step, Use.IncludeTasks use, String file) {
    return of(step).computeIfAbsent(file, f -> bindTasks(step, use, f));
  }

  /** Binds a role that a step includes. */
  public synchronized Included role(
      Step step, Use.IncludeRole use, String name, Map<String, String> from) {
    return of(step).computeIfAbsent(name + from, n -> bindRole(step, use, name, from));
  }

  /**
   * Reads the variables that a step includes; what is wrong with them stands in the answer.
   *
   * @throws outpost.core.template.EvaluationFailed if an argument has no value
   * @throws outpost.core.template.UnknownValue if an argument is not known yet
   */
  public synchronized VarsInclusion.Read vars(Step step, Use.IncludeVars use, Scope scope) {
    return new VarsInclusion(binder, step.files()).read(use, scope);
  }

  private Map<String, Included> of(Step step) {
    return bound.computeIfAbsent(step, s -> new HashMap<>());
  }

  private Included bindTasks(Step step, Use.IncludeTasks use, String file) {
    Problems problems = new Problems();
    Binder telling = binder.telling(problems);
    Optional<Path> path = step.files().find("tasks", file, use.file().span(), problems);
    Level level = step.info().handler() ? Level.HANDLER : Level.TASK;
    Around around = around(step).included(use.vars());
    List<Part> parts =
        path.map(p -> telling.file(p, use.file().span(), use.around(), level, around))
            .orElse(List.of());
    String name = path.map(telling.sources()::name).orElse(file);
    return included(name, parts, telling.importedHandlers, Optional.empty(), problems);
  }

  private Included bindRole(Step step, Use.IncludeRole use, String name, Map<String, String> from) {
    Problems problems = new Problems();
    Binder telling = binder.telling(problems);
    Roles.Wanted wanted =
        new Roles.Wanted(
            name,
            use.name().span(),
            use.around(),
            use.vars(),
            from,
            use.allowDuplicates(),
            List.of(),
            use.validated());
    Roles.Bound role = new Roles(telling, problems).include(wanted, around(step));
    return included(name, role.parts(), role.handlers(), role.use(), problems);
  }

  private Included included(
      String name,
      List<Part> parts,
      List<Step> handlers,
      Optional<RoleUse> use,
      Problems problems) {
    Parts.each(parts, step -> tags.addAll(step.tags()));
    List<Part> fine = Parts.only(parts, step -> selection.takes(step.tags()));
    meet(fine);
    return new Included(
        name, fine, List.copyOf(handlers), use, references(fine, handlers), problems);
  }

  private Set<String> references(List<Part> parts, List<Step> handlers) {
    References names = new References();
    names.add(parts);
    handlers.forEach(names::add);
    List<VarLevel> levels = new ArrayList<>(inventory.all());
    levels.addAll(known);
    return names.through(levels);
  }

  private Around around(Step step) {
    return new Around(step.role(), step.includeVars(), step.files(), List.of(), known);
  }
}
