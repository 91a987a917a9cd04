package outpost.cli;

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
    if (recap.hosts().values().stream().anyMatch(c -> c.failed() > 0)) return FAILED;
    if (recap.hosts().values().stream().anyMatch(c -> c.unreachable() > 0)) return UNREACHABLE;
    return OK;
  }
}
