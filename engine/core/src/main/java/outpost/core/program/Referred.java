package outpost.core.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import outpost.core.template.Template;

/**
 * What the expressions of a program refer to, as far as that is known before it runs.
 *
 * @param names empty where they may come to refer to anything
 */
public record Referred(Optional<Set<String>> names) {

  static Referred of(List<BoundPlay> plays) {
    Set<String> names = new TreeSet<>();
    for (BoundPlay play : plays) {
      names.addAll(play.gathering().references());
      Optional<Set<String>> included = play.inclusions().references();
      if (included.isEmpty() || bringsMore(play)) return new Referred(Optional.empty());
      names.addAll(included.get());
    }
    boolean anything = names.contains(Template.ANY) || names.contains("hostvars");
    return new Referred(Optional.of(names).filter(known -> !anything));
  }

  /** Whether only the run comes to know all that it reads. */
  private static boolean bringsMore(BoundPlay play) {
    List<Step> handlers = play.handlers().all();
    List<Step> tasks = play.sections().stream().flatMap(s -> Parts.steps(s).stream()).toList();
    return !play.varsFiles().names().stream().allMatch(Template::constant)
        || handlers.stream().anyMatch(Inclusions::isInclude)
        || Stream.concat(tasks.stream(), handlers.stream()).anyMatch(Referred::readsVariables);
  }

  /** Whether a step brings variables whose own expressions only the run comes to know. */
  static boolean readsVariables(Step step) {
    return step.use() instanceof Use.IncludeVars
        || step.use() instanceof Use.Meta meta && meta.kind() == Use.Meta.Kind.REFRESH_INVENTORY;
  }

  /**
   * Whether nobody refers to a part of a variable, to what holds it, or to what it holds.
   *
   * @param part its path in the variable, with dots
   */
  public boolean leaves(String variable, String part) {
    String path = variable + "." + part;
    return names
        .filter(all -> all.stream().noneMatch(one -> holds(one, path) || holds(path, one)))
        .isPresent();
  }

  private static boolean holds(String outer, String inner) {
    return inner.startsWith(outer)
        && (inner.length() == outer.length() || inner.charAt(outer.length()) == '.');
  }
}
