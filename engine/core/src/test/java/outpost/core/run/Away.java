package outpost.core.run;

import java.time.Duration;
import outpost.api.Absence;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/** A module for tests: takes its host away. */
@Doc("Goes away.")
public final class Away implements Module<Away.Args, Away.Found> {
  public record Args(
      @Arg("How it goes.") String by, @Arg("What succeeds when it is back.") String back) {}

  public record Found() {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(Found.class);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Absence absence =
        new Absence(
            Script.raw(want.back()), // the text of a test, run as it is written
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3));
    return Plan.builder().leave("go", Script.raw(want.by()), absence).build(); // likewise
  }
}
