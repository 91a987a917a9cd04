package outpost.core.event;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts per host at the end of a run.
 *
 * @param hosts in the order in which they took part
 * @param took the whole run
 * @param slowest the tasks that took longest, slowest first
 * @param forgiven hosts whose failures the playbook forgave, so that they do not count in the end
 * @param aborted hosts that were stopped because of others, with the reason
 * @param stats what the playbook counted for itself
 */
public record Recap(
    Map<String, Counts> hosts,
    Duration took,
    List<Slow> slowest,
    Map<String, String> aborted,
    Set<String> forgiven,
    Stats stats) {

  /** Makes one of a run that counted nothing for itself. */
  public Recap(
      Map<String, Counts> hosts,
      Duration took,
      List<Slow> slowest,
      Map<String, String> aborted,
      Set<String> forgiven) {
    this(hosts, took, slowest, aborted, forgiven, Stats.NONE);
  }

  /**
   * What happened on one host.
   *
   * @param changed tasks that changed something, or in check mode would; also counted in {@code ok}
   * @param skipped includes what could not be known in check mode
   * @param ignored failures that did not count; also counted in {@code ok}
   * @param unknown of the skipped, those that check mode could not know
   * @param trips round trips to the host
   */
  public record Counts(
      int ok,
      int changed,
      int failed,
      int skipped,
      int unreachable,
      int rescued,
      int ignored,
      int unknown,
      int trips) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * What {@code set_stats} gathered, by name.
   *
   * @param run for all hosts together
   * @param hosts for single hosts
   */
  public record Stats(Map<String, Object> run, Map<String, Map<String, Object>> hosts) {
    public static final Stats NONE = new Stats(Map.of(), Map.of());

    public Stats {
      run = Collections.unmodifiableMap(new LinkedHashMap<>(run));
      hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    }

    public boolean isEmpty() {
      return run.isEmpty() && hosts.isEmpty();
    }
  }

  /** How long a task took, all hosts together. */
  public record Slow(String task, Duration took) {}

  public Recap {
    hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    aborted = Collections.unmodifiableMap(new LinkedHashMap<>(aborted));
    slowest = List.copyOf(slowest);
    forgiven = Set.copyOf(forgiven);
  }
}
