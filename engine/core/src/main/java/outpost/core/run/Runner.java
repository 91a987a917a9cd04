package outpost.core.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import outpost.core.connect.Connections;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Prompter;
import outpost.core.event.Recap;
import outpost.core.event.Reporter;
import outpost.core.program.BoundPlay;
import outpost.core.program.Program;

/** Runs a program on its hosts and tells what happens. */
public final class Runner {
  /** How long hosts may take to notice an interrupt. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Connections connections;
  private final Reporter reporter;
  private final Masker masker;
  private final Clock clock;

  public Runner(Connections connections, Reporter reporter, Masker masker, Clock clock) {
    this.connections = connections;
    this.reporter = reporter;
    this.masker = masker;
    this.clock = clock;
  }

  /**
   * How a run is to be done, beside what its program says.
   *
   * @param verbosity how often {@code -v} was given
   * @param prompter asks whoever looks at the run
   */
  public record Options(
      String version,
      int forks,
      boolean check,
      boolean diff,
      int verbosity,
      HostAccess.Defaults access,
      Pace pace,
      Prompter prompter) {

    /** Asks nobody anything. */
    public Options(
        String version,
        int forks,
        boolean check,
        boolean diff,
        int verbosity,
        HostAccess.Defaults access) {
      this(version, forks, check, diff, verbosity, access, Pace.AHEAD, Prompter.NOBODY);
    }
  }

  /**
   * Runs it to its end, and closes every connection. An interrupt of the calling thread gives up
   * what is under way: the recap is told all the same, as the last event.
   */
  public Recap run(Program program, Options options) {
    Instant start = clock.instant();
    Tally tally = new Tally();
    AtomicBoolean over = new AtomicBoolean();
    Reporter untilOver =
        event -> {
          if (!over.get()) reporter.on(event);
        };
    try (Workers workers = new Workers(options.forks());
        Fleet fleet = new Fleet(connections)) {
      Session session =
          new Session(
              new AtomicReference<>(program.variables()),
              program.sources(),
              program.cache(),
              fleet,
              workers,
              untilOver,
              masker,
              clock,
              options.check(),
              options.diff(),
              options.verbosity(),
              options.access(),
              options.prompter(),
              new Consent(options.pace() == Pace.ASKING, options.prompter()),
              options.pace() != Pace.ONE_BY_ONE,
              new LinkedHashMap<>());
      session.tell(
          new Event.RunStarted(
              options.version(),
              program.playbook(),
              program.inventories(),
              program.chosen(),
              options.check(),
              options.diff(),
              options.forks()));
      try {
        for (BoundPlay play : program.plays()) {
          if (!new PlayRun(session, play, tally).run()) break;
        }
      } catch (Workers.Interrupted e) {
        workers.stop(PATIENCE);
        stopped(session, tally);
      }
      Recap recap = tally.recap(session.states(), Duration.between(start, clock.instant()));
      session.tell(new Event.RunEnded(recap));
      over.set(true);
      return recap;
    }
  }

  private static void stopped(Session session, Tally tally) {
    List<String> hosts =
        session.states().values().stream()
            .filter(host -> !host.isGone())
            .map(HostState::name)
            .toList();
    hosts.forEach(host -> tally.aborted(host, "interrupted"));
    session.tell(new Event.Aborted(hosts, "interrupted"));
  }
}
