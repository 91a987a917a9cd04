package outpost.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Blank hosts that examples of the cluster's modules are tried on one after another, as long as
 * nothing was done to them but what the next one asks for as well.
 */
final class Blanks {
  /** What was done to each, by the tasks that come before examples. */
  private final Map<Host, Set<String>> done = new LinkedHashMap<>();

  private Lab lab;

  /** The tasks that an example has run on its hosts before it, and itself if it runs there too. */
  static Set<String> needs(Example example) {
    Set<String> tasks =
        Stream.of(example.before().split("(?m)^    - "))
            .filter(task -> !task.isBlank() && !task.contains("delegate_to: n1"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!example.hosts().equals("cluster")) tasks.add(example.task());
    return tasks;
  }

  /** Whether there is one for an example that another one was tried on. */
  boolean has(Lab of, Example example) {
    return of == lab && done.keySet().stream().anyMatch(host -> fits(host, example));
  }

  /** The hosts for an example: those that fit, then new ones; others are removed. */
  List<Host> of(Lab of, Example example) {
    if (of != lab) done.clear(); // they have gone with their lab
    lab = of;
    remove(done.keySet().stream().filter(host -> !fits(host, example)).toList());
    while (done.size() < example.blanks()) done.put(lab.addBlank(), new TreeSet<>());
    List<Host> hosts = done.keySet().stream().limit(example.blanks()).toList();
    hosts.forEach(host -> done.get(host).addAll(needs(example)));
    return hosts;
  }

  private boolean fits(Host host, Example example) {
    Set<String> before = needs(example);
    if (!example.hosts().equals("cluster")) before.remove(example.task()); // that is to be seen
    return before.containsAll(done.get(host));
  }

  /** Their names. */
  Set<String> names() {
    return done.keySet().stream().map(Host::name).collect(Collectors.toSet());
  }

  void remove() {
    remove(new ArrayList<>(done.keySet()));
  }

  private void remove(List<Host> hosts) {
    if (hosts.isEmpty()) return;
    List<Host> left = hosts.stream().filter(lab.hosts()::contains).toList();
    done.keySet().removeAll(hosts);
    lab.remove(left);
  }
}
