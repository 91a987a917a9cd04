package outpost.core.program;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.facts.Facts;
import outpost.core.facts.GatherSubset;
import outpost.core.facts.Group;

/**
 * Which facts a play reads of its hosts before its tasks: those that its expressions refer to, and
 * all that {@code gather_subset} names; where {@code gather_facts} is said to be on, whatever there
 * is, and anew.
 *
 * @param step the task that reads them; empty where none may be read
 * @param explicit whether {@code gather_facts} is said to be on
 * @param references the variables that are referred to
 */
public record Gathering(Optional<Step> step, boolean explicit, Set<String> references) {

  /**
   * Returns what is read of a host.
   *
   * @param subset what {@code gather_subset} says; empty where it says nothing
   */
  public Set<Group> groups(Optional<GatherSubset> subset) {
    Set<Group> groups = wanted(references, subset);
    if (explicit) groups.addAll(subset.orElse(GatherSubset.ALL).groups());
    else subset.ifPresent(s -> groups.addAll(s.named()));
    return groups;
  }

  /** Returns what these references need of what may be read. */
  public Set<Group> wanted(Set<String> references, Optional<GatherSubset> subset) {
    if (step.isEmpty()) return EnumSet.noneOf(Group.class);
    Set<Group> groups = EnumSet.noneOf(Group.class);
    groups.addAll(Facts.groups(references));
    subset.ifPresent(s -> groups.removeAll(s.dropped()));
    return groups;
  }

  private Gathering with(Set<String> more) {
    Set<String> all = new TreeSet<>(references);
    all.addAll(more);
    return new Gathering(step, explicit, all);
  }

  /**
   * Lets a play also read what later plays refer to but do not read themselves: those that may not,
   * and those that look at other hosts than their own.
   */
  static List<BoundPlay> ahead(List<BoundPlay> plays) {
    List<BoundPlay> all = new ArrayList<>(plays);
    Set<String> later = new TreeSet<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      BoundPlay play = all.get(i);
      Gathering own = play.gathering();
      all.set(i, play.with(own.with(later)));
      boolean elsewhere = own.references().contains("hostvars");
      if (own.step().isEmpty() || elsewhere) later.addAll(own.references());
    }
    return all;
  }
}
