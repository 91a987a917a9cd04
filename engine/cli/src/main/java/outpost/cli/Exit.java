package outpost.cli;

import java.util.List;
import java.util.Map;
import outpost.core.event.Recap;

/** Exit statuses, by the names of sysexits(3) where it has one. */
final class Exit {
  static final int OK = 0;
  static final int FAILED = 2;
  static final int UNREACHABLE = 4;
  static final int USAGE = 64;
  static final int WRONG_INPUT = 65;
  static final int BUG = 70;
  static final int INTERRUPTED = 130;

  private Exit() {}

  /**
   * Returns the status of a run that came to its end; failed hosts count for more than lost ones.
   */
  static int of(Recap recap) {
    List<Recap.Counts> counting =
        recap.hosts().entrySet().stream()
            .filter(host -> !recap.forgiven().contains(host.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (counting.stream().anyMatch(c -> c.failed() > 0)) return FAILED;
    if (counting.stream().anyMatch(c -> c.unreachable() > 0)) return UNREACHABLE;
    return recap.forgiven().containsAll(recap.aborted().keySet()) ? OK : FAILED;
  }
}
