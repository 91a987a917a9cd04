package outpost.core.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tasks run, by their tags: what {@code --tags} and {@code --skip-tags} ask for.
 *
 * @param tags what is asked for; {@code all} where nothing is
 * @param skipTags what is not wanted, which has the last word
 */
public record Selection(Set<String> tags, Set<String> skipTags) {
  /** Runs whatever is asked for. */
  private static final String ALWAYS = "always";

  /** Runs only where another of its tags is asked for by name. */
  private static final String NEVER = "never";

  private static final String ALL = "all";
  private static final String TAGGED = "tagged";

  /** A task without tags has this one. */
  private static final String UNTAGGED = "untagged";

  /** The tags with a meaning of their own. */
  public static final Set<String> SPECIAL = Set.of(ALWAYS, NEVER, ALL, TAGGED, UNTAGGED);

  /** All tasks but those that are never to run unless they are asked for. */
  public static final Selection EVERYTHING = new Selection(Set.of(ALL), Set.of());

  public Selection {
    tags = tags.isEmpty() ? Set.of(ALL) : Set.copyOf(tags);
    skipTags = Set.copyOf(skipTags);
  }

  /** Reads what options give: each one tag, or several with commas between them. */
  public static Selection of(Collection<String> tags, Collection<String> skipTags) {
    return new Selection(split(tags), split(skipTags));
  }

  /** Returns single tags of lists with commas; blanks around tags do not count. */
  public static Set<String> split(Collection<String> lists) {
    Set<String> tags = new LinkedHashSet<>();
    for (String list : lists) {
      for (String tag : list.split(",")) {
        if (!tag.isBlank()) tags.add(tag.strip());
      }
    }
    return tags;
  }

  /**
   * Returns whether a task runs.
   *
   * @param own the task's tags, and those of all that it is in
   */
  public boolean takes(Collection<String> own) {
    Set<String> has = own.isEmpty() ? Set.of(UNTAGGED) : Set.copyOf(own);
    boolean isTagged = !own.isEmpty();
    return isAskedFor(has, isTagged) && !isSkipped(has, isTagged);
  }

  private boolean isAskedFor(Set<String> has, boolean isTagged) {
    if (has.contains(ALWAYS) || meet(has, tags)) return true;
    if (has.contains(NEVER)) return false;
    return tags.contains(ALL) || isTagged && tags.contains(TAGGED);
  }

  private boolean isSkipped(Set<String> has, boolean isTagged) {
    if (skipTags.contains(ALL)) return !has.contains(ALWAYS) || skipTags.contains(ALWAYS);
    return meet(has, skipTags) || isTagged && skipTags.contains(TAGGED);
  }

  private static boolean meet(Set<String> some, Set<String> others) {
    return some.stream().anyMatch(others::contains);
  }

  /** Returns the tags asked for or not wanted that no task has. */
  public List<String> unknown(Collection<String> known) {
    List<String> unknown = new ArrayList<>();
    for (Set<String> given : List.of(tags, skipTags)) {
      given.stream()
          .sorted()
          .filter(tag -> !known.contains(tag) && !SPECIAL.contains(tag))
          .filter(tag -> !unknown.contains(tag))
          .forEach(unknown::add);
    }
    return unknown;
  }
}
