package outpost.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import outpost.core.connect.Connections;
import outpost.core.event.Masker;
import outpost.core.event.Recap;
import outpost.core.event.Reporter;
import outpost.core.program.Program;
import outpost.core.run.HostAccess;
import outpost.core.run.Runner;

/** Runs programs and tells what happens. */
final class Running {
  private final Surroundings around;
  private final Masker masker;
  private final Options.Work work;
  private final Options.Telling telling;
  private final HostAccess.Defaults access;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  Running(
      Surroundings around,
      Masker masker,
      Options.Work work,
      Options.Telling telling,
      HostAccess.Defaults access) {
    this.around = around;
    this.masker = masker;
    this.work = work;
    this.telling = telling;
    this.access = access;
  }

  /**
   * Runs programs one after the other; what follows a failed one is not begun.
   *
   * @return the exit status
   */
  int run(List<Program> programs) {
    Thread main = Thread.currentThread();
    around.onInterrupt().accept(() -> interrupt(main));
    int status = Exit.OK;
    for (Program program : programs) {
      status = run(program);
      if (status != Exit.OK) break;
    }
    return status;
  }

  private int run(Program program) {
    Runner.Options how =
        new Runner.Options(Version.number(), work.forks, work.check, work.diff, access);
    try (Connections connections = new EitherConnections(around.environment())) {
      Recap recap =
          switch (telling.output) {
            case HUMAN -> onConsole(program, how, connections);
            case JSONL -> {
              Reporter lines = new JsonLinesReporter(around.out(), masker, around.clock());
              yield run(program, how, connections, lines);
            }
          };
      return interrupted.get() ? Exit.INTERRUPTED : Exit.of(recap);
    }
  }

  private Recap onConsole(Program program, Runner.Options how, Connections connections) {
    Terminal terminal = around.outTerminal();
    Screen screen = new Screen(around.out(), masker, terminal.live(), terminal.colours());
    ConsoleReporter console =
        new ConsoleReporter(screen, masker, around.clock(), telling.verbose.length);
    Ticker ticker = new Ticker(console::tick);
    try {
      return run(program, how, connections, console);
    } finally {
      ticker.close();
    }
  }

  private Recap run(
      Program program, Runner.Options how, Connections connections, Reporter reporter) {
    return new Runner(connections, reporter, masker, around.clock()).run(program, how);
  }

  private void interrupt(Thread main) {
    interrupted.set(true);
    around.err().println("interrupted: what is under way on hosts is given up; again: at once");
    around.err().flush();
    main.interrupt();
  }
}
