package outpost.core.connect.ssh;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something when time is over, unless it is closed before. */
final class Deadline implements AutoCloseable {
  private final Future<?> alarm;
  private volatile boolean over;

  Deadline(ScheduledExecutorService timer, Duration time, Runnable action) {
    this.alarm =
        timer.schedule(
            () -> {
              over = true;
              action.run();
            },
            time.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Returns whether it was too late. */
  boolean isOver() {
    return over;
  }

  @Override
  public void close() {
    alarm.cancel(false);
  }
}
