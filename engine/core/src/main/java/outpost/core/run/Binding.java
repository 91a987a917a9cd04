package outpost.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.core.catalog.ArgSpec;
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
    Given given = asked(values.read(module.args(), scope));
    Secrets.addAll(given, session.masker());
    Optional<? extends Record> want = reader.read(module.spec().args(), given);
    want.ifPresent(args -> Secrets.addAll(args, session.masker()));
    return want;
  }

  /** Leaves out of a result what nobody refers to, where nobody looks at all of it either. */
  private Given asked(Given given) {
    if (step.register().isEmpty() || step.loop().isPresent() || session.verbosity() > 0) {
      return given;
    }
    if (!(given instanceof Given.Fields fields)) return given;
    List<Given.Field> all = new ArrayList<>(fields.fields());
    for (ArgSpec spec : module.spec().args().telling()) {
      boolean said = fields.fields().stream().anyMatch(field -> spec.answersTo(field.key()));
      if (!said && spec.tells().stream().allMatch(this::isLeft)) {
        Given no = new Given.Text(given.span(), "false", true);
        all.add(new Given.Field(given.span(), spec.name(), no));
      }
    }
    return new Given.Fields(given.span(), all);
  }

  private boolean isLeft(String part) {
    return session.referred().leaves(step.register().orElseThrow(), part);
  }
}
