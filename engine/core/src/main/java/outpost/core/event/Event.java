package outpost.core.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a run. Events of one run come in an order that makes sense to read:
 * run, then per play: play, then per batch: batch, then per task: started, then each host's items
 * and outcome.
 */
public sealed interface Event {

  /** Tells itself to a teller: a switch over the kinds, for Java 17. */
  void tell(Teller teller);

  /**
   * A run begins.
   *
   * @param version of the engine
   * @param inventories sources as named on the command line or found
   * @param chosen how the inventory was found where the command line names none: {@code
   *     $OUTPOST_INVENTORY}, {@code inventories/}
   */
  record RunStarted(
      String version,
      String playbook,
      List<String> inventories,
      Optional<String> chosen,
      boolean check,
      boolean diff,
      int forks)
      implements Event {
    @Override
    public void tell(Teller teller) {
      teller.runStarted(this);
    }
  }

  /** A play begins. */
  record PlayStarted(String name, List<String> hosts) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.playStarted(this);
    }
  }

  /** A batch of a play with {@code serial} begins; {@code number} counts from 1. */
  record BatchStarted(int number, int of, List<String> hosts) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.batchStarted(this);
    }
  }

  /** A task begins on some hosts. */
  record TaskStarted(TaskInfo task, List<String> hosts) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.taskStarted(this);
    }
  }

  /** A host still waits for something to settle. */
  record Waiting(TaskInfo task, String host, String what, Duration since) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.waiting(this);
    }
  }

  /** One item of a task's loop ended on a host; {@code label} names the item. */
  record ItemEnded(TaskInfo task, String host, String label, Outcome outcome) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.itemEnded(this);
    }
  }

  /**
   * A task ended on a host.
   *
   * @param delegate the host that it ran on, where that is another one
   * @param trips round trips to the host
   */
  record TaskEnded(
      TaskInfo task, String host, Optional<String> delegate, Outcome outcome, int trips)
      implements Event {
    @Override
    public void tell(Teller teller) {
      teller.taskEnded(this);
    }
  }

  /** A failure that was told is taken by a {@code rescue}: the host goes on there. */
  record Rescued(TaskInfo task, String host) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.rescued(this);
    }
  }

  /**
   * Tasks of a file or role were included for some hosts.
   *
   * @param what the file, or the role
   */
  record Included(TaskInfo task, String what, List<String> hosts) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.included(this);
    }
  }

  /** Hosts are stopped because of what happened on others. */
  record Aborted(List<String> hosts, String reason) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.aborted(this);
    }
  }

  /** Something the user should know that stops nothing. */
  record Warned(String message) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.warned(this);
    }
  }

  /** The run is over. */
  record RunEnded(Recap recap) implements Event {
    @Override
    public void tell(Teller teller) {
      teller.runEnded(this);
    }
  }

  /** One method per kind of event; all do nothing until overridden. */
  interface Teller {
    default void runStarted(RunStarted event) {}

    default void playStarted(PlayStarted event) {}

    default void batchStarted(BatchStarted event) {}

    default void taskStarted(TaskStarted event) {}

    default void waiting(Waiting event) {}

    default void itemEnded(ItemEnded event) {}

    default void taskEnded(TaskEnded event) {}

    default void rescued(Rescued event) {}

    default void included(Included event) {}

    default void aborted(Aborted event) {}

    default void warned(Warned event) {}

    default void runEnded(RunEnded event) {}
  }
}
