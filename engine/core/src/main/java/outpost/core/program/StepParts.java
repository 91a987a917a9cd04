package outpost.core.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.core.template.Condition;
import outpost.core.template.Template;

/** The templates and conditions that a step is made of. */
final class StepParts {
  private StepParts() {}

  static List<Template> templates(Step step) {
    List<Template> all = new ArrayList<>(of(step.use()));
    for (Collection<Object> vars : List.of(step.vars().values(), step.includeVars().values())) {
      vars.forEach(v -> all.add((Template) v));
    }
    step.loop()
        .ifPresent(
            loop -> {
              all.add(loop.items());
              add(all, loop.label(), loop.pause(), loop.extended());
            });
    step.until().ifPresent(u -> add(all, u.retries(), u.delay()));
    step.async()
        .ifPresent(
            a -> {
              all.add(a.limit());
              add(all, a.poll());
            });
    all.addAll(step.notifies());
    step.settings().values().values().forEach(all::addAll);
    all.addAll(step.settings().environment());
    return all;
  }

  @SafeVarargs
  private static void add(List<Template> all, Optional<Template>... some) {
    for (Optional<Template> one : some) one.ifPresent(all::add);
  }

  private static List<Template> of(Use use) {
    List<Template> all = new ArrayList<>();
    if (use instanceof Use.OfModule module) all.add(module.args());
    if (use instanceof Use.Assert asserted) add(all, asserted.failMsg(), asserted.successMsg());
    if (use instanceof Use.Debug debug) {
      all.add(debug.msg());
      add(all, debug.verbosity());
    }
    if (use instanceof Use.SetFact facts) {
      all.add(facts.facts());
      add(all, facts.cacheable());
    }
    if (use instanceof Use.Fail fail) all.add(fail.msg());
    if (use instanceof Use.IncludeTasks include) all.add(include.file());
    if (use instanceof Use.IncludeRole include) {
      all.add(include.name());
      all.addAll(include.from().values());
    }
    if (use instanceof Use.IncludeVars include) all.addAll(include.args().values());
    if (use instanceof Use.AddHost host) {
      all.add(host.name());
      all.add(host.vars());
      add(all, host.groups());
    }
    if (use instanceof Use.GroupBy group) {
      all.add(group.key());
      add(all, group.parents());
    }
    if (use instanceof Use.ValidateArguments validate) {
      all.addAll(validate.validation().templates());
    }
    if (use instanceof Use.AsyncStatus job) {
      all.add(job.jid());
      add(all, job.mode());
    }
    if (use instanceof Use.Setup setup) all.addAll(setup.args().values());
    if (use instanceof Use.WaitForConnection wait) all.addAll(wait.args().values());
    if (use instanceof Use.SetStats stats) {
      all.add(stats.data());
      add(all, stats.perHost(), stats.aggregate());
    }
    if (use instanceof Use.Pause pause) all.addAll(pause.args().values());
    return all;
  }

  static List<Condition> conditions(Step step) {
    List<Condition> all = new ArrayList<>();
    if (step.use() instanceof Use.Assert asserted) all.add(asserted.that());
    Stream.of(
            step.when(),
            step.changedWhen(),
            step.failedWhen(),
            step.until().flatMap(Step.Until::done),
            step.loop().flatMap(Step.Loop::breakWhen))
        .forEach(c -> c.ifPresent(all::add));
    return all;
  }
}
