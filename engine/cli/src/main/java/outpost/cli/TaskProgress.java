package outpost.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outpost.core.event.Outcome;
import outpost.core.event.TaskInfo;

/** A task under way: the hosts it waits for, and what came of it on the others. */
final class TaskProgress {
  private final TaskInfo task;
  private final Instant started;
  private final Set<String> hosts = new LinkedHashSet<>();
  private final Set<String> pending = new LinkedHashSet<>();
  private final Map<String, List<String>> items = new LinkedHashMap<>();
  private final Set<String> itemFailed = new LinkedHashSet<>();
  private final Map<String, Wait> waits = new LinkedHashMap<>();
  private final Map<String, Shown> ended = new HashMap<>();
  private final Map<List<String>, List<String>> failures = new LinkedHashMap<>();

  TaskProgress(TaskInfo task, Instant started) {
    this.task = task;
    this.started = started;
  }

  /** What a host is waiting for, and since when. */
  record Wait(String what, Instant since) {}

  /** An ending that several hosts may share: the same word with the same lines under it. */
  record Ended(String word, Style style, int rank, List<String> lines) {
    static Ended of(Outcome outcome, List<String> lines) {
      int rank = outcome.ignored() ? 3 : rank(outcome);
      return new Ended(OutcomeText.word(outcome), OutcomeText.style(outcome), rank, lines);
    }

    /** What matters more is told first. */
    private static int rank(Outcome outcome) {
      return switch (outcome.status()) {
        case FAILED, UNREACHABLE -> 0;
        case CHANGED, WOULD_CHANGE -> 1;
        case UNKNOWN -> 2;
        case OK -> 4;
        case SKIPPED -> 5;
      };
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Ended ended && word.equals(ended.word) && lines.equals(ended.lines);
    }

    @Override
    public int hashCode() {
      return lines.hashCode();
    }

    boolean isOk() {
      return rank == 4;
    }

    boolean isSkipped() {
      return rank == 5;
    }
  }

  /** How a host ended, and by which name it is shown. */
  private record Shown(Ended how, String name) {}

  TaskInfo task() {
    return task;
  }

  boolean isOf(TaskInfo other) {
    return task == other || task.equals(other);
  }

  Instant started() {
    return started;
  }

  void starts(Collection<String> more) {
    hosts.addAll(more);
    pending.addAll(more);
  }

  boolean concerns(String host) {
    return pending.contains(host);
  }

  void waits(String host, Wait wait) {
    waits.put(host, wait);
  }

  void item(String host, List<String> lines) {
    items.computeIfAbsent(host, h -> new ArrayList<>()).addAll(lines);
  }

  void itemFailed(String host) {
    itemFailed.add(host);
  }

  boolean hasItemFailed(String host) {
    return itemFailed.contains(host);
  }

  /** Returns the lines of a host's items so far. */
  List<String> items(String host) {
    return items.getOrDefault(host, List.of());
  }

  void ends(String host, String shown, Ended how) {
    done(host);
    ended.put(host, new Shown(how, shown));
  }

  /**
   * Notes a failure by what is told about it but for the host's name.
   *
   * @return whether it is the first of its kind, to be told at once
   */
  boolean fails(String host, List<String> told) {
    done(host);
    List<String> same = failures.computeIfAbsent(told, t -> new ArrayList<>());
    same.add(host);
    return same.size() == 1;
  }

  /** Lets go of a host that will not end the task any more. */
  void done(String host) {
    hosts.add(host);
    pending.remove(host);
    waits.remove(host);
  }

  boolean isDone() {
    return pending.isEmpty();
  }

  int hostsDone() {
    return hosts.size() - pending.size();
  }

  int hosts() {
    return hosts.size();
  }

  Collection<String> pending() {
    return Collections.unmodifiableCollection(pending);
  }

  Map<String, Wait> waits() {
    return waits;
  }

  /** Returns endings, the more important ones first, with their hosts in the task's order. */
  List<Map.Entry<Ended, List<String>>> endings() {
    Map<Ended, List<String>> endings = new LinkedHashMap<>();
    for (String host : hosts) {
      Shown shown = ended.get(host);
      if (shown == null) continue;
      endings.computeIfAbsent(shown.how(), e -> new ArrayList<>()).add(shown.name());
    }
    return endings.entrySet().stream()
        .sorted(Comparator.comparingInt(ending -> ending.getKey().rank()))
        .toList();
  }

  /** Returns, for each kind of failure that several hosts share, those hosts. */
  List<List<String>> sharedFailures() {
    return failures.values().stream().filter(hosts -> hosts.size() > 1).toList();
  }
}
