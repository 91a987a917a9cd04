package outpost.lab;

import java.io.PrintStream;

/** Tells what goes on, with the seconds since the start. */
final class Progress {
  private final PrintStream out;
  private final long started;

  Progress(PrintStream out, long startedSeconds) {
    this.out = out;
    this.started = startedSeconds;
  }

  /** Counts from the script that called us, or from now. */
  static Progress onStandardOutput() {
    String started = System.getenv("OUTPOST_LAB_STARTED");
    return new Progress(System.out, started == null ? now() : Long.parseLong(started));
  }

  void say(String what) {
    out.printf("[%4ds] %s%n", now() - started, what);
    out.flush();
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}
