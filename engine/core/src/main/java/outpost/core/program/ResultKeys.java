package outpost.core.program;

import java.util.Set;
import java.util.TreeSet;
import outpost.core.catalog.Manual;
import outpost.core.template.Unknown;

/** What is known of a result before it is there: which keys it may have. */
final class ResultKeys {
  private static final Set<String> COMMON =
      Set.of(
          "ansible_job_id",
          "attempts",
          "changed",
          "delta",
          "end",
          "failed",
          "failed_when_result",
          "false_condition",
          "finished",
          "msg",
          "rc",
          "results",
          "results_file",
          "skipped",
          "start",
          "started",
          "stderr",
          "stderr_lines",
          "stdout",
          "stdout_lines",
          "timedout",
          "unreachable");

  private ResultKeys() {}

  /** Returns what stands for the result that a step will register. */
  static Unknown.Open of(Step step) {
    if (!(step.use() instanceof Use.OfModule module)) return new Unknown.Open(Unknown.ANY);
    Set<String> names = new TreeSet<>(COMMON);
    names.addAll(Manual.of(module.spec()).results());
    step.loop().ifPresent(loop -> names.add(loop.var()));
    return new Unknown.Open(Unknown.ANY, names);
  }
}
