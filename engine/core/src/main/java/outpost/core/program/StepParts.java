package outpost.core.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.core.template.Condition;
import outpost.core.template.Template;

/** Lists the expressions of a step. */
final class StepParts {
  private StepParts() {}

  static List<Template> templates(Step step) {
    List<Template> all = new ArrayList<>(of(step.use()));
    step.vars().values().forEach(v -> all.add((Template) v));
    step.loop()
        .ifPresent(
            loop -> {
              all.add(loop.items());
              loop.label().ifPresent(all::add);
              loop.pause().ifPresent(all::add);
            });
    step.until()
        .ifPresent(u -> Stream.of(u.retries(), u.delay()).forEach(t -> t.ifPresent(all::add)));
    step.delegateTo().ifPresent(all::add);
    all.addAll(step.notifies());
    all.addAll(settings(step.settings()));
    return all;
  }

  static List<Template> settings(Step.Settings settings) {
    List<Template> all = new ArrayList<>();
    Stream.of(
            settings.become(),
            settings.becomeUser(),
            settings.runOnce(),
            settings.ignoreErrors(),
            settings.ignoreUnreachable(),
            settings.anyErrorsFatal(),
            settings.noLog(),
            settings.checkMode(),
            settings.diff(),
            settings.timeout(),
            settings.remoteUser(),
            settings.port(),
            settings.connection())
        .forEach(t -> t.ifPresent(all::add));
    all.addAll(settings.environment());
    return all;
  }

  private static List<Template> of(Use use) {
    if (use instanceof Use.OfModule module) return List.of(module.args());
    if (use instanceof Use.Assert asserted) {
      return Stream.of(asserted.failMsg(), asserted.successMsg())
          .flatMap(Optional::stream)
          .toList();
    }
    if (use instanceof Use.Debug debug) return List.of(debug.msg());
    if (use instanceof Use.SetFact facts) return List.of(facts.facts());
    return use instanceof Use.Fail fail ? List.of(fail.msg()) : List.of();
  }

  static List<Condition> conditions(Step step) {
    List<Condition> all = new ArrayList<>();
    if (step.use() instanceof Use.Assert asserted) all.add(asserted.that());
    Stream.of(
            step.when(),
            step.changedWhen(),
            step.failedWhen(),
            step.until().flatMap(Step.Until::done))
        .forEach(c -> c.ifPresent(all::add));
    return all;
  }
}
