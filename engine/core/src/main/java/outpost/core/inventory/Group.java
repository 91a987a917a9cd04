package outpost.core.inventory;

import java.util.List;

/**
 * A named set of hosts.
 *
 * @param depth the longest way down from {@code all}: a deeper group's variables win
 * @param priority {@code ansible_group_priority}: among groups of one depth the higher one wins
 * @param children the groups directly in it
 * @param own the hosts directly in it
 * @param hosts all its hosts, those of its children included
 */
public record Group(
    String name, int depth, int priority, List<String> children, List<Host> own, List<Host> hosts) {
  public static final String ALL = "all";
  public static final String UNGROUPED = "ungrouped";

  public Group {
    children = List.copyOf(children);
    own = List.copyOf(own);
    hosts = List.copyOf(hosts);
  }

  @Override
  public String toString() {
    return name;
  }
}
