package outpost.lab;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills controllers at instants that are drawn from the time between a run's first task and its
 * end.
 */
final class Kills {
  private final Lab lab;
  private final Random random;
  private long firstTask;
  private long whole;

  Kills(Lab lab) {
    this.lab = lab;
    long seed = Long.getLong("lab.seed", System.nanoTime());
    this.random = new Random(seed);
    Labs.say("the controller is killed at instants from -Dlab.seed=" + seed);
  }

  /** Runs the engine undisturbed, to know how long it takes to its first task and to its end. */
  Result measure(String... arguments) {
    long start = System.nanoTime();
    EngineRun run = lab.startEngine(arguments);
    while (run.isRunning() && lastTask(run.soFar()).isEmpty()) {
      sleep(5);
    }
    firstTask = millisecondsSince(start);
    Result result = run.toEnd();
    whole = millisecondsSince(start);
    return result;
  }

  /** Runs the engine and kills it; says whether it was still running then. */
  boolean strike(String... arguments) {
    long after = random.nextLong(firstTask, whole);
    long start = System.nanoTime();
    EngineRun run = lab.startEngine(arguments);
    while (run.isRunning() && millisecondsSince(start) < after) {
      sleep(5);
    }
    boolean struck = run.isRunning();
    if (struck) {
      run.kill();
    } else {
      whole = millisecondsSince(start);
    }
    Result result = run.toEnd();
    if (struck) {
      Labs.say(
          "killed after %d ms, in %s"
              .formatted(
                  after,
                  lastTask(result.out())
                      .map(task -> "or after " + task)
                      .orElse("what comes before the first task")));
    }
    return struck;
  }

  private static Optional<String> lastTask(String told) {
    return told.lines().filter(line -> line.startsWith("task ")).reduce((before, after) -> after);
  }

  private static void sleep(int milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailed("interrupted");
    }
  }

  private static long millisecondsSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
