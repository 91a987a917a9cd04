package outpost.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Turns SIGINT and SIGTERM into a polite request to stop; the second one ends the program at once.
 * A shutdown hook could not do that: once it runs, the JVM no longer hears signals.
 */
final class Interrupts {
  private final Runnable stop;
  private final AtomicBoolean asked = new AtomicBoolean();

  private Interrupts(Runnable stop) {
    this.stop = stop;
  }

  static void handle(Runnable stop) {
    Interrupts interrupts = new Interrupts(stop);
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(new Signal(name), signal -> interrupts.signalled());
    }
  }

  private void signalled() {
    if (asked.compareAndSet(false, true)) stop.run();
    else Runtime.getRuntime().halt(Exit.INTERRUPTED);
  }
}
