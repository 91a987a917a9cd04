package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A controller that is killed at any instant can be run again, and the end is the same. */
class KilledTest {
  private final Lab lab = Labs.shared();
  private final List<Host> hosts = new ArrayList<>();

  /** How long a run takes that is not killed, in milliseconds. */
  private int whole;

  @AfterEach
  void removeWhatIsLeft() {
    removeAll();
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // all ten, on a machine that is busy
  void aRunThatWasKilledIsCarriedOnByTheNext() {
    long seed = Long.getLong("lab.seed", System.nanoTime());
    Random random = new Random(seed);
    Labs.say("the controller is killed at instants from -Dlab.seed=" + seed);
    String wanted = undisturbed();
    int kills = Profile.count("kills of the controller", 3, 10);
    for (int kill = 1; kill <= kills; kill++) {
      Host host = killed(random);

      Result again = RemoteNodes.add(lab, "root", hosts);

      assertEquals(0, again.status(), again::all);
      RemoteNodes.assertOnline(lab, host);
      assertEquals(wanted, RemoteNodes.configurationOf(lab, host));
      assertFalse(lab.cib().contains("outpost-probe"), lab::cib);
      RemoteNodes.assertNothingFenced(lab);
      removeAll();
    }
  }

  /** The configuration that a run leaves which nothing happens to. */
  private String undisturbed() {
    Host host = blank();
    long start = System.nanoTime();
    Result run = RemoteNodes.add(lab, "root", hosts);
    whole = millisecondsSince(start);
    assertEquals(0, run.status(), run::all);
    String configuration = RemoteNodes.configurationOf(lab, host);
    removeAll();
    return configuration;
  }

  /** A host in whatever state a killed run leaves; a run that is over too soon does not count. */
  private Host killed(Random random) {
    while (true) {
      Host host = blank();
      int after = random.nextInt(whole);
      long start = System.nanoTime();
      EngineRun run = lab.startEngine(RemoteNodes.arguments(lab, "root", hosts));
      while (run.isRunning() && millisecondsSince(start) < after) {
        sleep(5);
      }
      if (run.isRunning()) {
        run.kill();
        Labs.say("killed after " + after + " ms, in " + lastTask(run.toEnd()));
        return host;
      }
      whole = millisecondsSince(start);
      run.toEnd();
      removeAll();
    }
  }

  private static String lastTask(Result run) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith("task "))
        .reduce("what comes before the first task", (before, after) -> "or after " + after);
  }

  private Host blank() {
    Host host = lab.addBlank();
    hosts.add(host);
    return host;
  }

  private void removeAll() {
    hosts.forEach(lab::remove);
    hosts.clear();
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailed("interrupted");
    }
  }

  private static int millisecondsSince(long start) {
    return (int) ((System.nanoTime() - start) / 1_000_000);
  }
}
