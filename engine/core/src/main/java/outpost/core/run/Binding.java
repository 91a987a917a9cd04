package outpost.core.run;

import java.util.Optional;
import outpost.core.catalog.ArgsReader;
import outpost.core.catalog.Given;
import outpost.core.program.GivenReader;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.source.Problems;
import outpost.core.template.Scope;

/** Reads a module's arguments as one host has them. */
record Binding(Session session, Step step, Use.OfModule module, Scope scope) {

  /**
   * Returns the arguments; nothing if they hang on what is not known, or something is wrong with
   * them.
   *
   * @throws outpost.core.template.EvaluationFailed if an expression has no value
   */
  Optional<? extends Record> read(GivenReader values, Problems problems) {
    ArgsReader reader =
        new ArgsReader(step.info().module(), step.files().resolver(scope), problems);
    Given given = values.read(module.args(), scope);
    Secrets.addAll(given, session.masker());
    Optional<? extends Record> want = reader.read(module.spec().args(), given);
    want.ifPresent(args -> Secrets.addAll(args, session.masker()));
    return want;
  }
}
