package outpost.core.program;

import java.util.Optional;
import outpost.core.catalog.ModuleSpec;
import outpost.core.template.Condition;
import outpost.core.template.Template;

/** What a task does: a module on a host, or a step that the engine takes itself. */
public sealed interface Use {

  /** Brings a host to a desired state. */
  record OfModule(ModuleSpec spec, Template args) implements Use {}

  /** Fails unless every condition holds. */
  record Assert(Condition that, Optional<Template> failMsg, Optional<Template> successMsg)
      implements Use {}

  /** Tells a value. */
  record Debug(Template msg) implements Use {}

  /** Gives a host variables for the rest of the run. */
  record SetFact(Template.Fields facts) implements Use {}

  /** Fails. */
  record Fail(Template msg) implements Use {}

  /** Runs the handlers notified so far. */
  record FlushHandlers() implements Use {}
}
