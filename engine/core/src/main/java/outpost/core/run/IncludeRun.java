package outpost.core.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.event.Outcome;
import outpost.core.event.Status;
import outpost.core.event.TaskInfo;
import outpost.core.program.Inclusions;
import outpost.core.program.Inclusions.Included;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.source.Diagnostic;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Finds what a step includes for one host. */
final class IncludeRun {
  private final Batch batch;
  private final Step step;
  private final TaskInfo info;
  private final HostState host;
  private final Map<String, Object> outer;
  private final Set<Key> brought = new LinkedHashSet<>();

  /**
   * What is included with which loop variables: the same for hosts that go on together.
   *
   * @param time which time it is that a host brings the same
   */
  record Key(Included included, Map<String, Object> loop, int time) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.included == included
          && key.loop.equals(loop)
          && key.time == time;
    }

    @Override
    public int hashCode() {
      return (System.identityHashCode(included) * 31 + loop.hashCode()) * 31 + time;
    }
  }

  IncludeRun(Batch batch, Step step, TaskInfo info, HostState host, Map<String, Object> outer) {
    this.batch = batch;
    this.step = step;
    this.info = info;
    this.host = host;
    this.outer = outer;
  }

  /** Returns what it includes, in order. */
  Set<Key> brought() {
    return brought;
  }

  Outcome run() {
    Outcome outcome =
        new StepRun(
                batch.session(),
                step,
                info,
                host,
                batch.stage(),
                outer,
                Optional.empty(),
                this::include)
            .run();
    if (outcome.isFatal()) brought.clear();
    return outcome;
  }

  private Outcome include(Scope scope, Map<String, Object> loop, Optional<String> delegate) {
    Included included = included(scope);
    for (Diagnostic diagnostic : included.problems().all()) {
      if (diagnostic.severity() != Diagnostic.Severity.ERROR) continue;
      Optional<String> at = diagnostic.span().map(span -> "at      " + span);
      return Outcome.of(Status.FAILED, diagnostic.problem().message())
          .withHints(diagnostic.problem().hints())
          .withDetails(at.stream().toList());
    }
    int time = 0;
    while (brought.contains(new Key(included, loop, time))) time++;
    brought.add(new Key(included, loop, time));
    return Outcome.of(Status.OK, "");
  }

  private Included included(Scope scope) {
    Inclusions inclusions = batch.play().inclusions();
    Session session = batch.session();
    synchronized (session.sources()) {
      if (step.use() instanceof Use.IncludeTasks use) {
        return inclusions.tasks(step, use, session.used(use.file().evaluate(scope)));
      }
      Use.IncludeRole use = (Use.IncludeRole) step.use();
      Map<String, String> from = new LinkedHashMap<>();
      for (Map.Entry<String, Template> part : use.from().entrySet()) {
        from.put(part.getKey(), session.used(part.getValue().evaluate(scope)));
      }
      return inclusions.role(step, use, session.used(use.name().evaluate(scope)), from);
    }
  }
}
