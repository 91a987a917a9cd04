package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import outpost.core.program.BoundPlay;
import outpost.core.program.Program;
import outpost.core.program.Step;

/** Lists what a program would work on. */
final class Listing {
  private Listing() {}

  static List<String> of(Program program, boolean hosts, boolean tasks) {
    List<String> lines = new ArrayList<>();
    for (BoundPlay play : program.plays()) {
      lines.add("play " + Text.line(play.name()) + " · " + Text.count(play.hosts().size(), "host"));
      if (hosts) play.hosts().forEach(host -> lines.add("  " + Text.line(host)));
      if (!tasks) continue;
      play.sections().forEach(steps -> steps.forEach(step -> lines.add("  task " + task(step))));
      play.handlers().forEach(step -> lines.add("  handler " + task(step)));
    }
    return lines;
  }

  private static String task(Step step) {
    String name = step.info().name();
    String module = step.info().module();
    return Text.line(name)
        + (name.equals(module) ? "" : " (" + module + ")")
        + "  "
        + step.info().place();
  }
}
