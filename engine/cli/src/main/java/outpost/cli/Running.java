package outpost.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import outpost.core.connect.Connections;
import outpost.core.event.Masker;
import outpost.core.event.Recap;
import outpost.core.event.Reporter;
import outpost.core.program.Program;
import outpost.core.run.HostAccess;
import outpost.core.run.Pace;
import outpost.core.run.Runner;

/** Runs programs and tells what happens. */
final class Running {
  private final Surroundings around;
  private final Supplier<Connections> connections;
  private final Masker masker;
  private final Options.Work work;
  private final HostAccess.Defaults access;
  private final int verbosity;
  private final Pace pace;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  /**
   * @param connections makes those of each program
   */
  Running(
      Surroundings around,
      Supplier<Connections> connections,
      Masker masker,
      Options.Work work,
      int verbosity,
      Pace pace,
      HostAccess.Defaults access) {
    this.pace = pace;
    this.verbosity = verbosity;
    this.around = around;
    this.connections = connections;
    this.masker = masker;
    this.work = work;
    this.access = access;
  }

  /**
   * Runs programs one after the other; what follows a failed one is not begun.
   *
   * @param people makes a reporter for people of what they look at
   * @param also is told everything as well
   * @return the exit status
   */
  int run(
      List<Program> programs,
      Options.Output output,
      Function<Screen, LiveReporter> people,
      Reporter also) {
    Thread main = Thread.currentThread();
    around.onInterrupt().accept(() -> interrupt(main));
    int status = Exit.OK;
    for (Program program : programs) {
      status = run(program, output, people, also);
      if (status != Exit.OK) break;
    }
    return status;
  }

  private int run(
      Program program,
      Options.Output output,
      Function<Screen, LiveReporter> people,
      Reporter also) {
    Runner.Options how =
        new Runner.Options(
            Version.number(),
            work.forks,
            work.check,
            work.diff,
            verbosity,
            access,
            pace,
            around.prompter());
    try (Connections connections = this.connections.get()) {
      Recap recap =
          switch (output) {
            case HUMAN -> onScreen(program, how, connections, people, also);
            case JSONL -> {
              Reporter lines = new JsonLinesReporter(around.out(), masker, around.clock());
              yield run(program, how, connections, both(lines, also));
            }
          };
      return interrupted.get() ? Exit.INTERRUPTED : Exit.of(recap);
    }
  }

  private Recap onScreen(
      Program program,
      Runner.Options how,
      Connections connections,
      Function<Screen, LiveReporter> people,
      Reporter also) {
    Terminal terminal = around.outTerminal();
    LiveReporter reporter =
        people.apply(new Screen(around.out(), masker, terminal.live(), terminal.colours()));
    Ticker ticker = new Ticker(reporter::tick);
    try {
      return run(program, asking(how, reporter), connections, both(reporter, also));
    } finally {
      ticker.close();
    }
  }

  private Recap run(
      Program program, Runner.Options how, Connections connections, Reporter reporter) {
    return new Runner(connections, reporter, masker, around.clock()).run(program, how);
  }

  private static Runner.Options asking(Runner.Options how, LiveReporter reporter) {
    return new Runner.Options(
        how.version(),
        how.forks(),
        how.check(),
        how.diff(),
        how.verbosity(),
        how.access(),
        how.pace(),
        new QuietPrompter(how.prompter(), reporter));
  }

  private static Reporter both(Reporter first, Reporter second) {
    return event -> {
      first.on(event);
      second.on(event);
    };
  }

  private void interrupt(Thread main) {
    interrupted.set(true);
    around.err().println("interrupted: what is under way on hosts is given up; again: at once");
    around.err().flush();
    main.interrupt();
  }
}
