package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.program.BoundPlay;
import outpost.core.program.Part;
import outpost.core.program.Parts;
import outpost.core.program.Program;
import outpost.core.program.Step;

/** Lists what a program would work on. */
final class Listing {
  private final Options.Lists lists;

  Listing(Options.Lists lists) {
    this.lists = lists;
  }

  /** Returns how much was looked at where nothing is wrong, and what could not be. */
  static List<String> head(Program program, int files) {
    List<String> lines = new ArrayList<>(List.of(counts(program, files)));
    List<Step> unread = program.unread();
    if (!unread.isEmpty())
      lines.add("not looked into, as what they bring is known in the run only:");
    unread.forEach(step -> lines.add("  " + step.info().module() + "  " + step.info().place()));
    return lines;
  }

  private static String counts(Program program, int files) {
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

  List<String> of(Program program) {
    List<String> lines = new ArrayList<>();
    for (BoundPlay play : program.plays()) {
      lines.add(
          "play "
              + Text.line(play.name())
              + " · "
              + Text.count(play.hosts().size(), "host")
              + (lists.listTags ? tags(play.tags()) : ""));
      if (lists.listHosts) play.hosts().forEach(host -> lines.add("  " + Text.line(host)));
      if (lists.listTasks) tasks(play, lines);
      if (lists.listTags) lines.add("  TASK" + tags(play.taskTags()).substring(1));
    }
    return lines;
  }

  private static void tasks(BoundPlay play, List<String> lines) {
    for (List<Part> section : play.sections()) {
      Parts.each(section, step -> lines.add("  task " + task(step)));
    }
    play.handlers().all().forEach(step -> lines.add("  handler " + task(step)));
  }

  private static String task(Step step) {
    String module = step.info().module();
    return Text.line(step.info().title())
        + (step.info().name().equals(module) ? "" : " (" + module + ")")
        + (step.tags().isEmpty() ? "" : tags(step.tags()))
        + "  "
        + step.info().place();
  }

  /** Returns tags as Ansible lists them, for those who filter lists. */
  private static String tags(Set<String> tags) {
    return "  TAGS: [" + Text.line(String.join(", ", new TreeSet<>(tags))) + "]";
  }
}
