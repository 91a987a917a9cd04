package outpost.core.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import outpost.core.connect.Connections;
import outpost.core.event.Event;
import outpost.core.event.Masker;
import outpost.core.event.Recap;
import outpost.core.event.Reporter;
import outpost.core.program.BoundPlay;
import outpost.core.program.Program;

/** Runs a program on its hosts and tells what happens. */
public final class Runner {
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

  /** How a run is to be done, beside what its program says. */
  public record Options(
      String version, int forks, boolean check, boolean diff, HostAccess.Defaults access) {}

  /** Runs it to its end, and closes every connection. */
  public Recap run(Program program, Options options) {
    Instant start = clock.instant();
    Tally tally = new Tally();
    try (Workers workers = new Workers(options.forks());
        Fleet fleet = new Fleet(connections)) {
      Session session =
          new Session(
              program.variables(),
              fleet,
              workers,
              reporter,
              masker,
              program.files(),
              clock,
              options.check(),
              options.diff(),
              options.access(),
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
      for (BoundPlay play : program.plays()) {
        if (!new PlayRun(session, play, tally).run()) break;
      }
      Recap recap = tally.recap(session.states(), Duration.between(start, clock.instant()));
      session.tell(new Event.RunEnded(recap));
      return recap;
    }
  }
}
