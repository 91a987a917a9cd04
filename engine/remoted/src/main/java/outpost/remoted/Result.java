package outpost.remoted;

import java.time.Duration;
import java.util.Optional;

/**
 * How an operation ended.
 *
 * @param exitCode what the agent returned: 0 ok, 7 not running… ({@code enum ocf_exitcode})
 * @param output what it printed: its standard error if there was any, else its standard output; may
 *     hold passwords, so it is not printed. Empty too if the server garbled it.
 */
public record Result(
    int callId,
    int exitCode,
    Status status,
    Optional<String> exitReason,
    Optional<String> output,
    Duration took,
    Duration queued) {

  /** What became of it ({@code enum pcmk_exec_status}). */
  public enum Status {
    PENDING(-1),
    DONE(0),
    CANCELLED(1),
    TIMED_OUT(2),
    NOT_SUPPORTED(3),
    ERROR(4),
    HARD_ERROR(5),
    FATAL_ERROR(6),
    NOT_INSTALLED(7),
    NOT_CONNECTED(8),
    INVALID(9),
    NO_FENCE_DEVICE(10),
    NO_SECRETS(11),
    /** A number that this version of the protocol does not have. */
    UNKNOWN(Integer.MIN_VALUE);

    private final int number;

    Status(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static Status of(int number) {
      for (Status status : values()) {
        if (status.number == number) {
          return status;
        }
      }
      return UNKNOWN;
    }
  }

  /** Whether it ran and the agent says that all is well. */
  public boolean ok() {
    return status == Status.DONE && exitCode == 0;
  }

  static Result in(Element notification) {
    return new Result(
        notification.number(Lrmd.CALL_ID).orElse(0),
        notification.number(Lrmd.EXEC_RC).orElse(1),
        notification.number(Lrmd.EXEC_STATUS).stream()
            .mapToObj(Status::of)
            .findFirst()
            .orElse(Status.UNKNOWN),
        notification.get(Lrmd.EXIT_REASON),
        notification.get(Lrmd.OUTPUT),
        Duration.ofMillis(notification.number(Lrmd.EXEC_TIME).orElse(0)),
        Duration.ofMillis(notification.number(Lrmd.QUEUE_TIME).orElse(0)));
  }

  @Override
  public String toString() {
    return status + ", exit code " + exitCode + exitReason.map(why -> ": " + why).orElse("");
  }
}
