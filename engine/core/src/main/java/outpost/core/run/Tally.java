package outpost.core.run;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.core.event.Outcome;
import outpost.core.event.Recap;
import outpost.core.event.Recap.Counts;

/** Counts outcomes for the recap. Safe for use by several threads. */
final class Tally {
  private static final int SLOWEST = 5;
  private static final Counts RESCUED = new Counts(0, 0, 0, 0, 0, 1, 0, 0, 0);

  private final Map<String, Counts> hosts = new LinkedHashMap<>();
  private final Map<String, Duration> tasks = new LinkedHashMap<>();
  private final Map<String, String> aborted = new LinkedHashMap<>();
  private final Set<String> forgiven = new HashSet<>();
  private final Statistics statistics = new Statistics();

  synchronized void takesPart(String host) {
    hosts.putIfAbsent(host, Counts.NONE);
  }

  /**
   * Counts an outcome.
   *
   * @param rescued whether a rescue takes it, if it is a failure
   */
  synchronized void count(String host, Outcome outcome, boolean rescued) {
    Counts one = rescued && outcome.isFatal() ? RESCUED : one(outcome);
    hosts.merge(host, one, Tally::sum);
    if (!rescued && outcome.isFatal()) forgiven.remove(host);
  }

  synchronized void took(String task, Duration time) {
    tasks.merge(task, time, Duration::plus);
  }

  /** Lets what failed on a host so far not count in the end. */
  synchronized void forgive(String host) {
    forgiven.add(host);
    aborted.remove(host);
  }

  /** Takes in what {@code set_stats} gives, for one host or for all of them. */
  synchronized void stat(Optional<String> host, String name, Object value, boolean aggregate) {
    statistics.add(host, name, value, aggregate);
  }

  synchronized void aborted(String host, String reason) {
    aborted.putIfAbsent(host, reason);
  }

  synchronized Recap recap(Map<String, HostState> states, Duration took) {
    Map<String, Counts> all = new LinkedHashMap<>();
    hosts.forEach((host, c) -> all.put(host, withTrips(c, states.get(host).trips.get())));
    List<Recap.Slow> slowest =
        tasks.entrySet().stream()
            .map(e -> new Recap.Slow(e.getKey(), e.getValue()))
            .sorted(Comparator.comparing(Recap.Slow::took).reversed())
            .limit(SLOWEST)
            .toList();
    return new Recap(all, took, slowest, aborted, forgiven, statistics.told());
  }

  private static Counts one(Outcome outcome) {
    boolean ignored = outcome.ignored();
    return switch (outcome.status()) {
      case OK -> new Counts(1, 0, 0, 0, 0, 0, 0, 0, 0);
      case CHANGED, WOULD_CHANGE -> new Counts(1, 1, 0, 0, 0, 0, 0, 0, 0);
      case SKIPPED -> new Counts(0, 0, 0, 1, 0, 0, 0, 0, 0);
      case UNKNOWN -> new Counts(0, 0, 0, 1, 0, 0, 0, 1, 0);
      case FAILED ->
          new Counts(ignored ? 1 : 0, 0, ignored ? 0 : 1, 0, 0, 0, ignored ? 1 : 0, 0, 0);
      case UNREACHABLE ->
          new Counts(ignored ? 1 : 0, 0, 0, 0, ignored ? 0 : 1, 0, ignored ? 1 : 0, 0, 0);
    };
  }

  private static Counts sum(Counts a, Counts b) {
    return new Counts(
        a.ok() + b.ok(),
        a.changed() + b.changed(),
        a.failed() + b.failed(),
        a.skipped() + b.skipped(),
        a.unreachable() + b.unreachable(),
        a.rescued() + b.rescued(),
        a.ignored() + b.ignored(),
        a.unknown() + b.unknown(),
        0);
  }

  private static Counts withTrips(Counts c, int trips) {
    return new Counts(
        c.ok(),
        c.changed(),
        c.failed(),
        c.skipped(),
        c.unreachable(),
        c.rescued(),
        c.ignored(),
        c.unknown(),
        trips);
  }
}
