package outpost.api;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads what an action printed. An action that has one registers what it says instead of {@code
 * rc}, {@code stdout} and {@code stderr}; it is asked only where the action's script succeeded.
 *
 * @param names of the results that nobody knows before the action has run: check mode registers
 *     them as unknown
 */
public record Account(Set<String> names, Function<Reach.Reply, Told> reader) {
  public Account {
    names = Set.copyOf(names);
  }

  /**
   * What came of an action.
   *
   * @param changed whether it changed anything
   * @param results values that {@code register} gets
   * @param problem why the task has failed nevertheless
   */
  public record Told(boolean changed, Map<String, Object> results, Optional<Problem> problem) {}
}
