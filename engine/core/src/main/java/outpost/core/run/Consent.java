package outpost.core.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import outpost.core.event.Prompter;
import outpost.core.event.TaskInfo;

/** Asks before each task whether it is to run, where that is wanted. Safe for several threads. */
final class Consent {
  private final Prompter prompter;
  private boolean needed;

  /**
   * @param needed whether anything is asked at all
   */
  Consent(boolean needed, Prompter prompter) {
    this.needed = needed;
    this.prompter = prompter;
  }

  synchronized boolean isNeeded() {
    return needed;
  }

  /** Returns whether a task is to run; whoever cannot be asked has not agreed. */
  synchronized boolean given(TaskInfo task, List<String> hosts) {
    if (!needed) return true;
    String question =
        (task.handler() ? "handler " : "task ")
            + task.title()
            + " on "
            + (hosts.size() == 1 ? hosts.get(0) : hosts.size() + " hosts")
            + ": run it? (N)o, (y)es, (c)ontinue without asking: ";
    Optional<String> answer = prompter.ask(question);
    switch (answer.orElse("").strip().toLowerCase(Locale.ROOT)) {
      case "y", "yes":
        return true;
      case "c", "continue":
        needed = false;
        return true;
      default:
        return false;
    }
  }
}
