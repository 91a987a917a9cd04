package outpost.core.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.program.VarLevel.Rank;
import outpost.core.source.Problems;
import outpost.core.template.EvaluationFailed;
import outpost.core.template.Scope;
import outpost.core.template.Template;
import outpost.core.template.UnknownValue;

/**
 * Files of variables that a play names. Where a name holds expressions each host may have files of
 * its own; of a list of names the first file that is there counts. Safe for use by several threads.
 */
public final class VarsFiles {
  private final List<Template> names;
  private final Binder binder;
  private final SearchPath files;
  private final Map<Path, Optional<VarLevel>> read = new HashMap<>();

  VarsFiles(List<Template> names, Binder binder, SearchPath files) {
    this.names = names;
    this.binder = binder;
    this.files = files;
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** Returns the templates of the names. */
  List<Template> names() {
    return names;
  }

  /**
   * Reads those of a host, the weakest first; what is wrong is told.
   *
   * @throws outpost.core.template.EvaluationFailed if a name has no value
   * @throws UnknownValue if a name is not known yet
   */
  public synchronized List<VarLevel> read(Scope scope, Problems problems) {
    List<VarLevel> levels = new ArrayList<>();
    for (Template name : names) {
      Object value = name.evaluate(scope);
      if (value instanceof List<?> choice) first(choice, name, problems).ifPresent(levels::add);
      else {
        files
            .find("vars", String.valueOf(value), name.span(), problems)
            .flatMap(path -> level(path, problems))
            .ifPresent(levels::add);
      }
    }
    return levels;
  }

  /** Returns those that can be read before anything is known of a host; tells nothing. */
  List<VarLevel> knownBefore(Scope scope) {
    try {
      return read(scope, new Problems());
    } catch (EvaluationFailed | UnknownValue e) {
      return List.of();
    }
  }

  private Optional<VarLevel> first(List<?> choice, Template name, Problems problems) {
    for (Object one : choice) {
      for (Path root : files.roots("vars")) {
        Path path = root.resolve(String.valueOf(one)).normalize();
        if (Files.isRegularFile(path)) return level(path, problems);
      }
    }
    problems.error(
        name.span(),
        "no-such-file",
        "none of these files is there: "
            + String.join(", ", choice.stream().map(String::valueOf).toList()));
    return Optional.empty();
  }

  private Optional<VarLevel> level(Path path, Problems problems) {
    Optional<VarLevel> known = read.get(path);
    if (known != null) return known;
    Binder telling = binder.telling(problems);
    Optional<VarLevel> level =
        telling
            .varsOf(path)
            .map(vars -> new VarLevel(Rank.VARS_FILES, telling.sources().name(path), vars));
    read.put(path, level);
    return level;
  }
}
