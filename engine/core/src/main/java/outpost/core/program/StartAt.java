package outpost.core.program;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.core.source.Problems;
import outpost.core.source.Suggest;

/** Leaves out all that stands before the task at which a run is to start. */
final class StartAt {
  private final String wanted;
  private final PathMatcher pattern;
  private boolean found;

  private StartAt(String wanted) {
    this.wanted = wanted;
    this.pattern = FileSystems.getDefault().getPathMatcher("glob:" + wanted.replace("/", ":"));
  }

  static List<BoundPlay> of(Optional<String> wanted, List<BoundPlay> plays, Problems problems) {
    if (wanted.isEmpty()) return plays;
    StartAt start = new StartAt(wanted.get());
    List<BoundPlay> left = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (BoundPlay play : plays) {
      List<List<Part>> sections = new ArrayList<>();
      for (List<Part> section : play.sections()) {
        Parts.each(section, step -> names.add(step.info().name()));
        sections.add(start.found ? section : Parts.only(section, start::reached));
      }
      if (start.found) left.add(play.with(sections));
    }
    if (!start.found) {
      problems.error(
          "no-such-task",
          "no task is called `" + wanted.get() + "`, to start at",
          Suggest.hint(wanted.get(), names).toArray(String[]::new));
    }
    return left;
  }

  private boolean reached(Step step) {
    found |= answersTo(step);
    return found;
  }

  private boolean answersTo(Step step) {
    String name = step.info().name();
    String whole = step.role().map(role -> role.name() + " : " + name).orElse(name);
    return name.equals(wanted) || whole.equals(wanted) || matches(name) || matches(whole);
  }

  private boolean matches(String name) {
    return pattern.matches(Path.of(name.replace("/", ":").replace('\0', ' ')));
  }
}
