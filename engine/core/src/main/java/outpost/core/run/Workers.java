package outpost.core.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The threads of a run: virtual ones where they may wait in a monitor. Safe for use by several
 * threads.
 *
 * <p>{@code forks} bounds how many hosts are worked on at a time; questions that one host's task
 * asks of other hosts are not counted, so that they cannot wait for each other.
 */
final class Workers implements AutoCloseable {
  /** From this Java on a virtual thread that waits in a monitor keeps no other from running. */
  private static final int VIRTUAL = 24;

  private final ExecutorService threads;
  private final Semaphore forks;
  private final int size;

  Workers(int forks) {
    this.threads = newThreads();
    this.forks = new Semaphore(forks);
    this.size = forks;
  }

  /** Runs jobs at the same time and returns their answers in order; the first failure is thrown. */
  <T> List<T> all(List<Callable<T>> jobs) {
    if (jobs.size() == 1) return Collections.singletonList(call(jobs.get(0))); // may be null
    List<Future<T>> futures = new ArrayList<>();
    for (Callable<T> job : jobs) futures.add(threads.submit(job));
    List<T> answers = new ArrayList<>();
    for (Future<T> future : futures) answers.add(answer(future));
    return answers;
  }

  /** Runs jobs one after the other in the calling thread. */
  static <T> List<T> inTurn(List<Callable<T>> jobs) {
    List<T> answers = new ArrayList<>();
    for (Callable<T> job : jobs) answers.add(call(job));
    return answers;
  }

  /** As {@link #all}, with at most {@code forks} jobs of all callers together at a time. */
  <T> List<T> hosts(List<Callable<T>> jobs) {
    return all(bounded(jobs, forks));
  }

  /** As {@link #hosts}, with at most so many of these jobs at a time as a limit lets pass. */
  <T> List<T> hosts(List<Callable<T>> jobs, Semaphore limit) {
    return all(bounded(bounded(jobs, forks), limit));
  }

  /** As {@link #all}, in order, with at most {@code limit} of these jobs at a time. */
  <T> List<T> all(List<Callable<T>> jobs, int limit) {
    AtomicInteger next = new AtomicInteger();
    AtomicReferenceArray<T> answers = new AtomicReferenceArray<>(jobs.size());
    Callable<Void> taker =
        () -> {
          for (int i = next.getAndIncrement(); i < jobs.size(); i = next.getAndIncrement()) {
            answers.set(i, jobs.get(i).call());
          }
          return null;
        };
    all(Collections.nCopies(Math.min(limit, jobs.size()), taker));
    return IntStream.range(0, jobs.size()).mapToObj(answers::get).toList();
  }

  /** Returns how many hosts are worked on at a time. */
  int forks() {
    return size;
  }

  private static <T> List<Callable<T>> bounded(List<Callable<T>> jobs, Semaphore limit) {
    List<Callable<T>> bounded = new ArrayList<>();
    for (Callable<T> job : jobs) {
      bounded.add(
          () -> {
            limit.acquire();
            try {
              return job.call();
            } finally {
              limit.release();
            }
          });
    }
    return bounded;
  }

  private static <T> T call(Callable<T> job) {
    try {
      return job.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T answer(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      if (e.getCause() instanceof Error error) throw error;
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The run was interrupted by its user. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static ExecutorService newThreads() {
    if (Runtime.version().feature() >= VIRTUAL) return virtualThreads();
    return Executors.newCachedThreadPool(
        job -> {
          Thread thread = new Thread(job, "host");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Interrupts all jobs and gives them some time to end. */
  void stop(Duration patience) {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted(); // else there would be no waiting
    try {
      threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
