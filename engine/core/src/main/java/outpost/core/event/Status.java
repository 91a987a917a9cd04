package outpost.core.event;

/** How a task ended on a host. */
public enum Status {
  /** All was as wanted, or a step of the engine did its work. */
  OK,
  /** Something was changed, or an action was run. */
  CHANGED,
  /** Check mode: something would be changed. */
  WOULD_CHANGE,
  /** Its condition was false. */
  SKIPPED,
  /** Check mode: what it would do hangs on something that is not known without doing it. */
  UNKNOWN,
  FAILED,
  UNREACHABLE
}
