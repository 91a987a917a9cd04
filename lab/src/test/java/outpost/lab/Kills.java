package outpost.lab;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills controllers at instants that are drawn from the time a whole run takes. */
final class Kills {
  private final Lab lab;
  private final Random random;
  private long whole;

  Kills(Lab lab) {
    this.lab = lab;
    long seed = Long.getLong("lab.seed", System.nanoTime());
    this.random = new Random(seed);
    Labs.say("the controller is killed at instants from -Dlab.seed=" + seed);
  }

  /** Runs the engine undisturbed, to know how long that takes. */
  Result measure(String... arguments) {
    long start = System.nanoTime();
    Result run = lab.engine(arguments);
    whole = millisecondsSince(start);
    return run;
  }

  /** Runs the engine and kills it; says whether it was still running then. */
  boolean strike(String... arguments) {
    int after = random.nextInt((int) whole);
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
    if (struck) Labs.say("killed after " + after + " ms, in " + lastTask(result));
    return struck;
  }

  private static String lastTask(Result run) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith("task "))
        .reduce("what comes before the first task", (before, after) -> "or after " + after);
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
