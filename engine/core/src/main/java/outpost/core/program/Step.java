package outpost.core.program;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.event.TaskInfo;
import outpost.core.template.Condition;
import outpost.core.template.Template;

/**
 * A task bound to its module, its expressions parsed. Keywords of its play are already in it.
 *
 * @param title its name where that holds expressions
 * @param vars the task's own variables
 * @param notifies names or topics of handlers, one text or a list
 * @param listen topics to which it listens, if it is a handler
 */
public record Step(
    TaskInfo info,
    Optional<Template> title,
    Use use,
    Map<String, Object> vars,
    Optional<Condition> when,
    Optional<Loop> loop,
    Optional<String> register,
    Optional<Condition> changedWhen,
    Optional<Condition> failedWhen,
    Optional<Until> until,
    Optional<Template> delegateTo,
    List<Template> notifies,
    List<String> listen,
    Settings settings) {

  /** What a task repeats over. */
  public record Loop(
      Template items,
      String var,
      Optional<String> indexVar,
      Optional<Template> label,
      Optional<Template> pause) {}

  /** How often a task is tried, and until when. */
  public record Until(
      Optional<Condition> done, Optional<Template> retries, Optional<Template> delay) {}

  /** Keywords whose values may hang on variables; empty is the default of the run. */
  public record Settings(
      Optional<Template> become,
      Optional<Template> becomeUser,
      Optional<Template> runOnce,
      Optional<Template> ignoreErrors,
      Optional<Template> ignoreUnreachable,
      Optional<Template> anyErrorsFatal,
      Optional<Template> noLog,
      Optional<Template> checkMode,
      Optional<Template> diff,
      Optional<Template> timeout,
      Optional<Template> remoteUser,
      Optional<Template> port,
      Optional<Template> connection,
      List<Template> environment) {

    /** What holds where nothing is said. */
    public static final Settings NONE =
        new Settings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    /** The time limit of a task that says nothing. */
    public static final Duration TIMEOUT = Duration.ofMinutes(30);
  }

  /** Returns it under another name. */
  public Step named(String name) {
    TaskInfo named = new TaskInfo(name, info.module(), info.handler(), info.place());
    return new Step(
        named,
        title,
        use,
        vars,
        when,
        loop,
        register,
        changedWhen,
        failedWhen,
        until,
        delegateTo,
        notifies,
        listen,
        settings);
  }

  /** Returns every template and condition of it, for checks and to learn what they refer to. */
  public List<Template> templates() {
    return StepParts.templates(this);
  }

  /** Returns every condition of it. */
  public List<Condition> conditions() {
    return StepParts.conditions(this);
  }
}
