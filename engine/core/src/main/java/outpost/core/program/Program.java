package outpost.core.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.facts.FactCache;
import outpost.core.source.Sources;

/**
 * A playbook that is ready to run: bound to modules, hosts and variables, and checked.
 *
 * @param playbook its name as given
 * @param inventories the sources of its hosts
 * @param chosen how the inventory was found where none was named
 * @param sources reads files that only the run comes to need
 * @param cache facts of earlier runs
 */
public record Program(
    String playbook,
    List<String> inventories,
    Optional<String> chosen,
    List<BoundPlay> plays,
    Variables variables,
    Sources sources,
    Optional<FactCache> cache) {

  /** Returns the tags of all tasks that are known, whether they are to run or not. */
  public Set<String> tags() {
    Set<String> tags = new TreeSet<>();
    for (BoundPlay play : plays) {
      tags.addAll(play.tags());
      tags.addAll(play.taskTags());
      tags.addAll(play.inclusions().tags());
    }
    return tags;
  }

  /** Returns the includes that the check could not look into. */
  public List<Step> unread() {
    return plays.stream().flatMap(play -> play.inclusions().unread().stream()).toList();
  }

  /** Whether there may be tasks that only the run comes to know. */
  public boolean isOpen() {
    return plays.stream().anyMatch(play -> play.inclusions().areOpen());
  }
}
