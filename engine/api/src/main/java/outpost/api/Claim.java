package outpost.api;

import java.util.Set;

/**
 * What a task takes a name for, so that a check finds tasks that contradict each other before
 * anything is changed; the case of a name does not count.
 *
 * @param name as the task has it
 * @param as what the task takes it for, for people: {@code a remote node}
 * @param never what no task on the same host may take it for
 * @param hint what to do where one does
 */
public record Claim(String name, String as, Set<String> never, String hint) {
  public Claim {
    never = Set.copyOf(never);
  }
}
