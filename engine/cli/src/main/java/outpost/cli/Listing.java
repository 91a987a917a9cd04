package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import outpost.core.program.BoundPlay;
import outpost.core.program.Part;
import outpost.core.program.Parts;
import outpost.core.program.Program;
import outpost.core.program.Step;

/** Lists what a program would work on. */
final class Listing {
  private Listing() {}

  /** Returns how much was looked at where nothing is wrong. */
  static String head(Program program, int files) {
    int tasks =
        program.plays().stream()
            .mapToInt(
                p ->
                    p.handlers().all().size()
                        + p.sections().stream().mapToInt(s -> Parts.steps(s).size()).sum())
            .sum();
    long hosts = program.plays().stream().flatMap(p -> p.hosts().stream()).distinct().count();
    return String.join(
        ", ",
        Text.line(program.playbook())
            + ": nothing wrong · "
            + Text.count(program.plays().size(), "play"),
        Text.count(tasks, "task"),
        Text.count(files, "file"),
        Text.count((int) hosts, "host"));
  }

  static List<String> of(Program program, boolean hosts, boolean tasks) {
    List<String> lines = new ArrayList<>();
    for (BoundPlay play : program.plays()) {
      lines.add("play " + Text.line(play.name()) + " · " + Text.count(play.hosts().size(), "host"));
      if (hosts) play.hosts().forEach(host -> lines.add("  " + Text.line(host)));
      if (!tasks) continue;
      for (List<Part> section : play.sections()) {
        Parts.each(section, step -> lines.add("  task " + task(step)));
      }
      play.handlers().all().forEach(step -> lines.add("  handler " + task(step)));
    }
    return lines;
  }

  private static String task(Step step) {
    String module = step.info().module();
    return Text.line(step.info().title())
        + (step.info().name().equals(module) ? "" : " (" + module + ")")
        + "  "
        + step.info().place();
  }
}
