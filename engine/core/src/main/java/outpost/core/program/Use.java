package outpost.core.program;

import java.util.Map;
import java.util.Optional;
import outpost.core.catalog.ModuleSpec;
import outpost.core.language.Keywords;
import outpost.core.template.Condition;
import outpost.core.template.Template;

/** What a task does: a module on a host, or a step that the engine takes itself. */
public sealed interface Use {

  /** Brings a host to a desired state. */
  record OfModule(ModuleSpec spec, Template args) implements Use {}

  /** Fails unless every condition holds. */
  record Assert(Condition that, Optional<Template> failMsg, Optional<Template> successMsg)
      implements Use {}

  /** Tells a value, at this verbosity or a higher one. */
  record Debug(Template msg, Optional<Template> verbosity) implements Use {}

  /** Gives a host variables for the rest of the run. */
  record SetFact(Template.Fields facts, Optional<Template> cacheable) implements Use {}

  /** Fails. */
  record Fail(Template msg) implements Use {}

  /** Reads facts of a host now. */
  record Setup(Map<String, Template> args) implements Use {}

  /** Steers the play itself. */
  record Meta(Kind kind) implements Use {

    /** What there is to steer. */
    public enum Kind {
      NOOP,
      FLUSH_HANDLERS,
      REFRESH_INVENTORY,
      CLEAR_FACTS,
      CLEAR_HOST_ERRORS,
      RESET_CONNECTION,
      END_HOST,
      END_BATCH,
      END_PLAY,
      END_ROLE
    }
  }

  /**
   * Runs the tasks of a file, found when it is reached.
   *
   * @param around keywords that hold for them
   */
  record IncludeTasks(Template file, Keywords around, Map<String, Object> vars) implements Use {}

  /**
   * Runs a role, found when it is reached.
   *
   * @param from files to take instead of {@code main}, by folder: {@code tasks}, {@code vars}
   * @param around keywords that hold for its tasks
   * @param exported whether all tasks of the play see its variables from then on
   * @param validated whether its arguments are held against what it specifies
   */
  record IncludeRole(
      Template name,
      Map<String, Template> from,
      Keywords around,
      boolean exported,
      boolean allowDuplicates,
      boolean validated,
      Map<String, Object> vars)
      implements Use {}

  /** Reads variables from files. */
  record IncludeVars(Map<String, Template> args) implements Use {}

  /** Adds a host to the inventory of this run. */
  record AddHost(Template name, Optional<Template> groups, Template.Fields vars) implements Use {}

  /** Puts hosts into groups of this run. */
  record GroupBy(Template key, Optional<Template> parents) implements Use {}

  /** Looks at a job that a task left to itself, or forgets it. */
  record AsyncStatus(Template jid, Optional<Template> mode) implements Use {}

  /** Waits, for a time or for the user. */
  record Pause(Map<String, Template> args) implements Use {}

  /** Waits until a host can be connected to. */
  record WaitForConnection(Map<String, Template> args) implements Use {}

  /** Counts something for the end of the run. */
  record SetStats(Template data, Optional<Template> perHost, Optional<Template> aggregate)
      implements Use {}

  /** Fails unless values are as a specification says. */
  record ValidateArguments(Validation validation) implements Use {}
}
