package outpost.remoted;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends work on a line that takes too long, whatever kind of stream it blocks on.
 *
 * <p>The work has a thread of its own, since neither a tunnel's stream nor a TLS stream can be
 * given a limit, and not every stream's read returns when the stream is closed.
 */
final class Deadline {
  private Deadline() {}

  /** Work that reads and writes. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Runs the work, and closes the line when the limit is over.
   *
   * @throws SocketTimeoutException if it took longer
   */
  static <T> T within(Duration limit, Closeable line, Work<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread thread = new Thread(task, "pacemaker-remote");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      close(line);
      throw new SocketTimeoutException("no answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      close(line);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Closes what is given up anyway. */
  static void close(Closeable line) {
    try {
      line.close();
    } catch (IOException e) {
      // it is given up: nobody can do anything about it
    }
  }
}
