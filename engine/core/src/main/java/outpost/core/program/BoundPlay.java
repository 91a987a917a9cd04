package outpost.core.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import outpost.core.schedule.Batches;
import outpost.core.source.Span;

/**
 * A play bound to its hosts and modules.
 *
 * @param choice which hosts, for when the inventory has changed
 * @param hosts names, in order, after {@code --limit}
 * @param vars the play's variables, the weakest first
 * @param varsFiles {@code vars_files}
 * @param maxFailPercentage the share of a batch that may fail; empty for all of it
 * @param forceHandlers whether hosts that fail run the handlers that were notified on them
 * @param gathering which facts it reads before its tasks
 * @param tags its own
 * @param sections {@code pre_tasks}, roles and {@code tasks}, {@code post_tasks}: handlers run
 *     after each
 * @param taskTags those of all its tasks, whether they are to run or not
 * @param exported roles whose variables all its tasks see
 * @param inclusions what its includes bring
 */
public record BoundPlay(
    String name,
    Span place,
    PlayHosts choice,
    List<String> hosts,
    List<VarLevel> vars,
    VarsFiles varsFiles,
    List<Batches.Size> serial,
    Optional<Integer> maxFailPercentage,
    boolean anyErrorsFatal,
    boolean forceHandlers,
    Strategy strategy,
    Gathering gathering,
    Set<String> tags,
    List<List<Part>> sections,
    Set<String> taskTags,
    Handlers handlers,
    List<RoleUse> exported,
    Inclusions inclusions) {

  /** Returns the play with other facts to read. */
  BoundPlay with(Gathering gathering) {
    return with(gathering, sections);
  }

  /** Returns the play with other tasks. */
  BoundPlay with(List<List<Part>> sections) {
    return with(gathering, sections);
  }

  private BoundPlay with(Gathering gathering, List<List<Part>> sections) {
    return new BoundPlay(
        name,
        place,
        choice,
        hosts,
        vars,
        varsFiles,
        serial,
        maxFailPercentage,
        anyErrorsFatal,
        forceHandlers,
        strategy,
        gathering,
        tags,
        sections,
        taskTags,
        handlers,
        exported,
        inclusions);
  }

  /** How the hosts of a batch keep step. */
  public enum Strategy {
    /** All finish a task before the next one begins. */
    LINEAR,
    /** Each goes on as fast as it can. */
    FREE,
    /**
     * Each goes on as fast as it can; only so many as there are forks are in the play at a time.
     */
    HOST_PINNED
  }
}
